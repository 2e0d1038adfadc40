"""The trace that a change of a published roster leaves, and telling whose shifts they are."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.access.permissions import Actor
from callcenter.notifications.services import Notice, notify_many
from callcenter.people.models import Employee
from staffing.roster import messages
from staffing.roster.duties import Duty
from staffing.roster.models import RosterChange
from staffing.shifts.rules import DAY

OVERTIME = _("overtime")
DAY_OFF = _("day off")


def clock(minute: int) -> str:
    """A wall-clock minute of a shift's day: 08:30; +1 after midnight."""
    days, rest = divmod(minute, DAY)
    text = f"{rest // 60:02}:{rest % 60:02}"
    return f"{text}+{days}" if days and rest else "24:00" if days == 1 else text


def cell_text(cell: list[Any] | None) -> Any:
    """[code, start, end] as people read it: "D 08:00–16:30"; a day off where it is None."""
    if cell is None:
        return DAY_OFF
    code, start, end = cell[:3]
    return f"{code or OVERTIME} {clock(start)}–{clock(end)}"


def shown(duty: Duty) -> str:
    """A duty in a sentence: its code and times."""
    start = min((each.start for each in duty.segments), default=0)
    end = max((each.end for each in duty.segments), default=0)
    return f"{duty.on} {cell_text([duty.code, start, end])}"


def leave_traces(traces: Sequence[RosterChange], *, actor: Actor) -> None:
    """Keep the changes and tell each person whose shifts of today or later they are; who did it needs no telling."""
    RosterChange.objects.bulk_create(traces, batch_size=5000)
    if not traces:
        return
    by_person: dict[int, list[RosterChange]] = defaultdict(list)
    today = traces[0].roster.site.today()
    for each in traces:
        if each.on >= today:
            by_person[each.employee_id].append(each)
    log_ins = Employee.objects.filter(pk__in=by_person, user__isnull=False).values_list("pk", "user_id")
    notify_many(
        _notice(by_person[employee], user) for employee, user in log_ins if user != getattr(actor, "pk", None)
    )


def _notice(mine: list[RosterChange], user_id: int) -> Notice:
    first = mine[0]
    figures: dict[str, Any] = {"day": min(each.on for each in mine), "reason": first.reason}
    kind = messages.CHANGED_DAYS
    if len(mine) == 1:
        kind = messages.CHANGED
        figures |= {"before": cell_text(first.before), "after": cell_text(first.after)}
    else:
        figures["count"] = len(mine)
    url = messages.my_shifts(figures["day"])
    return Notice(kind, f"change:{first.pk}", [user_id], None, figures, first.roster.site_id, url)
