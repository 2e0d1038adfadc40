"""Pages of complaints: lists, taking one, one with everything about it, writing in its form, remedies."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position, require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.refusals import place, posted
from callcenter.web import merging
from callcenter.web.listing import list_page
from complaints.cases import access, sections, services
from complaints.cases.acting import REFUSED, perform
from complaints.cases.acts import ACTS, STEP_ACTS, THIRD_PARTY_ANSWER
from complaints.cases.dossier import SUBJECT, Case
from complaints.cases.entering import Upto, enter
from complaints.cases.finding import visible_case
from complaints.cases.forms import HandlingForm, IntakeForm, people_of
from complaints.cases.listing import ALL, MINE, STEPS, rows_for
from complaints.cases.page import context_of
from complaints.cases.permits import require_change, require_service
from complaints.cases.remedies_form import RemedyRows, remedies_of
from complaints.cases.steps.models import BY_DEPARTMENTS, Step, ThirdParty
from complaints.customers.finding import Candidate, find_or_offer
from complaints.customers.models import Customer


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponseBase:
    """Every complaint in sight."""
    require(may(request.user, Action.VIEW, SUBJECT))
    rows = rows_for(Case.objects.listed_to(request.user))
    listing = replace(ALL, bulk=sections.bulk_of(request.user))
    return list_page(request, rows, listing, template="cases/case_list.html", context=_may_take(request))


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """What one took or answers for."""
    require(may(request.user, Action.VIEW, SUBJECT))
    me = position(request.user).employee_id
    rows = rows_for(Case.objects.of(me) if me else Case.objects.none())
    return list_page(request, rows, MINE, template="cases/case_list.html", context=_may_take(request))


def _may_take(request: HttpRequest) -> dict[str, Any]:
    site: Any = getattr(request, "site", None)
    return {"may_record": bool(site) and access.may_record(request.user, site)}


@login_required
@require_GET
def steps(request: HttpRequest) -> HttpResponseBase:
    """Steps that departments do: one's own and one's department's, for the service department those of its site."""
    require(may(request.user, Action.VIEW, SUBJECT))
    rows = Step.objects.visible_to(request.user).filter(kind__in=BY_DEPARTMENTS)
    rows = rows.select_related("case", "department", "assignee").defer("case__search", "case__content")
    return list_page(request, rows, STEPS, template="cases/step_list.html")


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take a complaint: record it, submit it, or accept it at once."""
    site = chosen_site(request)
    require(access.may_record(request.user, site))
    form, refusal = IntakeForm(posted(request), site=site), None
    wanted = request.POST.get("go", "")
    if wanted in list(Upto) and form.is_valid():
        try:
            case = enter(
                form.intake(), actor=request.user, upto=Upto(wanted), new_customer=form.new_customer()
            )
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _recorded(request, case))
            return redirect(case)
    context = {
        "form": form,
        "refusal": refusal,
        "people": people_of(site),
        "candidates": _candidates(request, site),
        "chosen": request.POST.get("customer", "") or request.GET.get("customer", ""),
        "may_accept": access.is_service(request.user, site.pk),
    }
    is_refused = bool(refusal or (wanted and form.errors))
    return render(request, "cases/case_new.html", context, status=REFUSED if is_refused else 200)


def _recorded(request: HttpRequest, case: Case) -> str:
    """That it is recorded; of a complaint about whoever took it, that it left their hands."""
    if not access.is_concerned(request.user, case):
        return _("%(reference)s is recorded.") % {"reference": case.reference}
    figures = {"reference": case.reference, "name": case.owner}
    return _("%(reference)s is recorded. It is about you, so %(name)s goes on with it.") % figures


def _candidates(request: HttpRequest, site: Any) -> list[Any]:
    given = request.POST if request.method == "POST" else request.GET
    named = request.GET.get("customer", "")
    if request.method == "GET" and named.isdigit() and len(named) < 18:
        rows = Customer.objects.visible_to(request.user).filter(pk=int(named), site=site, merged_into=None)
        return [Candidate(one, ()) for one in rows]
    phone, email, name = (given.get(f"contact_{part}", "")[:120] for part in ("phone", "email", "name"))
    return find_or_offer(site, phone=phone, email=email, name=name) if phone or email or name else []


@login_required
@require_GET
def customers_found(request: HttpRequest) -> HttpResponse:
    """The customers who may be meant, while a phone number is typed: names and masked numbers."""
    site = chosen_site(request)
    require(access.may_record(request.user, site))
    context = {"candidates": _candidates(request, site), "chosen": request.GET.get("customer", "")}
    return render(request, "cases/customers_found.html", context)


@login_required
@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One complaint with everything about it."""
    found = visible_case(request.user, reference)
    return render(request, "cases/case_detail.html", context_of(request, found))


@login_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    """One act of the table: its form, or doing it."""
    return perform(request, visible_case(request.user, reference), ACTS[key])


@login_required
@require_http_methods(["GET", "POST"])
def step_act(request: HttpRequest, reference: str, pk: int, key: str) -> HttpResponse:
    """One act on a step."""
    found = visible_case(request.user, reference)
    step = get_object_or_404(Step.objects.select_related("department", "assignee"), pk=pk, case=found)
    step.case = found
    return perform(request, found, STEP_ACTS[key], step, anchor="#steps")


@login_required
@require_http_methods(["GET", "POST"])
def third_party_answer(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """What a third party answered."""
    found = visible_case(request.user, reference)
    party = get_object_or_404(ThirdParty, pk=pk, case=found)
    party.case = found
    return perform(request, found, THIRD_PARTY_ANSWER, party, anchor="#third-parties")


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Write in the handling form; who opened an older one is shown what changed, and loses nothing."""
    found = visible_case(request.user, reference)
    require_change(request.user, found)
    data = merging.chosen(request.POST) if request.method == "POST" else None
    form, refusal = HandlingForm(data, case=found), None
    if data is not None and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            services.change_case(found, form.changes(), actor=request.user, version=version)
        except RuleViolation as caught:
            if any(one.code == "cases.stale" for one in caught.objections):
                return _compared(request, form, data)
            refusal = place(form, caught)
        else:
            messages.success(request, _("The form is changed."))
            return redirect(found)
    status = REFUSED if form.is_bound else 200
    context = {
        "case": found,
        "form": form,
        "refusal": refusal,
        "people": people_of(found.site),
        "base": request.POST.get(merging.KEPT) or merging.kept(form),
    }
    return render(request, "cases/case_edit.html", context, status=status)


def _compared(request: HttpRequest, form: HandlingForm, data: QueryDict) -> HttpResponse:
    """Somebody wrote since: field by field what each of the two changed, nothing lost."""
    now = visible_case(request.user, form.case.reference)
    context = {
        "merge": merging.compare(form, HandlingForm(case=now), data, now.version),
        "title": str(now),
        "back": now.get_absolute_url(),
        "action": request.path,
    }
    return render(request, "web/merge.html", context, status=REFUSED)


@login_required
@require_http_methods(["GET", "POST"])
def remedies(request: HttpRequest, reference: str) -> HttpResponse:
    """What is proposed for the customer: rows that are written whole."""
    found = visible_case(request.user, reference)
    require_service(request.user, found)
    rows, refusal = RemedyRows(posted(request), initial=remedies_of(found)), None
    if rows.is_bound and rows.is_valid():
        try:
            services.propose_remedies(found, rows.facts(), actor=request.user)
        except RuleViolation as caught:
            refusal = caught
        else:
            messages.success(request, _("The remedies are proposed."))
            return redirect(f"{found.get_absolute_url()}#decision")
    status = REFUSED if rows.is_bound else 200
    context = {"case": found, "rows": rows, "refusal": refusal}
    return render(request, "cases/remedies.html", context, status=status)
