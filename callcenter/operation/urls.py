"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

app_name = "operation"
urlpatterns: list[URLPattern | URLResolver] = []
