"""Template filters: a shift as people write it."""

from django import template

from staffing.roster.duties import Duty
from staffing.roster.models import Assignment
from staffing.swaps.board.models import Posting
from staffing.swaps.board.telling import hours_text
from staffing.swaps.telling import times

register = template.Library()


@register.filter
def shift_times(row: Assignment | Duty) -> str:
    """Code and hours in wall-clock time: "D 08:00–16:30"."""
    return times(row.code, row.parts if isinstance(row, Assignment) else row.segments)


@register.filter
def posting_times(posting: Posting) -> str:
    """The same of an entry of the board."""
    return hours_text(posting)
