"""App configuration."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "callcenter.files"
    label = "files"
