"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from callcenter.operation import views

app_name = "operation"
urlpatterns: list[URLPattern | URLResolver] = [path("", views.status, name="status")]
