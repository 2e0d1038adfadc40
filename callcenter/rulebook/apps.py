"""App configuration."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "callcenter.rulebook"
    label = "rulebook"
