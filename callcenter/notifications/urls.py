"""Addresses of this room."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

app_name = "notifications"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", lambda request: None, name="messages"),
    path("preferences/", lambda request: None, name="preferences"),
    path("<int:pk>/", lambda request, pk: None, name="open"),
]
