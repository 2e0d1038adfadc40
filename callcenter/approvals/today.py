"""Approvals on Today: what waits for oneself, what came back, whom one still has to tell."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.permissions import Position, position
from callcenter.approvals.requests import selectors
from callcenter.approvals.requests.models import State
from callcenter.web.today import Todo

SHOWN = 30


def todo(request: HttpRequest) -> list[Todo]:
    """Decisions with their deadline, the direct superiors to be told today, one's own requests that came back."""
    where = position(request.user)
    return [one for asked in selectors.on_the_desk(request.user)[:SHOWN] for one in _todos_of(asked, where)]


def _todos_of(asked: Any, where: Position) -> Iterator[Todo]:
    now, me = timezone.now(), where.employee_id
    step, follow_up = selectors.open_step(asked), getattr(asked, "follow_up", None)
    if step is not None and step.approver_id in {me, *where.stands_in_for} and asked.applicant_id != me:
        words = _("%(kind)s of %(name)s") % {"kind": asked.kind_of.title, "name": asked.applicant}
        tone = "late" if asked.due_at and asked.due_at < now else ""
        yield Todo(words, asked.label, asked.get_absolute_url(), asked.due_at, tone, asked.kind_of.icon)
    if follow_up is not None and follow_up.done_at is None and follow_up.assignee_id == me:
        words = _("Tell %(name)s of the emergency") % {"name": follow_up.informs}
        tone = "late" if follow_up.due_at < now else "soon"
        yield Todo(words, asked.label, asked.get_absolute_url(), follow_up.due_at, tone, "send")
    if asked.state == State.RETURNED and asked.applicant_id == me:
        words = _("Put right and send in again")
        yield Todo(words, str(asked), asked.get_absolute_url(), icon="arrow-back-up")
