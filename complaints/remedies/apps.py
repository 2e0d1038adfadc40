"""App configuration: what remedies declare to the rooms below."""

from django.apps import AppConfig


class RemediesConfig(AppConfig):
    name = "complaints.remedies"
    label = "remedies"
