"""App configuration."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "callcenter.notifications"
    label = "notifications"
