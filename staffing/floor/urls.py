"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from staffing.floor.board import views as board

PERSON = "shifts/<int:pk>/"

app_name = "floor"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", board.board, name="board"),
    path(PERSON, board.person, name="person"),
    path(PERSON + "redeploy/", board.redeploy, name="redeploy"),
    path(PERSON + "stop-work/", board.stop_work, name="stop_work"),
    path("stop-work/<int:pk>/", board.stop, name="stop"),
]
