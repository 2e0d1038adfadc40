"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

app_name = "conduct"
urlpatterns: list[URLPattern | URLResolver] = []
