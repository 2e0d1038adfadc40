"""What the system knows of a shift of a team, section by section, while the log is open; frozen by the signature."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from staffing.floor import now as floor
from staffing.floor.breaks.models import Break, OffPost
from staffing.floor.dutylogs.models import DutyLog
from staffing.floor.presence import Where
from staffing.floor.stops.models import StopWork
from staffing.records.bulletins import selectors as bulletins
from staffing.records.incidents import selectors as incidents
from staffing.records.patrols import selectors as patrols
from staffing.roster.models import Assignment, Origin, RosterChange

# How each fact is said; a frozen log keeps the key and its figures, so that it is read in either language.
WORDS: dict[str, str | Promise] = {
    "heads": _("%(there)s of %(heads)s came."),
    "late": _("Late: %(names)s"),
    "absent": _("Absent: %(names)s"),
    "on_leave": _("On leave: %(names)s"),
    "redeployed": _("%(name)s worked for another team: %(reason)s"),
    "changed": _("%(name)s: the roster was changed (%(reason)s)"),
    "slots": _("%(taken)s of %(slots)s breaks taken, %(overruns)s too long."),
    "off_post": _("%(name)s off post for %(minutes)s min"),
    "incident": _("%(what)s, from %(from)s"),
    "patrols": _("%(done)s of at least %(least)s patrols, %(findings)s findings"),
    "bulletin": _("Announced: %(what)s"),
    "stopped": _("%(name)s was ordered to stop work: %(reason)s"),
}
Fact = tuple[str, dict[str, Any], str]  # key of WORDS, figures, address


@dataclass(frozen=True)
class Line:
    """A fact as it is read."""

    text: str
    url: str


def read(facts: dict[str, list[Any]]) -> dict[str, list[Line]]:
    """Facts by section, frozen or not, in the reader's language."""
    return {
        section: [Line(str(WORDS[key]) % figures, url) for key, figures, url in lines if key in WORDS]
        for section, lines in facts.items()
    }


def gather(log: DutyLog, now: datetime.datetime) -> dict[str, list[Fact]]:
    """By section, as of `now`; a fixed number of queries."""
    rows = Assignment.objects.published().filter(team=log.team, on=log.on, code=log.code)
    people = floor.people(
        log.site, rows.select_related("employee", "site", "team__department", "shift_type"), now=now
    )
    ids = [each.employee.pk for each in people]
    slots = list(
        Break.objects.filter(assignment__team=log.team, assignment__code=log.code, on=log.on, state="planned")
    )
    missing = OffPost.objects.filter(team=log.team, on=log.on, assignment__code=log.code).select_related(
        "employee"
    )
    stops = StopWork.objects.filter(team=log.team, on=log.on, assignment__code=log.code).select_related(
        "employee"
    )
    shift = (log.team, log.starts_at, log.ends_at)
    return {
        "incidents": [
            (
                "incident",
                {"what": str(each), "from": f"{each.starts_at.astimezone(log.site.zone):%H:%M}"},
                each.get_absolute_url(),
            )
            for each in incidents.of_shift(*shift)
        ],
        "patrols": _patrols(log),
        "bulletins": [
            ("bulletin", {"what": str(each)}, each.get_absolute_url()) for each in bulletins.of_shift(*shift)
        ],
        "attendance": [*_attendance(people), *_changes(log, ids)],
        "breaks": [
            *_slots(slots),
            *(
                (
                    "off_post",
                    {"name": str(each.employee), "minutes": _minutes(each, now)},
                    reverse("floor:person", args=[each.assignment_id]),
                )
                for each in missing
            ),
        ],
        "conduct": [
            ("stopped", {"name": str(each.employee), "reason": each.reason}, each.get_absolute_url())
            for each in stops
        ],
    }


def _attendance(people: list[floor.Person]) -> list[Fact]:
    if not people:
        return []
    there = sum(each.arrived_at is not None for each in people)
    found: list[Fact] = [("heads", {"there": there, "heads": len(people)}, reverse("floor:board"))]
    for key, where in (("late", Where.LATE), ("absent", Where.ABSENT), ("on_leave", Where.ON_LEAVE)):
        names = [str(each.employee) for each in people if where in each.words]
        if names:
            found.append((key, {"names": ", ".join(names)}, ""))
    return found


def _changes(log: DutyLog, ids: Iterable[int]) -> list[Fact]:
    """Redeployments and other changes made on the day itself; orders to stop work have a line of their own."""
    start = log.starts_at - datetime.timedelta(hours=12)
    rows = RosterChange.objects.filter(employee__in=ids, on=log.on, changed_at__gte=start)
    rows = rows.exclude(origin=Origin.STOP_WORK).select_related("employee")
    return [
        (
            "redeployed" if each.origin == Origin.REDEPLOY else "changed",
            {"name": str(each.employee), "reason": each.reason or each.get_origin_display()},
            "",
        )
        for each in rows.order_by("changed_at")
    ]


def _slots(slots: list[Break]) -> list[Fact]:
    if not slots:
        return []
    taken = sum(each.left_at is not None for each in slots)
    overruns = sum(each.overrun_seconds > 0 for each in slots)
    return [("slots", {"taken": taken, "slots": len(slots), "overruns": overruns}, "")]


def _patrols(log: DutyLog) -> list[Fact]:
    found = patrols.of_shift(log.team, log.starts_at, log.ends_at)
    least = patrols.policy(log.site, log.on).least
    findings = sum(len(each.findings.all()) for each in found)
    figures = {"done": len(found), "least": least, "findings": findings}
    return [("patrols", figures, reverse("records:patrols"))]


def _minutes(each: OffPost, now: datetime.datetime) -> int:
    return int(((each.returned_at or now) - each.left_at).total_seconds()) // 60
