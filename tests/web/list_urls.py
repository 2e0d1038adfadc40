"""The product's addresses and a list of users beside them, to try web.listing on."""

import django_filters
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from callcenter.accounts.models import User
from callcenter.web.charts import Band, Chart, Series, Target
from callcenter.web.listing import BulkAction, Column, Listing, list_page


class UserFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(field_name="username", lookup_expr="icontains", label=_("Search"))
    is_active = django_filters.BooleanFilter(label=_("Active"))
    language = django_filters.MultipleChoiceFilter(
        choices=[("en", _("English")), ("zh-hans", _("Simplified Chinese"))], label=_("Language")
    )
    created_at = django_filters.DateFromToRangeFilter(label=_("Date"))

    class Meta:
        model = User
        fields: list[str] = []


COLUMNS = (
    Column(
        "username",
        _("User name"),
        lambda user: user.username,
        sort="username",
        link=lambda user: "/account/profile/",
    ),
    Column("number", _("Number"), lambda user: user.pk * 1000, "number", sort="id"),
    Column("is_active", _("Active"), lambda user: user.is_active, "bool"),
    Column("state", _("Status"), lambda user: (user.language or "-", "green"), "badge"),
    Column("created_at", _("Time"), lambda user: user.created_at, "datetime", sort="created_at"),
    Column("email", _("E-mail"), lambda user: user.email, default=False),
)
USERS = Listing(
    key="test.users",
    title=_("Users"),
    columns=COLUMNS,
    ordering=("username",),
    filterset=UserFilter,
    empty_title="No users yet",
    page_size=10,
    bulk=(BulkAction("Do it", "/bulk/"),),
    peek=True,
)
BY_KEY = Listing(
    key="test.keyset",
    title=_("Users"),
    columns=COLUMNS,
    ordering=("-created_at", "-id"),
    keyset=True,
    page_size=10,
)
CLOSED = Listing(
    key="test.closed",
    title=_("Users"),
    columns=COLUMNS,
    ordering=("username",),
    export_subject="audit.event",
    export_rows=lambda rows, user: rows.filter(pk=user.pk),
)
CHART = Chart(
    "calls",
    "Calls by half hour",
    ["08:00", "08:30", "09:00"],
    [
        Series("calls.offered", "Offered", [10, 20, None], urls=["/account/profile/"] * 3),
        Series(
            "calls.service_level",
            "Service level",
            [0.5, 0.85, None],
            "line",
            "percent",
            axis=1,
            details=["5/10", "17/20", ""],
        ),
    ],
    category_label="Half hour",
    targets=[Target("80%", 0.8, axis=1)],
    bands=[Band("Alarm", None, 0.6, axis=1)],
)


@login_required
def users(request: HttpRequest) -> HttpResponse:
    return list_page(request, User.objects.all(), USERS)


@login_required
def by_key(request: HttpRequest) -> HttpResponse:
    return list_page(request, User.objects.all(), BY_KEY)


@login_required
def closed(request: HttpRequest) -> HttpResponse:
    return list_page(request, User.objects.all(), CLOSED)


@login_required
def bulk(request: HttpRequest) -> HttpResponse:
    return HttpResponse(",".join(request.POST.getlist("selected")))


@login_required
def chart(request: HttpRequest) -> HttpResponse:
    page = '{% extends "base.html" %}{% block heading %}Chart{% endblock %}{% block content %}{% include "components/chart.html" with chart=chart only %}{% endblock %}'
    return HttpResponse(engines["django"].from_string(page).render({"chart": CHART}, request))


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


urlpatterns = [
    path("test-users/", users),
    path("test-keyset/", by_key),
    path("test-closed/", closed),
    path("test-chart/", chart),
    path("test-broken/", broken),
    path("bulk/", bulk),
    path("", include("callcenter.urls")),
]
