"""Off-boarding on Today: leavers whose log-in stands open for the work that nobody has taken over."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from callcenter.access.permissions import position
from callcenter.people.offboarding import selectors
from callcenter.web import cells
from callcenter.web.today import Entry, Figure, Panel, facts

SHOWN = 5
LOOKED_AT = 50


def open_work(request: HttpRequest) -> Panel | None:
    """Who has left, or leaves, with work that is open still; nothing when there is none."""
    today = position(request.user).today
    found = [
        one for one in selectors.checklists(list(selectors.leavers(request.user)[:LOOKED_AT])) if one.work
    ]
    if not found or today is None:
        return None
    entries = [
        Entry(
            str(one.employee),
            one.employee.number,
            reverse("people:offboarding-of", args=[one.employee.number]),
            cells.day(one.employee.left_on),
            "door-exit",
            "late" if one.employee.left_on and one.employee.left_on <= today else "",
        )
        for one in found[:SHOWN]
    ]
    figure = Figure(_("With open work"), str(len(found)), url=reverse("people:offboarding"))
    return facts(_("Off-boarding"), figures=[figure], entries=entries, url=reverse("people:offboarding"))
