"""App configuration: what liability declares to the rooms below."""

from django.apps import AppConfig


class LiabilityConfig(AppConfig):
    name = "complaints.liability"
    label = "liability"
