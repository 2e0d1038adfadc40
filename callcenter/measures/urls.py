"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from callcenter.measures import views

app_name = "measures"
urlpatterns: list[URLPattern | URLResolver] = [path("", views.measures, name="list")]
