"""App configuration: what cases declare to the rooms below."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "complaints.cases"
    label = "cases"
