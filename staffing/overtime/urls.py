"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

app_name = "overtime"
urlpatterns: list[URLPattern | URLResolver] = []
