"""Addresses of leave."""

from django.urls import path

from staffing.leave import calendar_views, keeping_views, request_views, views

app_name = "leave"
urlpatterns = [
    path("", views.index, name="index"),
    path("mine/", views.mine, name="mine"),
    path("ask/", views.ask, name="ask"),
    path("ask/outlook/", views.outlook, name="outlook"),
    path("report/", views.report_whom, name="report-whom"),
    path("report/<str:number>/", views.report, name="report"),
    path("report/<str:number>/outlook/", views.report_outlook, name="report-outlook"),
    path("requests/", request_views.leave_list, name="requests"),
    path("requests/<int:pk>/", request_views.detail, name="request"),
    path("requests/<int:pk>/decide/", request_views.decide, name="decide"),
    path("requests/<int:pk>/cancel/", request_views.cancel, name="cancel"),
    path("requests/<int:pk>/certificate/", request_views.certificate, name="certificate"),
    path("requests/<int:pk>/absence/", request_views.absence, name="absence"),
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("kinds/", keeping_views.kind_list, name="kinds"),
    path("kinds/new/", keeping_views.new_kind, name="new-kind"),
    path("kinds/set-up/", keeping_views.set_up, name="set-up-kinds"),
    path("kinds/<slug:site>/<slug:code>/", keeping_views.kind, name="kind"),
    path("balances/", keeping_views.balance_list, name="balances"),
    path("balances/<str:number>/", keeping_views.ledger, name="ledger"),
    path("balances/<str:number>/book/", keeping_views.book, name="book"),
    path("places/", keeping_views.places, name="places"),
    path("places/<int:pk>/drop/", keeping_views.drop_places, name="drop-places"),
]
