"""Confirmed breaches of attendance become conduct records; those that fall are undone (AT-3, AT-4, FD-09)."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from callcenter.approvals import services as approvals
from callcenter.audit import services as audit
from callcenter.people.models import Employee
from callcenter.rulebook.values import value
from quality.conduct import rules
from quality.conduct.catalogue.models import ItemVersion
from quality.conduct.records.models import APPROVAL, OVER, ConductRecord
from quality.conduct.records.services import Seen, ask_for_approval, cancel, needs_approval, record_conduct
from staffing.attendance.breaches.models import Breach, BreachKind, BreachState

CODES = {BreachKind.LATE: "AT-3", BreachKind.OFF_POST: "FD-09", BreachKind.ABSENCE: "AT-4"}


def follow(breach: Breach, before: str) -> None:
    """Called in the transaction in which a breach turns."""
    standing = _standing(breach)
    if breach.state != BreachState.CONFIRMED:
        if standing is not None:
            cancel(standing, actor=None, reason=breach.reason or str(breach))
        return
    version = _version(breach)
    if standing is not None:
        if version is not None and standing.points == points_of(breach, version):
            return
        cancel(standing, actor=None, reason=str(breach))
    if version is not None and value("conduct.takes_breaches", breach.site, on=breach.on):
        take_over(breach, version)


@transaction.atomic
def take_over(breach: Breach, version: ItemVersion) -> ConductRecord:
    """A record of a confirmed breach: the leader's word is the breach's, the director's is asked at once where the line allows."""
    seen = Seen(
        version,
        _moment(breach),
        "",
        points=points_of(breach, version),
        source=breach,
        statement=breach.statement,
    )
    made = record_conduct(breach.employee, seen, actor=None)
    leader = Employee.objects.filter(user=breach.decided_by_id or 0).select_related("site").first()
    if leader is None or not needs_approval(made):
        return made
    if approvals.preview(APPROVAL, made, leader)[1]:
        return made  # the line is too short today: it waits for a leader's word on its page
    made.confirmed_by, made.confirmed_at, made.decision = breach.decided_by, timezone.now(), breach.reason
    made.save(update_fields=["confirmed_by", "confirmed_at", "decision"])
    audit.record(None, "conduct.record.taken_over", made, after={"of": str(breach), "points": made.points})
    ask_for_approval(made, leader)
    return made


def points_of(breach: Breach, version: ItemVersion) -> int:
    """What the breach costs: an absence of at most `conduct.half_day_hours` is half a day."""
    if breach.kind != BreachKind.ABSENCE:
        return version.least
    return rules.absence_points(
        breach.seconds,
        half_day_points=version.least,
        full_day_points=version.most,
        half_day=value("conduct.half_day", breach.site, on=breach.on),
    )


def _standing(breach: Breach) -> ConductRecord | None:
    kind = ContentType.objects.get_for_model(Breach)
    rows = ConductRecord.objects.filter(source_type=kind, source_id=breach.pk, recorded_by=None)
    return rows.exclude(state__in=OVER).select_related("site").first()


def _version(breach: Breach) -> ItemVersion | None:
    return ItemVersion.objects.on(breach.on).filter(item__code=CODES[BreachKind(breach.kind)]).first()


def _moment(breach: Breach) -> datetime.datetime:
    """When it was noticed, where that was on its day; else noon of the day."""
    zone = breach.site.zone
    if breach.proposed_at.astimezone(zone).date() == breach.on:
        return breach.proposed_at
    noon = datetime.datetime.combine(breach.on, datetime.time(12), zone)
    return min(noon, timezone.now())
