"""App configuration."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    name = "callcenter.operation"
    label = "operation"
