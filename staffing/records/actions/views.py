"""Pages of actions: the list, one, finishing it."""

from typing import Any

import django_filters
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from callcenter.clocks.models import Clock
from callcenter.web.listing import Column, Listing, list_page
from staffing.records.access import SUBJECT
from staffing.records.acting import act
from staffing.records.actions.forms import FinishForm
from staffing.records.actions.models import Action
from staffing.records.actions.services import finish_action, may_finish
from staffing.records.bulletins.views import REFUSED
from staffing.records.meetings.tabs import tabs


class ActionFilter(django_filters.FilterSet):
    """By words, whether it is done, owner, due day."""

    q = django_filters.CharFilter(field_name="text", lookup_expr="icontains", label=gettext_lazy("Words"))
    open = django_filters.BooleanFilter(
        field_name="done_at", lookup_expr="isnull", label=gettext_lazy("Still open")
    )
    owner = django_filters.CharFilter(
        field_name="owner__number", lookup_expr="iexact", label=gettext_lazy("Employee number")
    )
    due = django_filters.DateFromToRangeFilter(field_name="due_on", label=gettext_lazy("Due on"))

    class Meta:
        model = Action
        fields: list[str] = []


def state(action: Action) -> tuple[str, str]:
    """The state as a badge."""
    if action.done_at is not None:
        return _("Done"), "green"
    return (_("Overdue"), "red") if action.due_on < action.site.today() else (_("Open"), "yellow")


ALL = Listing(
    key="records.actions",
    title=gettext_lazy("Action items"),
    columns=(
        Column("text", gettext_lazy("What is to be done"), lambda a: a.text, link=lambda a: a.get_absolute_url(), wrap=True),
        Column("state", gettext_lazy("State"), state, kind="badge"),
        Column("owner", gettext_lazy("Owner"), lambda a: a.owner, sort="owner__name"),
        Column("due_on", gettext_lazy("Due on"), lambda a: a.due_on, kind="date", sort="due_on"),
        Column("source", gettext_lazy("Comes from"), lambda a: a.source, link=lambda a: a.source.get_absolute_url(), wrap=True),
        Column("done_at", gettext_lazy("Done"), lambda a: a.done_at, kind="datetime", sort="done_at"),
        Column("result", gettext_lazy("Result"), lambda a: a.result, wrap=True),
    ),
    ordering=("due_on", "pk"),
    filterset=ActionFilter,
    export_subject=SUBJECT,
    empty_title=gettext_lazy("No actions"),
    empty_text=gettext_lazy("What incidents and meetings give people to do shows here, with its deadline."),
)  # fmt: skip


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
