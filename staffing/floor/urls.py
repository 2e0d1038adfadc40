"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from staffing.floor.board import views as board
from staffing.floor.breaks import views as breaks
from staffing.floor.breaks.moving import views as moving
from staffing.floor.dutylogs import views as dutylogs
from staffing.floor.handovers import views as handovers

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
    path(TEAM_DAY + "moves/", moving.move, name="break_moves"),
    path(TEAM_DAY + "spread/", breaks.spread, name="spread"),
    path(PERSON + "release/", handovers.release, name="release"),
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/begin/", handovers.begin, name="handover_begin"),
    path("handovers/<int:pk>/", handovers.handover, name="handover"),
    path("handovers/<int:pk>/act/", handovers.act, name="handover_act"),
    path("handovers/<int:pk>/problem/", handovers.problem, name="handover_problem"),
    path("open-items/", handovers.raise_item, name="item_raise"),
    path("open-items/<int:pk>/done/", handovers.finish_item, name="item_finish"),
    path("duty-logs/", dutylogs.duty_logs, name="duty_logs"),
    path("duty-logs/open/", dutylogs.open_log, name="duty_log_open"),
    path("duty-logs/months/", dutylogs.months, name="months"),
    path("duty-logs/<int:pk>/", dutylogs.duty_log, name="duty_log"),
    path("duty-logs/<int:pk>/act/", dutylogs.act, name="duty_log_act"),
    path("stop-work/<int:pk>/", board.stop, name="stop"),
    path("stop-work/<int:pk>/annul/", board.annul_stop, name="annul_stop"),
]
