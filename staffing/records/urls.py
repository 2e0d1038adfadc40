"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from staffing.records.bulletins import views as bulletins
from staffing.records.patrols import views as patrols

app_name = "records"
urlpatterns: list[URLPattern | URLResolver] = [
    path("to-read/", bulletins.to_read, name="to-read"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/new/", bulletins.new_bulletin, name="bulletin-new"),
    path("bulletins/unread/", bulletins.unread_list, name="unread"),
    path("bulletins/<int:pk>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<int:pk>/change/", bulletins.change_bulletin, name="bulletin-change"),
    path("bulletins/<int:pk>/withdraw/", bulletins.withdraw_bulletin, name="bulletin-withdraw"),
    path("bulletins/<int:pk>/read/", bulletins.read_bulletin, name="bulletin-read"),
    path("patrols/", patrols.patrols, name="patrols"),
    path("patrols/new/", patrols.new_patrol, name="patrol-new"),
    path("patrols/week/", patrols.this_week, name="patrol-week-now"),
    path("patrols/week/<str:week>/", patrols.week, name="patrol-week"),
    path("patrols/checklist/", patrols.checklist, name="checklist"),
    path("patrols/checklist/standard/", patrols.take_standard, name="checklist-standard"),
    path("patrols/checklist/<int:pk>/switch/", patrols.switch_item, name="checklist-switch"),
    path("patrols/<int:pk>/", patrols.patrol, name="patrol"),
]
