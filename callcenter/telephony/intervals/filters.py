"""Filters of the interval lists, for page and API; the addresses behind figures of interval statistics use these names."""

from collections import OrderedDict
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Team, TeamMembership
from callcenter.telephony.calls.filters import HALF_HOURS
from callcenter.telephony.choices import OrNone, of_site
from callcenter.telephony.facts.models import AgentInterval, Queue, QueueInterval, SwitchAgent


class IntervalFilter(django_filters.FilterSet):
    """`from` and `to` are days of the site, both included; `counted=true` keeps what reports count."""

    half_hour = django_filters.TypedChoiceFilter(
        label=_("Half hour"), choices=[("", _("all")), *HALF_HOURS], coerce=int
    )

    def only_counted(self, queryset: Any, name: str, wanted: bool) -> Any:
        counted = queryset.counted()
        return counted if wanted else queryset.exclude(pk__in=counted.values("pk"))


class QueueIntervalFilter(IntervalFilter):
    """Intervals of queues."""

    queue = OrNone(label=_("Queue"), queryset=of_site(Queue))
    counted = django_filters.BooleanFilter(
        label=_("Counted in reports (the queue has no calls that day)"), method="only_counted"
    )

    class Meta:
        model = QueueInterval
        fields: list[str] = []


class AgentIntervalFilter(IntervalFilter):
    """Intervals of agents."""

    agent = OrNone(label=_("Agent"), queryset=of_site(SwitchAgent))
    employee = django_filters.CharFilter(  # all the names that the switch has for this person
        label=_("Employee number"), field_name="agent__employee__number", lookup_expr="exact"
    )
    team = OrNone(label=_("Team"), queryset=of_site(Team), method="by_team")
    counted = django_filters.BooleanFilter(
        label=_("Counted as calls handled (the site has no calls that day)"), method="only_counted"
    )

    class Meta:
        model = AgentInterval
        fields: list[str] = []

    def by_team(
        self, queryset: QuerySet[AgentInterval], name: str, value: Team | str
    ) -> QuerySet[AgentInterval]:
        """Intervals of agents who were in the team on that day."""
        of_day = TeamMembership.objects.filter(
            employee=OuterRef("agent__employee"), period__contains=OuterRef("day")
        )
        if isinstance(value, str):
            return queryset.filter(~Exists(of_day))
        return queryset.filter(Exists(of_day.filter(team_id=value.pk)))


def _with_days(filters: type[django_filters.FilterSet]) -> None:
    """Query parameters that are words of Python ("from") cannot be declared in a class body."""
    days = OrderedDict(
        {
            "from": django_filters.DateFilter(label=_("From"), field_name="day", lookup_expr="gte"),
            "to": django_filters.DateFilter(label=_("To"), field_name="day", lookup_expr="lte"),
        }
    )
    filters.base_filters = OrderedDict({**days, **filters.base_filters})


_with_days(QueueIntervalFilter)
_with_days(AgentIntervalFilter)
