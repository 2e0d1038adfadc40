"""Improvement on Today: one's own actions, what is to be verified."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import position, scope
from callcenter.clocks import selectors as clocks
from callcenter.web.today import Todo
from complaints.improvement.models import SUBJECT, Improvement, ImprovementState

SHOWN = 20


def todo(request: HttpRequest) -> list[Todo]:
    """What one owns and has not done; for the service department what is to be verified."""
    me = position(request.user).employee_id
    if me is None:
        return []
    mine = Improvement.objects.running().exclude(state=ImprovementState.DONE).filter(owner=me)
    due = timezone.now() + clocks.soon(getattr(request, "site", None) or None)
    found = [
        Todo(
            _("Improve because of a complaint"),
            str(one),
            one.get_absolute_url(),
            one.due_at,
            icon="trending-up",
        )
        for one in mine.with_people().order_by("due_on")[:SHOWN]
        if one.due_at > due  # the others stand there with their deadline
    ]
    if scope(request.user, Action.EDIT, SUBJECT) is Scope.SITE:
        done = Improvement.objects.visible_to(request.user, Action.EDIT).filter(state=ImprovementState.DONE)
        found += [
            Todo(
                _("Verify a corrective action"), str(one), one.get_absolute_url(), one.done_at, icon="checks"
            )
            for one in done.exclude(done_by=request.user.pk).with_people().order_by("done_at")[:SHOWN]
        ]
    return found
