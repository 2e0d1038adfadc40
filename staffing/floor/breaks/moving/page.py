"""What the break board says of half hours that are short: the moves that help, each with the times it could go to."""

import datetime
from dataclasses import dataclass

from callcenter.people.models import Team
from staffing.floor.breaks.models import Break
from staffing.floor.breaks.moving.facts import outlook
from staffing.floor.breaks.moving.forms import text_of
from staffing.floor.breaks.moving.rules import Gap
from staffing.floor.breaks.moving.services import Step


@dataclass(frozen=True)
class Suggestion:
    """A slot, what moving it helps, and where it could go: (posted text, times), the best first."""

    slot: Break
    times: str
    minutes: int
    choices: list[tuple[str, str]]

    @property
    def best(self) -> str:
        return self.choices[0][0]


@dataclass(frozen=True)
class Short:
    """A half hour that is short, in words of the site's clock."""

    times: str
    gap: Gap


def short_times(
    team: Team, on: datetime.date, now: datetime.datetime
) -> tuple[list[Short], list[Suggestion]]:
    """The half hours of the day that are still to come and short, and the moves that help."""
    zone = team.department.site.zone
    found = outlook(team, on, now)

    def clocks(start: datetime.datetime, end: datetime.datetime) -> str:
        return f"{start.astimezone(zone):%H:%M}–{end.astimezone(zone):%H:%M}"

    suggestions = []
    for each in found.moves:
        length = each.slot.end - each.slot.start
        starts = [each.start, *each.others]
        suggestions.append(
            Suggestion(
                found.slots[each.slot.pk],
                clocks(each.slot.start, each.slot.end),
                each.minutes,
                [
                    (text_of(Step(each.slot.pk, each.slot.start, to)), clocks(to, to + length))
                    for to in starts
                ],
            )
        )
    return [Short(clocks(gap.start, gap.end), gap) for gap in found.gaps], suggestions
