"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from complaints.desk.board import views as board
from complaints.desk.charts import views as charts
from complaints.desk.deadlines import views as deadlines
from complaints.desk.handing import views as handing
from complaints.desk.pairs import views as pairs
from complaints.desk.presence import views as presence
from complaints.desk.queue import views as queue

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", queue.queue, name="queue"),
    path("board/", board.board, name="board"),
    path("deadlines/", deadlines.deadlines, name="deadlines"),
    path("ageing/", charts.ageing, name="ageing"),
    path("causes/", charts.causes, name="causes"),
    path("assign/", handing.assign, name="assign"),
    path("<str:reference>/earlier/", pairs.pair, name="pair"),
    path("<str:reference>/looking/", presence.looking, name="looking"),
]
