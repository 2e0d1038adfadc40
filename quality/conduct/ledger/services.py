"""Taking points and giving them back: what this room and rooms above call once their own decision stands."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.models import Employee, Team, TeamMembership
from quality.conduct import months
from quality.conduct.access import is_self
from quality.conduct.catalogue.models import Block, Item
from quality.conduct.ledger.models import EntryKind, PointsEntry
from quality.conduct.months import counted_in

ONCE = "conduct_pointsentry_reverses_id"  # the unique key of who is reversed


@transaction.atomic
def deduct(
    employee: Employee,
    points: int,
    *,
    source: models.Model,
    actor: Actor,
    reason: str,
    item: Item | None = None,
    on: datetime.date | None = None,
    is_veto: bool = False,
) -> PointsEntry:
    """Take points from somebody for the decision `source`, about the day `on` (today at their site).

    The caller has had it approved; here nobody takes points from themselves. They count in the statistics month of that day,
    or the first open one after it. Without points only a veto is entered.
    """
    employee = _held(employee.pk)
    require(not is_self(actor, employee.pk))
    found = []
    if points < 0 or (points == 0 and not is_veto):
        found.append(Objection("conduct.points_needed", field="points"))
    if item is not None and item.block == Block.REWARD:
        found.append(Objection("conduct.no_deduction", {"code": item.code}, "version"))
    if not reason.strip():
        found.append(Objection("conduct.reason_needed", field="reason"))
    refuse(found)
    on = on or employee.site.today()
    entry = PointsEntry.objects.create(
        site=employee.site,
        employee=employee,
        team=_team(employee, on),
        item=item,
        kind=EntryKind.DEDUCTION,
        points=points,
        is_veto=is_veto,
        on=on,
        month=counted_in(employee.site, on),
        reason=reason.strip(),
        source_type=ContentType.objects.get_for_model(source),
        source_id=source.pk,
        entered_by=user_of(actor),
    )
    audit.record(actor, "conduct.points.deducted", entry, after=_facts(entry), reason=entry.reason)
    return entry


@transaction.atomic
def reward(
    employee: Employee, points: int, *, source: models.Model, actor: Actor, reason: str, item: Item
) -> PointsEntry:
    """Give somebody points for the decision `source`, of a kind of the catalogue, on the site's day. The caller has had it
    approved; here nobody rewards themselves. They count in the month of today, or the first open one after it.
    """
    employee = _held(employee.pk)
    require(not is_self(actor, employee.pk))
    found = []
    if points < 1:
        found.append(Objection("conduct.points_needed", field="points"))
    if item.block != Block.REWARD:
        found.append(Objection("conduct.no_reward", {"code": item.code}, "version"))
    if not reason.strip():
        found.append(Objection("conduct.reason_needed", field="reason"))
    refuse(found)
    on = employee.site.today()
    entry = PointsEntry.objects.create(
        site=employee.site,
        employee=employee,
        team=_team(employee, on),
        item=item,
        kind=EntryKind.REWARD,
        points=-points,
        on=on,
        month=counted_in(employee.site, on),
        reason=reason.strip(),
        source_type=ContentType.objects.get_for_model(source),
        source_id=source.pk,
        entered_by=user_of(actor),
    )
    audit.record(actor, "conduct.points.rewarded", entry, after=_facts(entry), reason=entry.reason)
    return entry


@transaction.atomic
def reverse(
    entry: PointsEntry, *, actor: Actor, reason: str, source: models.Model | None = None
) -> PointsEntry:
    """Undo a deduction or a reward, once. It is undone in its month, or the first open one after it."""
    employee = _held(entry.employee_id)
    require(not is_self(actor, employee.pk))
    found = []
    if entry.kind == EntryKind.REVERSAL:
        found.append(Objection("conduct.no_reversal_of_reversal", {"number": entry.number}))
    elif PointsEntry.objects.filter(reverses=entry).exists():
        found.append(Objection("conduct.reversed_already", {"number": entry.number}))
    if not reason.strip():
        found.append(Objection("conduct.reason_needed", field="reason"))
    refuse(found)
    back = PointsEntry(
        site_id=entry.site_id,
        employee=employee,
        team_id=entry.team_id,
        item_id=entry.item_id,
        kind=EntryKind.REVERSAL,
        points=-entry.points,
        is_veto=entry.is_veto,
        on=entry.on,
        month=counted_in(employee.site, entry.month),
        reason=reason.strip(),
        source_type_id=entry.source_type_id,
        source_id=entry.source_id,
        reverses=entry,
        entered_by=user_of(actor),
    )
    if source is not None:
        back.source_type, back.source_id = ContentType.objects.get_for_model(source), source.pk
    try:
        with transaction.atomic():
            back.save(force_insert=True)
    except IntegrityError as error:
        if ONCE not in str(error):
            raise
        raise RuleViolation(Objection("conduct.reversed_already", {"number": entry.number})) from error
    audit.record(actor, "conduct.points.reversed", back, after=_facts(back), reason=back.reason)
    return back


def _held(employee_id: int) -> Employee:
    rows = Employee.objects.select_for_update(of=("self",), no_key=True).select_related("site", "user")
    employee = rows.get(pk=employee_id)
    months.hold(employee.site_id)
    return employee


def _team(employee: Employee, on: datetime.date) -> Team | None:
    found = TeamMembership.objects.filter(employee=employee, period__contains=on).select_related("team")
    return found[0].team if found else None


def _facts(entry: PointsEntry) -> dict[str, object]:
    return {
        "employee": entry.employee.number,
        "points": entry.points,
        "item": entry.item.code if entry.item else None,
        "on": entry.on.isoformat(),
        "month": entry.month.isoformat(),
        "reverses": entry.reverses.number if entry.reverses else None,
    }
