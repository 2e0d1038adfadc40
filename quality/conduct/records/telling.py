"""Who hears of a record: the employee, the leader who confirms, those who decide."""

from collections.abc import Set
from typing import Any

from callcenter.access.permissions import Actor
from callcenter.access.posts import PostCode
from callcenter.clocks.services import stop_running
from callcenter.notifications.services import notify
from callcenter.people.models import Employee
from quality.conduct.deadlines import CONTEST_DECISION
from quality.conduct.records.models import ConductRecord, RecordState

DECIDERS = (PostCode.DIRECTOR, PostCode.CENTER_MANAGER)


def deciders(record: ConductRecord) -> set[int]:
    """Log-ins of those who may decide a contest: at the site, nobody who decided before, not the employee."""
    rows = Employee.objects.holding(DECIDERS, record.site.today()).filter(
        site=record.site, user__isnull=False
    )
    parties = {record.recorded_by_id, record.confirmed_by_id, record.approved_by_id, record.employee.user_id}
    return set(rows.values_list("user", flat=True)) - parties


def leaders(record: ConductRecord) -> set[int]:
    """Log-ins of the shift leaders of the team, and the director where there is none."""
    today = record.site.today()
    posts = [PostCode.SHIFT_LEADER]
    rows = Employee.objects.holding(posts, today).filter(
        site=record.site, user__isnull=False, teammemberships__team=record.team_id,
        teammemberships__period__contains=today,
    )  # fmt: skip
    found = set(rows.values_list("user", flat=True)) - {record.employee.user_id}
    if found:
        return found
    above = Employee.objects.holding([PostCode.DIRECTOR], today).filter(site=record.site, user__isnull=False)
    return set(above.values_list("user", flat=True)) - {record.employee.user_id}


def recorded(record: ConductRecord) -> None:
    """To the employee, who may say a word to it, and to the leader, who confirms."""
    _tell("conduct.recorded", record, {record.employee.user_id}, until=record.statement_until)
    _tell("conduct.to_confirm", record, leaders(record) - {record.recorded_by_id})


def stated(record: ConductRecord) -> None:
    """To who confirms."""
    told = {record.confirmed_by_id} if record.confirmed_by_id else leaders(record)
    _tell("conduct.stated", record, told, suffix=f"{record.stated_at:%Y%m%d%H%M%S}")


def decided(record: ConductRecord) -> None:
    """To the employee: what it is now."""
    until = record.contest_until if record.state == RecordState.DECIDED else None
    kind = "conduct.decided" if until else "conduct.ended"
    _tell(kind, record, {record.employee.user_id}, until=until or "")


def contested(record: ConductRecord) -> None:
    """To those who may decide."""
    _tell("conduct.contested", record, deciders(record))


def contest_decided(record: ConductRecord) -> None:
    """To the employee and the leader who had confirmed."""
    told = {record.employee.user_id, record.confirmed_by_id}
    _tell("conduct.contest_decided", record, told, outcome=record.get_outcome_display())


def stop_contest(record: ConductRecord, actor: Actor) -> None:
    """Nothing is left to decide."""
    stop_running(CONTEST_DECISION, record, actor=actor)


def _tell(
    kind: str, record: ConductRecord, users: Set[int | None], *, suffix: str = "", **figures: Any
) -> None:
    shown = {
        "number": record.number,
        "name": record.employee,
        "item": record.version,
        "points": record.points,
        "state": RecordState(record.state).label,
        **figures,
    }
    told = sorted(one for one in users if one)
    if told:
        key = f"{record.pk}:{record.state}{suffix}"
        notify(kind, recipients=told, subject=record, figures=shown, key=key, site_id=record.site_id)
