"""App configuration."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "callcenter.approvals"
    label = "approvals"
