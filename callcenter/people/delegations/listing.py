"""The list of deputies: its columns, filters and words."""

import datetime

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from callcenter.people.delegations.models import Delegation
from callcenter.people.employees.rules import Span
from callcenter.web.listing import Column, Listing

WHEN = [("now", _("Today")), ("planned", _("Planned")), ("over", _("Over"))]


class DelegationFilter(django_filters.FilterSet):
    """By words and by how the days lie to today."""

    q = django_filters.CharFilter(method="search", label=_("Number or name"))
    when = django_filters.ChoiceFilter(choices=WHEN, method="by_day", label=_("When"))

    class Meta:
        model = Delegation
        fields: list[str] = []

    def search(self, rows: QuerySet[Delegation], name: str, value: str) -> QuerySet[Delegation]:
        found = Q()
        for who in ("employee", "deputy"):
            found |= Q(**{f"{who}__number__istartswith": value}) | Q(**{f"{who}__name__icontains": value})
            found |= Q(**{f"{who}__name_zh__icontains": value})
        return rows.filter(found)

    def by_day(self, rows: QuerySet[Delegation], name: str, value: str) -> QuerySet[Delegation]:
        today = timezone.localdate()
        conditions = {
            "now": Q(period__contains=today),
            "planned": Q(period__startswith__gt=today),
            "over": Q(period__endswith__lte=today),
        }
        return rows.filter(conditions[value])


def status(delegation: Delegation) -> tuple[str, str]:
    """How its days lie to today at the absent one's site, as a badge."""
    span = Span(delegation.start, delegation.end, None)
    today = delegation.employee.site.today()
    if span.holds_on(today):
        return _g("Today"), "green"
    return (_g("Planned"), "blue") if today < span.start else (_g("Over"), "grey")


def last_day(delegation: Delegation) -> datetime.date:
    """The last day that the deputy acts."""
    return delegation.end - datetime.timedelta(days=1)


DELEGATIONS = Listing(
    key="people.delegations",
    title=_("Deputies"),
    columns=(
        Column("employee", _("Absent"), lambda d: d.employee, sort="employee__name"),
        Column("deputy", _("Deputy"), lambda d: d.deputy, sort="deputy__name"),
        Column("status", _("Status"), status, kind="badge"),
        Column("start", _("From"), lambda d: d.period.lower, kind="date", sort="period"),
        Column("last", _("To (last day)"), last_day, kind="date"),
        Column("reason", _("Reason"), lambda d: d.reason, wrap=True),
        Column(
            "end",
            _("End"),
            lambda d: _g("End") if d.may_end else "",
            link=lambda d: d.get_absolute_url() if d.may_end else None,
        ),
    ),
    ordering=("-period", "pk"),
    filterset=DelegationFilter,
    export_subject="",
    empty_title=_("Nobody stands in for anybody"),
    empty_text=_(
        "Name a deputy for days on which you are away: requests that wait for you are then decided."
    ),
)
