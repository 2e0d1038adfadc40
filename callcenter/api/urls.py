"""Addresses of the API: /api/v1/<app>/<nouns>/, the schema and its docs."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from callcenter.api import registry, views

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("docs/", views.docs, name="docs"),
    path("docs/<slug:room>/", views.docs_room, name="docs-room"),
    path("v1/schema/", views.Schema.as_view(), name="schema"),
    path("v1/", include(registry.router().urls)),
    re_path(r"^.*$", views.NoSuchAddress.as_view(), name="no-such-address"),
]
