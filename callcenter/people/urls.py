"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from callcenter.people import site_switch

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("switch-site/", site_switch.switch_site, name="switch_site"),
]
