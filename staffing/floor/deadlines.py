"""Deadlines of the floor: signing the duty log and the handover."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.models import Rung
from callcenter.clocks.rules import Unit
from callcenter.people.models import Employee


def people(subject: Any, rung: Rung) -> Iterable[User | int]:
    """Who opened it; past the deadline the director of the site as well."""
    if subject is None:
        return []
    found = {rung.clock.owner_id} if rung.clock.owner_id else set()
    if rung.audience == "director":
        held = Employee.objects.holding([PostCode.DIRECTOR], subject.site.today())
        held = held.filter(site=subject.site, user__isnull=False)
        found |= set(held.values_list("user", flat=True))
    return sorted(pk for pk in found if pk)


def _kind(key: str, title: object, sentence: object, rule: str, remind: str) -> ClockKind:
    return ClockKind(
        key,
        title,  # type: ignore[arg-type]
        sentence,  # type: ignore[arg-type]
        Unit.MOMENT,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset=remind),
            Step("due", _("Deadline"), audience="director", notice="clocks.overdue"),
        ),
        recipients=people,
        follows_rules=(rule,),
    )


CLOCKS = (
    _kind(
        "floor.duty_log",
        _("Signing the duty log"),
        _("The duty log is signed soon after the end of the shift."),
        "dutylog.sign_minutes",
        "dutylog.remind_minutes",
    ),
    _kind(
        "floor.handover",
        _("Signing the handover"),
        _("Both leaders sign the handover soon after the change of shifts."),
        "handover.sign_minutes",
        "handover.remind_minutes",
    ),
)
