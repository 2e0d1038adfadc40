"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from staffing.overtime import views

ONE = "<int:pk>/"

app_name = "overtime"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("all/", views.everything, name="requests"),
    path("ask/", views.ask, name="ask"),
    path("assign/", views.assign, name="assign"),
    path(ONE, views.overtime, name="overtime"),
    path(ONE + "answer/", views.answer, name="answer"),
    path(ONE + "cancel/", views.cancel, name="cancel"),
]
