"""Swaps on Today: answers that one owes, empty swapped shifts to be sorted out."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position
from callcenter.clocks.models import Clock
from callcenter.web.today import Todo
from staffing.swaps.deadlines import ANSWER
from staffing.swaps.models import SUBJECT, Mishap, Swap, SwapState

SHOWN = 20


def todo(request: HttpRequest) -> list[Todo]:
    """The colleague's answers with their deadline; for leaders the empty shifts. What waits for a leader's word is the inbox's."""
    me = position(request.user).employee_id
    if me is None:
        return []
    asked = Swap.objects.filter(counterpart=me, state=SwapState.ASKED).select_related("requester")
    found = _answers(list(asked.order_by("asked_at")[:SHOWN]))
    if may(request.user, Action.APPROVE, SUBJECT) or may(request.user, Action.EDIT, SUBJECT):
        rows = Mishap.objects.filter(
            recorded_at=None, shift__swap__in=Swap.objects.visible_to(request.user)
        ).exclude(shift__taker=me)
        for mishap in rows.select_related("shift__swap")[:SHOWN]:
            swap = mishap.shift.swap
            words = _("Say who answers for the empty shift of %(number)s") % {"number": swap.number}
            found.append(Todo(words, "", swap.get_absolute_url(), icon="alert-triangle"))
    return found


def _answers(swaps: list[Swap]) -> list[Todo]:
    if not swaps:
        return []
    dues = dict(
        Clock.objects.running()
        .filter(kind=ANSWER, subject_id__in=[swap.pk for swap in swaps])
        .values_list("subject_id", "due_at")
    )
    now = timezone.now()
    return [
        Todo(
            _("%(name)s asks you for a swap") % {"name": swap.requester},
            swap.reason,
            swap.get_absolute_url(),
            dues.get(swap.pk),
            "late" if (dues.get(swap.pk) or now) < now else "",
            "arrows-exchange",
        )
        for swap in swaps
    ]
