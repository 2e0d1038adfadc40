"""App configuration."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "callcenter.clocks"
    label = "clocks"
