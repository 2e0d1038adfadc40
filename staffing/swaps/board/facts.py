"""What the rules ask about an entry of the board."""

import datetime

from django.utils.translation import gettext as _

from callcenter.people.models import Team
from staffing.roster.coverage import Unit, coverage, places
from staffing.roster.duties import Duty
from staffing.roster.models import Assignment
from staffing.shifts.policy import night_policy
from staffing.shifts.rules import Segment, Segments, is_night, paid_minutes
from staffing.swaps.board.models import Posting, PostingKind, PostingState
from staffing.swaps.board.rules import Offer
from staffing.swaps.rules import Shift
from staffing.swaps.situation import Situation

EFFECT = {  # of one place on the heads of the team
    PostingKind.COVER: 0,
    PostingKind.OPEN_SHIFT: 1,
    PostingKind.OVERTIME: 1,
    PostingKind.TIME_OFF: -1,
}


def offer_of(posting: Posting, where: Situation, employee_id: int, off: Assignment | None = None) -> Offer:
    """The entry as the rules take it, for somebody who would take a place; `off`: the shift that time off is from."""
    unit = posting.team or posting.department
    row, to = (off, None) if off is not None else (posting.assignment, employee_id)
    return Offer(
        _shift(posting, where),
        free=posting.places - posting.claims.count(),
        is_open=posting.state in (PostingState.OPEN, PostingState.FULL),
        giver=where.people.get(posting.giver_id) if posting.giver_id else None,
        is_time_off=posting.kind == PostingKind.TIME_OFF,
        spare_heads=spare(unit, posting.on, off.parts) if off else None,
        leaderless=tuple(where.leading.left_alone({row.pk: to})) if row is not None else (),
        shift_heads=_heads_left(off) if off else None,
    )


def _heads_left(off: Assignment) -> tuple[int, int] | None:
    """Who is left in a shift of the roster when one is off, and how many it needs; one query."""
    kind = off.shift_type
    if kind is None or not kind.minimum_heads:
        return None
    rows = Assignment.objects.published().filter(roster=off.roster_id, on=off.on, shift_type=kind)
    return rows.exclude(pk=off.pk).count(), kind.minimum_heads


def _shift(posting: Posting, where: Situation) -> Shift:
    if posting.assignment is not None and posting.giver_id is not None:
        return where.shift(posting.assignment, posting.giver_id)
    kind = posting.shift_type
    is_overtime = posting.kind == PostingKind.OVERTIME
    parts = kind.parts if kind and not is_overtime else _parts(posting)
    duty = Duty(
        posting.on,
        posting.starts_at,
        posting.ends_at,
        paid_minutes(parts),
        code="" if is_overtime or kind is None else kind.code,
        is_night=is_night(parts, night_policy(posting.site, posting.on), kind.night_flag if kind else None),
        is_overtime=is_overtime,
        segments=parts,
    )
    return Shift(
        duty,
        is_holiday=where.calendar.plan(posting.on).is_holiday,
        skill_needed=kind.skill_level if kind else 1,
        is_live=kind.is_live if kind else True,
    )


def _parts(posting: Posting) -> tuple[Segment, ...]:
    """A stretch of time as one segment of wall-clock minutes of its day."""
    zone = posting.site.zone
    start = posting.starts_at.astimezone(zone)
    minutes = int((posting.ends_at - posting.starts_at).total_seconds() // 60)
    first = start.hour * 60 + start.minute + (start.date() - posting.on).days * 1440
    return (Segment(first, first + minutes),)


def effect(posting: Posting) -> tuple[int, int] | None:
    """Heads above those needed at the thinnest half hour as things are, and with one more place taken; None without needs."""
    unit = posting.team or (posting.assignment.team if posting.assignment else None) or posting.department
    row, kind = posting.assignment, posting.shift_type
    left = spare(unit, posting.on, row.parts if row else kind.parts if kind else _parts(posting))
    if left is None:
        return None
    return left, left + EFFECT[PostingKind(posting.kind)]


def effect_words(found: tuple[int, int] | None) -> str:
    """At the thinnest half hour: 1 to spare now, 2 with one more place taken."""
    if found is None:
        return ""
    now, then = (_spare_words(each) for each in found)
    return _("At the thinnest half hour: %(now)s now, %(then)s with one place taken") % {
        "now": now,
        "then": then,
    }


def _spare_words(heads: int) -> str:
    words = _("%(count)s to spare") if heads >= 0 else _("%(count)s too few")
    return words % {"count": abs(heads)}


def own_shift(posting: Posting, employee_id: int) -> Assignment | None:
    """The shift from which somebody would be off: theirs on that day, of the kind or within the time that is offered."""
    rows = Assignment.objects.published().filter(
        employee=employee_id, on=posting.on, shift_type__isnull=False
    )
    if posting.shift_type_id is not None:
        rows = rows.filter(shift_type=posting.shift_type_id)
    else:
        rows = rows.filter(starts_at__gte=posting.starts_at, ends_at__lte=posting.ends_at)
    return rows.select_related("site", "shift_type").first()


def spare(unit: Unit, on: datetime.date, segments: Segments) -> int | None:
    """Heads above those needed at the thinnest half hour that a shift of the day `on` works in, as things are now.

    Its meals do not matter: nobody counts on it then. A team without needs of its own goes by its department's; None where
    no heads are planned for that day at all.
    """
    found = coverage(unit, on, on + datetime.timedelta(days=1))
    if not found.has_needs and isinstance(unit, Team):
        found = coverage(unit.department, on, on + datetime.timedelta(days=1))
    if not found.has_needs:
        return None
    worked = places(segments)
    slots = [slot for day in sorted(found.days) for slot in found.days[day]]
    return min((slots[place].heads - slots[place].needed for place in worked), default=None)
