"""What the rules ask about an entry of the board."""

import datetime

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


def offer_of(posting: Posting, where: Situation, spare: int | None = None) -> Offer:
    """The entry as the rules take it; `spare` only matters to time off."""
    return Offer(
        _shift(posting, where),
        free=posting.places - posting.claims.count(),
        is_open=posting.state in (PostingState.OPEN, PostingState.FULL),
        giver=where.people.get(posting.giver_id) if posting.giver_id else None,
        is_time_off=posting.kind == PostingKind.TIME_OFF,
        spare_heads=spare,
    )


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
