"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

app_name = "swaps"
urlpatterns: list[URLPattern | URLResolver] = []
