"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "integrations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("clients/", include("callcenter.integrations.clients.urls")),
    path("", include("callcenter.integrations.webhooks.urls")),
]
