"""App configuration: what customers declare to the rooms below."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "complaints.customers"
    label = "customers"
