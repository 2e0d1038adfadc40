"""App configuration: what intake declares to the rooms below."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "complaints.intake"
    label = "intake"
