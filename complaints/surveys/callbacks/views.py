"""Pages of callbacks: the list, one call with its survey, attempts, what follows an unsatisfied customer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.clocks.services import running_clock
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from callcenter.people.refusals import place
from callcenter.rulebook.values import value
from callcenter.web.listing import list_page
from complaints.surveys import access, permits, wording
from complaints.surveys.callbacks import follow_up, rules, services
from complaints.surveys.callbacks.deadlines import CALLBACK
from complaints.surveys.callbacks.forms import AttemptForm, DecisionForm, DeclineForm, ReassignForm
from complaints.surveys.callbacks.listing import CALLBACKS
from complaints.surveys.callbacks.models import Callback, CallbackState, Reach
from complaints.surveys.ratings.forms import SurveyForm
from complaints.surveys.tabs import tabs

REFUSED = 422


@login_required
@require_GET
def callbacks(request: HttpRequest) -> HttpResponseBase:
    """All callbacks in sight, the next one first."""
    permits.require_view(request.user)
    rows = Callback.objects.visible_to(request.user).select_related("case__customer", "owner", "site")
    context = {"tabs": tabs(request, "surveys:callbacks")}
    return list_page(request, rows, CALLBACKS, template="surveys/tabbed_list.html", context=context)


def _visible(request: HttpRequest, pk: int) -> Callback:
    rows = Callback.objects.visible_to(request.user)
    rows = rows.select_related("site", "case__customer", "case__owner", "owner", "response", "decided_by")
    return get_object_or_404(rows, pk=pk)


@login_required
def callback(request: HttpRequest, pk: int, **given: Any) -> HttpResponse:
    """One call: whom, about what, the survey to fill, attempts so far, what follows."""
    found = _visible(request, pk)
    user, is_last = request.user, services.is_last(found)
    is_waiting, is_unsatisfied = (
        found.state == one for one in (CallbackState.WAITING, CallbackState.UNSATISFIED)
    )
    may_call = is_waiting and access.may_call(user, found)
    may_reassign = found.is_open and access.may_reassign(user, found)
    context = {
        "callback": found,
        "state": wording.callback_state(found),
        "clock": running_clock(CALLBACK, found),
        "attempts": found.attempts.select_related("by"),
        "grades": [wording.grade(found.response, item) for item, _grade, _label in found.response.grades]
        if found.response
        else [],
        "is_last": is_last,
        "may_call": may_call,
        "may_give_up": may_call
        and not rules.may_give_up(found.missed, value("survey.callback_attempts", found.site)),
        "may_decide": is_unsatisfied and access.may_decide(user, found, is_last=is_last),
        "may_let_rest": is_unsatisfied and access.may_let_rest(user, found, is_last=is_last),
        "way_again": follow_up.way_again(),
        "survey_form": SurveyForm("case", by_staff=True, auto_id="survey_%s"),
        "attempt_form": AttemptForm(auto_id="attempt_%s"),
        "decline_form": DeclineForm(auto_id="decline_%s"),
        "decision_form": DecisionForm(auto_id="decision_%s"),
        "reassign_form": ReassignForm(_people(found), auto_id="reassign_%s") if may_reassign else None,
        **given,
    }
    with timezone.override(found.site.zone):
        return render(request, "surveys/callback_detail.html", context, status=REFUSED if given else 200)


def _people(found: Callback) -> list[Employee]:
    """Who could call instead: whoever surveys let ask customers at the site, and can log in."""
    rows = Employee.objects.employed(found.site.today()).filter(site=found.site, user__is_active=True)
    return list(rows.exclude(pk__in=[found.case.about_id or 0, found.owner_id]).order_by("number")[:500])


@login_required
@require_POST
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """The customer answers."""
    found, form = _visible(request, pk), SurveyForm("case", request.POST, by_staff=True, auto_id="survey_%s")
    if not form.is_valid():
        return callback(request, pk, survey_form=form)
    try:
        done = services.fill(found, form.given, actor=request.user, words=form.cleaned_data["words"])
    except RuleViolation as refusal:
        return callback(request, pk, survey_form=form, refusal=place(form, refusal))
    messages.success(request, f"{done.number}: {done.get_state_display()}")
    return redirect(found)


@login_required
@require_POST
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Not reached, or to be called again."""
    found = _visible(request, pk)
    with timezone.override(found.site.zone):
        form = AttemptForm(request.POST, auto_id="attempt_%s")
        if not form.is_valid():
            return callback(request, pk, attempt_form=form)
        data = form.cleaned_data
    try:
        services.log_attempt(
            found, Reach(data["reach"]), actor=request.user, words=data["words"], next_at=data["next_at"]
        )
    except RuleViolation as refusal:
        return callback(request, pk, attempt_form=form, refusal=place(form, refusal))
    messages.success(request, _("The attempt is written down."))
    return redirect(found)


@login_required
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The customer does not want to answer."""
    found, form = _visible(request, pk), DeclineForm(request.POST, auto_id="decline_%s")
    if not form.is_valid():
        return callback(request, pk, decline_form=form)
    try:
        services.decline(found, actor=request.user, words=form.cleaned_data["words"])
    except RuleViolation as refusal:
        return callback(request, pk, decline_form=form, refusal=place(form, refusal))
    messages.success(request, _("The callback is done: the customer does not want to answer."))
    return redirect(found)


@login_required
@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Not reached as often as the rulebook asks for."""
    found = _visible(request, pk)
    try:
        services.give_up(found, actor=request.user)
    except RuleViolation as refusal:
        return callback(request, pk, refusal=refusal)
    messages.success(request, _("The callback is done: the customer was not reached."))
    return redirect(found)


@login_required
@require_POST
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else calls."""
    found = _visible(request, pk)
    form = ReassignForm(_people(found), request.POST, auto_id="reassign_%s")
    permits.require_reassign(request.user, found)
    if not form.is_valid():
        return callback(request, pk, reassign_form=form)
    owner = form.people[form.cleaned_data["owner"]]
    try:
        services.reassign(found, owner, actor=request.user, reason=form.cleaned_data["reason"])
    except RuleViolation as refusal:
        return callback(request, pk, reassign_form=form, refusal=place(form, refusal))
    messages.success(request, _("%(name)s calls the customer back.") % {"name": owner})
    return redirect("surveys:callbacks")


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """What follows for an unsatisfied customer: work again, a new form, or left so."""
    found, form = _visible(request, pk), DecisionForm(request.POST, auto_id="decision_%s")
    if not form.is_valid():
        return callback(request, pk, decision_form=form)
    words, act = form.cleaned_data["words"], request.POST.get("act", "")
    try:
        if act == "new_form":
            follow_up.open_new_form(found, actor=request.user, words=words)
        elif act == "work_again":
            follow_up.work_again(found, actor=request.user, words=words)
        else:
            follow_up.let_rest(found, actor=request.user, reason=words)
    except RuleViolation as refusal:
        return callback(request, pk, decision_form=form, refusal=place(form, refusal))
    messages.success(request, _("What follows is decided."))
    return redirect(found)
