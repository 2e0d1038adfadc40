"""What a swap does to the coverage of its shifts, in words for whoever decides."""

from django.utils.translation import gettext as _

from callcenter.web.cells import day
from staffing.swaps.board.facts import spare
from staffing.swaps.models import SwapShift
from staffing.swaps.telling import times


def coverage(sides: list[SwapShift]) -> list[str]:
    """For each shift how many heads are to spare at its thinnest half hour: a swap changes who, not how many."""
    found = []
    for side in sides:
        row = side.assignment
        if row.team is None:
            continue
        left = spare(row.team, row.on, row.parts)
        figures = {"day": day(row.on), "shift": times(row.code, row.parts), "team": row.team, "count": left}
        if left is None:
            words = _("%(day)s %(shift)s: the same number of people in %(team)s before and after.")
        elif left >= 0:
            words = _("%(day)s %(shift)s: %(count)s to spare at the thinnest half hour, before and after.")
        else:
            figures["count"] = -left
            words = _("%(day)s %(shift)s: %(count)s too few at the thinnest half hour, before and after.")
        found.append(words % figures)
    return found
