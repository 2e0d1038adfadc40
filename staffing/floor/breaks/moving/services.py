"""Moving several breaks at once, whole or not at all."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Team
from staffing.floor import access
from staffing.floor.breaks.models import Break
from staffing.floor.breaks.services import move


@dataclass(frozen=True)
class Step:
    """Move the slot with that id from where it was seen to another start."""

    slot: int
    seen: datetime.datetime
    to: datetime.datetime

    @property
    def back(self) -> "Step":
        """What undoes it."""
        return Step(self.slot, self.to, self.seen)


@transaction.atomic
def move_breaks(team: Team, steps: Sequence[Step], *, actor: Actor) -> list[Break]:
    """Give breaks of a team other times. Refused as a whole when one no longer stands where it was seen, or does not fit there."""
    locked = Team.objects.select_for_update(of=("self",), no_key=True).select_related("department__site")
    team = locked.get(pk=team.pk)
    require(access.may_lead_breaks(actor, team))
    rows = {each.pk: each for each in Break.objects.filter(pk__in=[one.slot for one in steps])}
    moved = []
    for step in steps:
        slot = rows.get(step.slot)
        if slot is None or slot.team_id != team.pk or slot.starts_at != step.seen:
            raise RuleViolation(Objection("floor.break_moved_meanwhile"))
        moved.append(move(slot, step.to, actor=actor))
    if not moved:
        raise RuleViolation(Objection("floor.nothing_to_move"))
    after = {"team": team.code, "slots": [each.pk for each in moved]}
    audit.record(actor, "floor.breaks.moved", team, after=after, site_id=team.department.site_id)
    return moved
