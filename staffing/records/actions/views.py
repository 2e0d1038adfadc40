"""Pages of actions: the list, one, finishing it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.clocks.models import Clock
from callcenter.web.listing import list_page
from staffing.records.acting import act
from staffing.records.actions.forms import FinishForm
from staffing.records.actions.listing import ALL, state
from staffing.records.actions.models import Action
from staffing.records.actions.services import finish_action, may_finish
from staffing.records.bulletins.views import REFUSED
from staffing.records.meetings.tabs import tabs


def _visible(request: HttpRequest) -> QuerySet[Action]:
    rows = Action.objects.visible_to(request.user)
    return rows.select_related("site", "owner", "incident", "meeting__site")


@login_required
@require_GET
def actions(request: HttpRequest) -> HttpResponseBase:
    """Every action in sight."""
    context = {"tabs": tabs(request, "records:actions")}
    return list_page(request, _visible(request), ALL, template="records/action_list.html", context=context)


@login_required
@require_GET
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """One action."""
    return _shown(request, get_object_or_404(_visible(request), pk=pk))


def _shown(request: HttpRequest, found: Action, **given: Any) -> HttpResponse:
    context = {
        "action": found,
        "state": state(found),
        "clock": Clock.objects.of(found).running().first(),
        "form": FinishForm() if found.done_at is None and may_finish(request.user, found) else None,
        "sees_source": _sees_source(request, found),
        **given,
    }
    return render(request, "records/action_detail.html", context, status=REFUSED if given else 200)


def _sees_source(request: HttpRequest, found: Action) -> bool:
    model: Any = type(found.source)
    return bool(model.objects.visible_to(request.user).filter(pk=found.source.pk).exists())


@login_required
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """It is done."""
    found = get_object_or_404(_visible(request), pk=pk)
    form = FinishForm(request.POST)
    return act(
        request,
        found,
        form,
        lambda: finish_action(found, actor=request.user, **form.cleaned_data),
        shown=_shown,
        done=_("Noted as done."),
    )
