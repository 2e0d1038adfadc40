"""Approvals on Today: what waits for oneself, what came back, whom one still has to tell."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.permissions import position
from callcenter.approvals.requests import selectors
from callcenter.approvals.requests.models import Request, State
from callcenter.web.today import Todo

SHOWN = 10


def todo(request: HttpRequest) -> list[Todo]:
    """Decisions with their deadline, the direct superiors to be told today, one's own requests that came back."""
    now = timezone.now()
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
    found += [
        Todo(
            _("Tell %(name)s of the emergency") % {"name": one.informs},
            one.request.label,
            one.request.get_absolute_url(),
            one.due_at,
            "late" if one.due_at < now else "soon",
            "send",
        )
        for one in selectors.to_tell(request.user)[:SHOWN]
    ]
    back = Request.objects.filter(applicant=position(request.user).employee_id or 0, state=State.RETURNED)
    found += [
        Todo(_("Put right and send in again"), str(one), one.get_absolute_url(), icon="arrow-back-up")
        for one in back.order_by("-pk")[:SHOWN]
    ]
    return found
