"""What a visit is refused for: plain Python."""

import datetime
from enum import StrEnum

from callcenter.objections import Objection


class VisitState(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    REJECTED = "rejected"
    INSIDE = "inside"
    LEFT = "left"


def asking_objections(*, name: str, reason: str, on: datetime.date, today: datetime.date) -> list[Objection]:
    """Every reason against asking for a visit."""
    found = []
    if not name.strip():
        found.append(Objection("visitors.name_needed", field="name"))
    if not reason.strip():
        found.append(Objection("visitors.reason_needed", field="reason"))
    if on < today:
        found.append(Objection("visitors.day_is_past", field="on"))
    return found


def entering_objections(
    *, state: VisitState, on: datetime.date, today: datetime.date, badge: str, is_badge_out: bool
) -> list[Objection]:
    """Every reason against letting the visitor in."""
    found = []
    if state is not VisitState.APPROVED:
        found.append(Objection("visitors.not_approved"))
    if on != today:
        found.append(Objection("visitors.another_day", {"on": on}))
    if not badge.strip():
        found.append(Objection("visitors.badge_needed", field="badge"))
    if is_badge_out:
        found.append(Objection("visitors.badge_is_out", {"badge": badge}, field="badge"))
    return found
