"""The deadline of a corrective action."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.rules import Unit
from callcenter.people.models import Employee

ACTION = "improvement.action"


def who_hears(improvement: Any, rung: Any) -> Iterable[int]:
    """The owner; some days later the director of the site as well."""
    found = {rung.clock.owner_id} if rung.clock.owner_id else set()
    if rung.audience == "director" and improvement is not None:
        rows = Employee.objects.holding([PostCode.DIRECTOR], improvement.site.today())
        found |= set(rows.filter(site=improvement.site, user__isnull=False).values_list("user", flat=True))
    return sorted(found)


CLOCKS = (
    ClockKind(
        ACTION,
        _("Corrective action"),
        _("A corrective action out of a complaint is done by the end of its day."),
        Unit.MOMENT,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="improvement.remind_days"),
            Step("due", _("Deadline"), notice="clocks.overdue"),
            Step(
                "late",
                _("Late: to the director"),
                When.AFTER,
                offset="improvement.escalate_days",
                audience="director",
                notice="clocks.overdue",
            ),
        ),
        recipients=who_hears,
    ),
)
