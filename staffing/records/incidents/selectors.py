"""Reads of incidents: those of a shift, minutes of interruption, what the switch says was lost."""

import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone

from callcenter.people.models import Site, Team
from callcenter.rulebook.values import value
from callcenter.telephony.facts.models import Call, Outcome
from staffing.records.incidents.models import Incident
from staffing.records.incidents.rules import IncidentPolicy, Load, interrupted


def policy(site: Site, on: datetime.date) -> IncidentPolicy:
    """What the rulebook says of incidents at the site on that day."""
    return IncidentPolicy(
        queue_growth=value("incident.queue_growth_percent", site, on=on),
        queue_long=value("incident.queue_long", site, on=on),
        connect_rate=value("incident.connect_rate_percent", site, on=on),
        loss_rate=value("incident.loss_rate_percent", site, on=on),
        wait_seconds=value("incident.wait_seconds", site, on=on),
    )


def of_shift(team: Team, start: datetime.datetime, end: datetime.datetime) -> list[Incident]:
    """The incidents of the team or the whole floor that share a moment with [start, end); those that go on have no end."""
    rows = Incident.objects.filter(
        Q(team=team) | Q(team=None), Q(ends_at=None) | Q(ends_at__gt=start), site=team.department.site_id
    )
    rows = rows.filter(starts_at__lt=end)
    return list(rows.select_related("team", "reported_by", "site").order_by("starts_at", "pk"))


def open_incidents(site: Site) -> list[Incident]:
    """Those of the site that are not closed, the gravest first."""
    rows = Incident.objects.filter(site=site, closed_at=None).select_related("team", "site")
    return list(rows.order_by("-severity", "starts_at"))


def interruption_minutes(site: Site, first: datetime.date, last: datetime.date) -> dict[datetime.date, int]:
    """Minutes in which the service was interrupted on each day of [first, last] that had any; one that goes on counts until now."""
    start = datetime.datetime.combine(first, datetime.time.min, site.zone)
    end = datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time.min, site.zone)
    rows = Incident.objects.filter(Q(ends_at=None) | Q(ends_at__gt=start), site=site, is_interruption=True)
    now = timezone.now()
    spans = [
        (max(began, start), min(ended or now, end))
        for began, ended in rows.filter(starts_at__lt=end).values_list("starts_at", "ends_at")
    ]
    return interrupted(spans, site.zone)


def calls_abandoned(incident: Incident) -> int | None:
    """Calls that gave up while it lasted, in its queues (none named: all), as the switch's files say; None without files of those days."""
    end = incident.ends_at or timezone.now()
    days = (
        incident.starts_at.astimezone(incident.site.zone).date(),
        end.astimezone(incident.site.zone).date(),
    )
    rows = Call.objects.filter(site=incident.site_id, day__gte=days[0], day__lte=days[1])
    if not rows.exists():
        return None
    queues = [one.pk for one in incident.queues.all()]
    if queues:
        rows = rows.filter(queue__in=queues)
    return rows.filter(
        outcome=Outcome.ABANDONED, started_at__gte=incident.starts_at, started_at__lt=end
    ).count()


def load_of(kept: dict[str, Any]) -> Load:
    """What the switch showed, as an incident keeps it."""
    rates: dict[str, Any] = {
        name: Decimal(str(kept[name])) if kept.get(name) is not None else None
        for name in ("connect_rate", "loss_rate")
    }
    counts: dict[str, Any] = {name: kept.get(name) for name in ("waiting", "usual", "wait_seconds")}
    return Load(**rates, **counts)
