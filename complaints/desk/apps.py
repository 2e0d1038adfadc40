"""App configuration: what the desk declares to the rooms below."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "complaints.desk"
    label = "desk"
