"""App configuration: what service orders declare to the rooms below."""

from django.apps import AppConfig


class ServiceOrdersConfig(AppConfig):
    name = "complaints.serviceorders"
    label = "serviceorders"
