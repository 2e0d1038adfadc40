"""Moving breaks out of half hours that are short: one or all of them with one click, and back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from callcenter.objections import RuleViolation
from staffing.floor.breaks.moving.forms import step_of, undo_text
from staffing.floor.breaks.moving.services import move_breaks
from staffing.floor.breaks.views import day_of_text, show_board, team_in_sight


@login_required
@require_POST
def move(request: HttpRequest, team: int, on: str) -> HttpResponse:
    """Move the posted breaks, whole or not at all; `undo` says that they go back."""
    where, day = team_in_sight(request, team), day_of_text(on)
    steps = [step_of(text) for text in request.POST.getlist("move")[:200]]
    known = [step for step in steps if step is not None]
    if len(known) != len(steps):
        raise Http404
    try:
        moved = move_breaks(where, known, actor=request.user)
    except RuleViolation as refusal:
        return show_board(request, where, day, refusal=refusal)
    board = reverse("floor:breaks", args=[team, on])
    if "undo" in request.POST:
        messages.success(request, _("The breaks are where they were."))
        return redirect(board)
    words = ngettext("%(count)s break was moved.", "%(count)s breaks were moved.", len(moved))
    messages.success(request, words % {"count": len(moved)})
    return redirect(f"{board}?{urlencode({'undo': undo_text(known)})}")
