"""Addresses of quality: each room's urls.py says the rest."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("conduct/", include("quality.conduct.urls")),
]
