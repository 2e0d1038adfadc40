"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from staffing.floor.board import views as board
from staffing.floor.breaks import views as breaks

TEAM_DAY = "breaks/<int:team>/<str:on>/"
PERSON = "shifts/<int:pk>/"

app_name = "floor"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", board.board, name="board"),
    path(PERSON, board.person, name="person"),
    path(PERSON + "redeploy/", board.redeploy, name="redeploy"),
    path(PERSON + "stop-work/", board.stop_work, name="stop_work"),
    path(PERSON + "off-post/", breaks.off_post, name="off_post"),
    path(PERSON + "off-post/<int:off>/back/", breaks.back_on_post, name="back_on_post"),
    path(PERSON + "ask-break/", breaks.ask, name="break_ask"),
    path("my-breaks/", breaks.mine, name="my_breaks"),
    path("breaks/", breaks.today, name="breaks_today"),
    path("breaks/<int:pk>/act/", breaks.act, name="break_act"),
    path(TEAM_DAY, breaks.board, name="breaks"),
    path(TEAM_DAY + "assign/", breaks.assign, name="break_assign"),
    path(TEAM_DAY + "spread/", breaks.spread, name="spread"),
    path("stop-work/<int:pk>/", board.stop, name="stop"),
]
