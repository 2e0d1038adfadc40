"""Surveys on Today: whom one has to call back, ordered by when; which unsatisfied customer waits for a decision."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position
from callcenter.web.today import Todo
from complaints.surveys.callbacks.models import Callback, CallbackState
from complaints.surveys.ratings.models import SUBJECT

SHOWN = 20


def callbacks(request: HttpRequest) -> list[Todo]:
    """One's callbacks, the next one first."""
    me = position(request.user).employee_id
    if me is None:
        return []
    rows = Callback.objects.filter(owner=me, state=CallbackState.WAITING).select_related("case")
    return [
        Todo(
            _("Call a customer back"),
            f"{one.case.reference} {one.case.title}",
            one.get_absolute_url(),
            one.next_at,
            icon="phone-outgoing",
        )
        for one in rows.order_by("next_at", "pk")[:SHOWN]
    ]


def unsatisfied(request: HttpRequest) -> list[Todo]:
    """Unsatisfied customers that one decides about."""
    if not may(request.user, Action.EDIT, SUBJECT):
        return []
    rows = Callback.objects.visible_to(request.user, Action.EDIT).filter(state=CallbackState.UNSATISFIED)
    return [
        Todo(
            _("A customer is not satisfied: decide what follows"),
            f"{one.case.reference} {one.case.title}",
            one.get_absolute_url(),
            one.due_at,
            icon="mood-sad",
        )
        for one in rows.select_related("case").order_by("due_at", "pk")[:SHOWN]
    ]
