"""Pages of Personnel Notices: the list, proposing one, one notice, drawing it up, publishing it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.approvals.requests import selectors as approvals
from callcenter.objections import RuleViolation
from callcenter.people.employees.forms import EmployeeField
from callcenter.people.models import Employee
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from complaints.liability import access
from complaints.liability.judging.models import Penalty
from complaints.liability.notices.forms import words
from complaints.liability.pages import REFUSED, tabs
from complaints.liability.personnel import services
from complaints.liability.personnel.listing import ALL, state
from complaints.liability.personnel.models import PersonnelNotice, PersonnelState
from complaints.liability.reviews.models import ReviewLine


class ProposalForm(forms.Form):
    """Who, which penalty, why."""

    employee = EmployeeField(label=gettext_lazy("Employee number"))
    penalty = forms.ChoiceField(label=gettext_lazy("Penalty"), choices=Penalty.choices)
    grounds = words(gettext_lazy("Grounds"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["employee"].people = Employee.objects.filter(left_on=None)  # type: ignore[attr-defined]


class TextForm(forms.Form):
    """What is published."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    text = words(gettext_lazy("Text"))


@login_required
@require_GET
def personnel_notices(request: HttpRequest) -> HttpResponseBase:
    """The notices in sight: one's own at least."""
    require(may(request.user, Action.VIEW, access.SUBJECT))
    rows = PersonnelNotice.objects.visible_to(request.user).with_people()
    context = {"tabs": tabs(request, "liability:personnel-notices")}
    return list_page(request, rows, ALL, template="liability/personnel_list.html", context=context)


@login_required
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a penalty out of a review's line."""
    require(access.is_gm_office(request.user))
    line = get_object_or_404(ReviewLine.objects.select_related("case", "review"), pk=pk)
    form, refusal = ProposalForm(posted(request), initial={"grounds": line.words}), None
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.propose(
                line,
                data["employee"],
                Penalty(data["penalty"]),
                actor=request.user,
                grounds=data["grounds"],
            )
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(
                request, _("%(number)s waits for the general manager.") % {"number": made.number}
            )
            return redirect(made)
    status = REFUSED if refusal or form.errors else 200
    context = {"form": form, "refusal": refusal, "line": line}
    return render(request, "liability/personnel_form.html", context, status=status)


@login_required
@require_GET
def personnel(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice."""
    return _shown(request, _visible(request, pk))


def _visible(request: HttpRequest, pk: int) -> PersonnelNotice:
    rows = PersonnelNotice.objects.visible_to(request.user).with_people()
    return get_object_or_404(
        rows.select_related("approved_by__employee", "drawn_up_by__employee", "line__review"), pk=pk
    )


def _shown(request: HttpRequest, found: PersonnelNotice, **given: Any) -> HttpResponse:
    asked = list(approvals.with_open_step(services.running_requests(found)))
    is_own = access.is_self(request.user, found.employee_id)
    is_hr = access.is_hr(request.user) and not is_own
    context = {
        "notice": found,
        "state": state(found),
        "levels": [level for one in asked for level in approvals.chain(one)],
        "waiting": asked[0] if asked else None,
        "may_write": is_hr and found.state in (PersonnelState.APPROVED, PersonnelState.NOTICE),
        "may_publish": is_hr and found.state == PersonnelState.NOTICE,
        "form": TextForm(initial={"title": found.title or _("Personnel Notice"), "text": found.text}),
        **given,
    }
    return render(request, "liability/personnel.html", context, status=REFUSED if given else 200)


@login_required
@require_POST
def draw_up(request: HttpRequest, pk: int) -> HttpResponse:
    """HR writes it."""
    found, form = _visible(request, pk), TextForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form=form)
    try:
        services.draw_up(found, actor=request.user, **form.cleaned_data)
    except RuleViolation as caught:
        return _shown(request, found, form=form, refusal=place(form, caught))
    messages.success(request, _("%(number)s is drawn up.") % {"number": found.number})
    return redirect(found)


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """HR publishes it."""
    found = _visible(request, pk)
    try:
        services.publish(found, actor=request.user)
    except RuleViolation as caught:
        return _shown(request, found, refusal=caught)
    messages.success(request, _("%(number)s is published.") % {"number": found.number})
    return redirect(found)
