"""App configuration."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "callcenter.access"
    label = "access"
