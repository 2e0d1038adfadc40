"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from staffing.attendance.breaches import views as breaches
from staffing.attendance.corrections import views as corrections
from staffing.attendance.days import views as days
from staffing.attendance.periods import views as periods
from staffing.attendance.punches import views as punches
from staffing.attendance.rollcalls import views as rollcalls

PERSON = "people/<str:number>/"
DAY = PERSON + "<str:on>/"
SHEET = "sheets/<slug:site>/<str:start>/"

app_name = "attendance"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", days.days, name="days"),
    path("mine/", punches.mine, name="mine"),
    path("punch/", punches.punch, name="punch"),
    path(PERSON, days.person, name="person"),
    path(DAY, days.day, name="day"),
    path(DAY + "again/", days.again, name="again"),
    path(DAY + "correct/", corrections.correct, name="correct"),
    path("breaches/", breaches.breaches, name="breaches"),
    path("breaches/confirm/", breaches.confirm_chosen, name="confirm-breaches"),
    path("breaches/<int:pk>/", breaches.breach, name="breach"),
    path("breaches/<int:pk>/decide/", breaches.decide, name="decide-breach"),
    path("breaches/<int:pk>/reopen/", breaches.reopen, name="reopen-breach"),
    path("breaches/<int:pk>/answer/", breaches.answer, name="answer-breach"),
    path("roll-calls/", rollcalls.starts, name="roll-calls"),
    path("roll-calls/<int:team>/<str:on>/<str:clock>/", rollcalls.sheet, name="roll-call"),
    path("sheets/", periods.sheets, name="sheets"),
    path(SHEET, periods.sheet, name="sheet"),
    path(SHEET + "close/", periods.close, name="close"),
    path(SHEET + "reopen/", periods.reopen, name="reopen"),
    path(SHEET + "workbook/", periods.workbook, name="workbook"),
]
