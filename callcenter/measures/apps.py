"""App configuration."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "callcenter.measures"
    label = "measures"
