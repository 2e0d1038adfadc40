"""Addresses of the reports."""

import datetime

from django.urls import URLPattern, URLResolver, path, register_converter

from reports.daily import days, parts, views
from reports.documents import views as documents


class DayConverter:
    """A day in an address: 2026-11-21."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> datetime.date:
        return datetime.date.fromisoformat(value)

    def to_url(self, value: datetime.date) -> str:
        return value.isoformat()


register_converter(DayConverter, "report_day")

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("daily/", days.days, name="days"),
    path("daily/go/", views.go, name="go"),
    path("figures/<slug:code>/", parts.figure, name="figure"),
    path("daily/<slug:code>/<report_day:day>/", views.report, name="daily"),
    path("daily/<slug:code>/<report_day:day>/recompute/", views.recompute, name="recompute"),
    path("documents/", documents.documents, name="documents"),
    path("documents/<slug:number>/", documents.document, name="document"),
    path("documents/<slug:number>/edit/", documents.edit, name="document_edit"),
    path("documents/<slug:number>/return/", documents.give_back, name="document_return"),
    path("documents/<slug:number>/sign/", documents.sign, name="document_sign"),
    path("documents/<slug:number>/assign/", documents.assign, name="document_assign"),
    path("documents/<slug:number>/acknowledge/", documents.acknowledge, name="document_acknowledge"),
]
