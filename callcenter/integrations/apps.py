"""App configuration."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "callcenter.integrations"
    label = "integrations"
