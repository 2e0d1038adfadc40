"""App configuration: what improvement declares to the rooms below."""

from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "complaints.improvement"
    label = "improvement"
