"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

app_name = "remedies"
urlpatterns: list[URLPattern | URLResolver] = []
