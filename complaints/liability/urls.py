"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

app_name = "liability"
urlpatterns: list[URLPattern | URLResolver] = []
