"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

app_name = "leave"
urlpatterns: list[URLPattern | URLResolver] = []
