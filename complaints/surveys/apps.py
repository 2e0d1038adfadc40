"""App configuration: what surveys declare to the rooms below."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "complaints.surveys"
    label = "surveys"
