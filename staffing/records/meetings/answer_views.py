"""Pages of unified answers: the searchable list, one, a new one, withdrawing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.permissions import position, require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from staffing.records.bulletins.views import REFUSED
from staffing.records.meetings import access, services
from staffing.records.meetings.forms import AnswerForm, ReasonForm
from staffing.records.meetings.listing import ANSWERS, answer_state
from staffing.records.meetings.models import UnifiedAnswer
from staffing.records.meetings.tabs import tabs


@login_required
@require_GET
def answers(request: HttpRequest) -> HttpResponseBase:
    """Every answer of the site."""
    require(position(request.user).employee_id is not None)
    site: Any = getattr(request, "site", None)
    context = {
        "tabs": tabs(request, "records:answers"),
        "may_publish": bool(site) and access.may_publish_answers(request.user, site),
    }
    rows = UnifiedAnswer.objects.visible_to(request.user)
    return list_page(request, rows, ANSWERS, template="records/answer_list.html", context=context)


@login_required
@require_http_methods(["GET", "POST"])
def new_answer(request: HttpRequest) -> HttpResponse:
    """Publish an answer."""
    site = chosen_site(request)
    require(access.may_publish_answers(request.user, site))
    form, refusal = AnswerForm(posted(request)), None
    if form.is_bound and form.is_valid():
        try:
            made = services.publish_answer(site, actor=request.user, **form.facts())
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("The answer is published; everybody is asked to read it."))
            return redirect(made)
    context = {"form": form, "refusal": refusal}
    return render(
        request, "records/answer_form.html", context, status=REFUSED if refusal or form.errors else 200
    )


@login_required
@require_GET
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer."""
    return _shown(request, _found(request, pk))


def _found(request: HttpRequest, pk: int) -> UnifiedAnswer:
    rows = UnifiedAnswer.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("site", "meeting", "bulletin", "published_by"), pk=pk)


def _shown(request: HttpRequest, found: UnifiedAnswer, **given: Any) -> HttpResponse:
    may_withdraw = access.may_publish_answers(request.user, found.site) and found.withdrawn_at is None
    context = {
        "answer": found,
        "state": answer_state(found),
        "form": ReasonForm() if may_withdraw else None,
        **given,
    }
    return render(request, "records/answer_detail.html", context, status=REFUSED if given else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer back."""
    found = _found(request, pk)
    require(access.may_publish_answers(request.user, found.site))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form=form)
    try:
        services.withdraw_answer(found, actor=request.user, **form.cleaned_data)
    except RuleViolation as caught:
        return _shown(request, found, form=form, refusal=place(form, caught))
    messages.success(request, _("The answer is withdrawn."))
    return redirect(found)
