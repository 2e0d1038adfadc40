"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

app_name = "serviceorders"
urlpatterns: list[URLPattern | URLResolver] = []
