"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

app_name = "shifts"
urlpatterns: list[URLPattern | URLResolver] = []
