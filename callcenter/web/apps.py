"""App configuration."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "callcenter.web"
    label = "web"
