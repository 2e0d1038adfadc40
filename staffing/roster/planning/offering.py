"""Offering what coverage suggests: an open shift, overtime or time off is put on the board with one click."""

import datetime

from django.db import transaction

from callcenter.access.permissions import Actor, require
from callcenter.objections import Objection, RuleViolation
from staffing.roster.coverage import Unit, coverage
from staffing.roster.models import Roster
from staffing.roster.planning import boards, gaps
from staffing.roster.planning.boards import Offer, Standing
from staffing.roster.planning.suggestions import Suggestion
from staffing.shifts.models import ShiftType

ONE_DAY = datetime.timedelta(days=1)


@transaction.atomic
def make_offer(
    roster: Roster, unit: Unit, on: datetime.date, wanted: Suggestion, *, reason: str, actor: Actor
) -> Standing:
    """Put what is suggested on the board. Refused where it is suggested no longer, or for fewer places than asked.

    The roster is held: of two who click at once the second sees what the first has offered.
    """
    roster = (
        Roster.objects.select_for_update(of=("self",))
        .select_related("site", "department__site")
        .get(pk=roster.pk)
    )
    department, team = gaps.parts_of(unit)
    board = boards.board()
    require(board is not None and board.may_offer(actor, department, team))
    assert board is not None
    if not roster.is_published:
        raise RuleViolation(Objection("roster.offer_of_draft"))
    found = coverage(unit, on, on + ONE_DAY)
    now = gaps.of_day(roster, unit, on, found, with_drafts=False)
    key = (wanted.remedy, wanted.code, wanted.start, wanted.end)
    if not any(
        (each.remedy, each.code, each.start, each.end) == key and wanted.places <= each.places
        for each in now.suggestions
    ):
        raise RuleViolation(Objection("roster.offered_meanwhile"))
    kind = ShiftType.objects.get(site=roster.site, code=wanted.code) if wanted.code else None
    starts_at, ends_at = gaps.times(roster, on, wanted, kind)
    return board.offer(
        Offer(wanted.remedy, department, team, on, kind, starts_at, ends_at, wanted.places, reason), actor
    )
