"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

app_name = "workcalendar"
urlpatterns: list[URLPattern | URLResolver] = []
