"""Addresses of this room."""

from django.urls import URLPattern, URLResolver

from staffing.roster import mine_urls

app_name = "roster"
urlpatterns: list[URLPattern | URLResolver] = [
    *mine_urls.urlpatterns,
]
