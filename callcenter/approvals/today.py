"""Approvals on Today: what waits for oneself, what came back, whom one still has to tell."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.permissions import position
from callcenter.approvals.requests import selectors
from callcenter.approvals.requests.models import State
from callcenter.web.today import Todo

SHOWN = 10


def todo(request: HttpRequest) -> list[Todo]:
    """Decisions with their deadline, the direct superiors to be told today, one's own requests that came back."""
    now, me = timezone.now(), position(request.user).employee_id
    found = [
        Todo(
            _("%(kind)s of %(name)s") % {"kind": asked.kind_of.title, "name": asked.applicant},
            asked.label,
            asked.get_absolute_url(),
            asked.due_at,  # type: ignore[attr-defined]  # annotated by with_open_step
            "late" if asked.due_at and asked.due_at < now else "",  # type: ignore[attr-defined]
            asked.kind_of.icon,
        )
        for asked in selectors.to_decide(request.user)[:SHOWN]
    ]
    for one in selectors.own_to_do(request.user)[: 2 * SHOWN]:
        follow_up = getattr(one, "follow_up", None)
        if follow_up is not None and follow_up.done_at is None and follow_up.assignee_id == me:
            words = _("Tell %(name)s of the emergency") % {"name": follow_up.informs}
            tone = "late" if follow_up.due_at < now else "soon"
            found.append(Todo(words, one.label, one.get_absolute_url(), follow_up.due_at, tone, "send"))
        if one.state == State.RETURNED and one.applicant_id == me:
            words = _("Put right and send in again")
            found.append(Todo(words, str(one), one.get_absolute_url(), icon="arrow-back-up"))
    return found
