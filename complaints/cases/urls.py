"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from complaints.cases import views

ONE = "<str:reference>/"

app_name = "cases"
urlpatterns: list[URLPattern | URLResolver] = [
    path(ONE, views.case, name="case"),
]
