"""App configuration: what conduct declares to the rooms below."""

from django.apps import AppConfig


class ConductConfig(AppConfig):
    name = "quality.conduct"
    label = "conduct"
