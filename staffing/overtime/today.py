"""Overtime on Today: what waits for one's consent. What waits for approval is the inbox's."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from callcenter.access.permissions import position
from callcenter.web.cells import day
from callcenter.web.today import Todo
from staffing.overtime.models import Overtime, OvertimeState
from staffing.overtime.wording import times

SHOWN = 20


def todo(request: HttpRequest) -> list[Todo]:
    """The overtime that one is asked for, due when it begins."""
    me = position(request.user).employee_id
    if me is None:
        return []
    rows = Overtime.objects.filter(employee=me, state=OvertimeState.ASSIGNED)
    return [
        Todo(
            _("Say whether you work overtime"),
            f"{day(one.on)} {times(one)} · {one.reason}",
            one.get_absolute_url(),
            one.starts_at,
            icon="clock-hour-4",
        )
        for one in rows.select_related("site").order_by("starts_at")[:SHOWN]
    ]
