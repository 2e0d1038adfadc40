"""Pages of improvement: the list with what is due, one item, the causes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import may, require, scope
from callcenter.accounts.models import User
from callcenter.clocks.services import running_clock
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.refusals import place
from callcenter.rulebook.values import value
from callcenter.web.listing import list_page
from callcenter.web.tabs import page_tabs
from complaints.cases.dossier import Case
from complaints.improvement import access, charts, services
from complaints.improvement.deadlines import ACTION
from complaints.improvement.forms import FinishForm, PlanForm, VerifyForm
from complaints.improvement.listing import ALL, late, state
from complaints.improvement.models import SUBJECT, Improvement, ImprovementState
from complaints.improvement.rules import Effect

REFUSED = 422
SPANS = (30, 90, 365)


def _tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    found = [("improvement:improvements", _("Improvements"))]
    if scope(request.user, Action.VIEW, SUBJECT) >= Scope.SITE:
        found.append(("improvement:causes", _("Causes")))
    return page_tabs(found, active)


@login_required
@require_GET
def improvements(request: HttpRequest) -> HttpResponseBase:
    """Every improvement in sight, what is due first; how many are late, due this week, to verify."""
    require(may(request.user, Action.VIEW, SUBJECT))
    rows = Improvement.objects.visible_to(request.user)
    today = chosen_site(request).today()
    open_ones = list(rows.running().values_list("due_on", "state"))
    context = {
        "tabs": _tabs(request, "improvement:improvements"),
        "late": Improvement.objects.visible_to(request.user).late().count(),
        "soon": sum(0 <= (due - today).days < 7 and one != ImprovementState.DONE for due, one in open_ones),
        "to_verify": sum(one == ImprovementState.DONE for _due, one in open_ones),
    }
    return list_page(request, rows.with_people(), ALL, template="improvement/list.html", context=context)


@login_required
@require_GET
def causes(request: HttpRequest) -> HttpResponse:
    """The causes by how often they come (Pareto)."""
    require(scope(request.user, Action.VIEW, SUBJECT) >= Scope.SITE)
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(one) for one in SPANS} else SPANS[1]
    context = {
        "tabs": _tabs(request, "improvement:causes"),
        "chart": charts.pareto(chosen_site(request), days),
        "days": days,
        "spans": SPANS,
    }
    return render(request, "improvement/causes.html", context)


@login_required
@require_GET
def improvement(request: HttpRequest, pk: int) -> HttpResponse:
    """One improvement: why, what is done, by whom, by when, and its effect."""
    return _shown(request, _visible(request, pk))


def _visible(request: HttpRequest, pk: int) -> Improvement:
    rows = Improvement.objects.visible_to(request.user).with_people()
    return get_object_or_404(rows.select_related("verified_by__employee", "done_by"), pk=pk)


def _shown(request: HttpRequest, found: Improvement, **given: Any) -> HttpResponse:
    user = request.user
    is_open = found.state in (ImprovementState.OPEN, ImprovementState.PLANNED)
    verifies = access.may_verify(user, found) and user.pk != found.done_by_id
    planned = {
        "root_cause": found.root_cause,
        "action": found.action,
        "owner": found.owner.number,
        "due_on": found.due_on,
    }
    context = {
        "improvement": found,
        "state": state(found),
        "late": late(found),
        "clock": running_clock(ACTION, found),
        "measurements": list(found.measurements.all()),
        "effect": _so_far(found),
        "chart": charts.around(found),
        "may_plan": is_open and access.may_plan(user, found),
        "may_finish": found.state == ImprovementState.PLANNED and access.may_finish(user, found),
        "may_verify": found.state == ImprovementState.DONE and verifies,
        "sees_case": Case.objects.visible_to(user).filter(pk=found.case_id).exists(),
        "plan_form": PlanForm(initial=planned),
        "finish_form": FinishForm(),
        "verify_form": VerifyForm(),
        **given,
    }
    return render(request, "improvement/improvement.html", context, status=REFUSED if given else 200)


def _so_far(found: Improvement) -> Effect | None:
    """The figures of the round that is being measured; None before it is verified and after it is measured."""
    if found.state != ImprovementState.VERIFIED or found.action_on is None:
        return None
    return services.effect_of(found, value("improvement.weeks", found.site, on=found.site.today()))


@login_required
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Plan, finish or verify it, through its service."""
    found = _visible(request, pk)
    acts: dict[str, tuple[str, Any, Any]] = {
        "plan": ("plan_form", PlanForm, services.plan),
        "finish": ("finish_form", FinishForm, services.finish),
        "verify": ("verify_form", VerifyForm, services.verify),
    }
    if verb not in acts:
        raise Http404
    name, make, service = acts[verb]
    form = make(request.POST)
    if not form.is_valid():
        return _shown(request, found, **{name: form})
    try:
        done = service(found, actor=request.user, **form.cleaned_data)
    except RuleViolation as caught:
        return _shown(request, found, **{name: form}, refusal=place(form, caught))
    messages.success(request, f"{done.number}: {done.get_state_display()}")
    return redirect(done)


def section(case: Case, user: User) -> dict[str, Any] | None:
    """What the complaint's page shows; nothing where there is none in sight."""
    found = Improvement.objects.visible_to(user).with_people().filter(case=case).first()
    return {"improvement": found, "state": state(found), "late": late(found)} if found else None
