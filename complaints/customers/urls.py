"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from complaints.customers import acts, views
from complaints.customers.contacts import views as contacts
from complaints.customers.looks import views as looks
from complaints.customers.merging import views as merging

ONE = "<int:pk>/"

app_name = "customers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("reports/", contacts.reports, name="reports"),
    path("reports/<int:pk>/", contacts.report, name="report"),
    path("reports/<int:pk>/note/", contacts.note, name="report-note"),
    path("looks/", looks.every, name="looks"),
    path("access/", looks.access_requests, name="access"),
    path("access/ask/", looks.ask, name="access-ask"),
    path("access/<int:pk>/decide/", looks.decide, name="access-decide"),
    path("access/<int:pk>/withdraw/", looks.withdraw, name="access-withdraw"),
    path("merges/<int:pk>/undo/", merging.undo, name="unmerge"),
    path(ONE, views.customer, name="customer"),
    path(ONE + "change/", views.change, name="change"),
    path(ONE + "reveal/", looks.reveal, name="reveal"),
    path(ONE + "looks/", looks.of_customer, name="looks-of"),
    path(ONE + "report/", contacts.write, name="report-new"),
    path(ONE + "merge/", merging.merge, name="merge"),
    path(ONE + "do/<slug:act>/", acts.act, name="act"),
]
