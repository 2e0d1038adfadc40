"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from staffing.records.actions import views as actions
from staffing.records.bulletins import views as bulletins
from staffing.records.cleaning import views as cleaning
from staffing.records.incidents import views as incidents
from staffing.records.meetings import answer_views as answers
from staffing.records.meetings import views as meetings
from staffing.records.patrols import views as patrols
from staffing.records.visitors import views as visitors

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
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/new/", incidents.report, name="incident-new"),
    path("incidents/<int:pk>/", incidents.incident, name="incident"),
    path("incidents/<int:pk>/note/", incidents.add_entry, name="incident-entry"),
    path("incidents/<int:pk>/impact/", incidents.change_impact, name="incident-impact"),
    path("incidents/<int:pk>/end/", incidents.end, name="incident-end"),
    path("incidents/<int:pk>/close/", incidents.close, name="incident-close"),
    path("incidents/<int:pk>/action/", incidents.give, name="incident-action"),
    path("actions/", actions.actions, name="actions"),
    path("actions/<int:pk>/", actions.action, name="action"),
    path("actions/<int:pk>/finish/", actions.finish, name="action-finish"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/of-shifts/", meetings.shift_meetings, name="shift-meetings"),
    path("meetings/new/", meetings.plan, name="meeting-new"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/minutes/", meetings.minutes, name="meeting-minutes"),
    path("meetings/<int:pk>/cancel/", meetings.cancel, name="meeting-cancel"),
    path("meetings/<int:pk>/action/", meetings.give, name="meeting-action"),
    path("meetings/<int:pk>/answer/", meetings.answer, name="meeting-answer"),
    path("answers/", answers.answers, name="answers"),
    path("answers/new/", answers.new_answer, name="answer-new"),
    path("answers/<int:pk>/", answers.answer, name="answer"),
    path("answers/<int:pk>/withdraw/", answers.withdraw, name="answer-withdraw"),
    path("visitors/", visitors.visits, name="visits"),
    path("visitors/new/", visitors.ask, name="visit-new"),
    path("visitors/<int:pk>/", visitors.visit, name="visit"),
    path("visitors/<int:pk>/decide/", visitors.decide, name="visit-decide"),
    path("visitors/<int:pk>/in/", visitors.let_in, name="visit-in"),
    path("visitors/<int:pk>/out/", visitors.let_out, name="visit-out"),
    path("cleaning/", cleaning.duties, name="cleaning"),
    path("cleaning/standard/", cleaning.take_standard, name="cleaning-standard"),
    path("cleaning/<int:pk>/switch/", cleaning.switch, name="cleaning-switch"),
    path("cleaning/<int:pk>/<str:on>/tick/", cleaning.tick, name="cleaning-tick"),
]
