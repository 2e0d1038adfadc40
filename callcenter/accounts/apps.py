"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "callcenter.accounts"
    label = "accounts"
