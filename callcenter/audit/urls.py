"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from callcenter.audit import views

app_name = "audit"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.events, name="events"),
    path("<int:pk>/", views.event, name="event"),
]
