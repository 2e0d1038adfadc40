"""What is kept for leave: kinds, balances, places of the teams."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import SiteRequest, chosen_site
from callcenter.people.models import Employee, Site, Team
from callcenter.people.refusals import place
from callcenter.web.listing import list_page
from staffing.leave import access, balances, kinds, selectors
from staffing.leave.balances import Booking
from staffing.leave.forms import BookingForm, KindForm, PlacesForm
from staffing.leave.kinds import KindFacts
from staffing.leave.listing import balances_listing, with_balances
from staffing.leave.models import SUBJECT, Allotment, LeaveKind, LedgerEntry, people_of

REFUSED = 422
BOOKINGS = {"grant": balances.grant, "correct": balances.correct}


@login_required
@require_GET
def kind_list(request: SiteRequest) -> HttpResponse:
    """The kinds of leave of the site of the top bar."""
    require(may(request.user, Action.VIEW, SUBJECT))
    site = chosen_site(request)
    rows = LeaveKind.objects.visible_to(request.user).filter(site=site).select_related("site")
    context = {"site": site, "kinds": rows, "may_keep": access.may_keep(request.user, site)}
    return render(request, "leave/kind_list.html", context)


@login_required
@require_POST
def set_up(request: SiteRequest) -> HttpResponse:
    """Add the usual kinds that the site does not have yet."""
    made = kinds.set_up_kinds(chosen_site(request), actor=request.user)
    messages.success(request, _("%(count)s kinds of leave were added.") % {"count": len(made)})
    return redirect("leave:kinds")


@login_required
@require_http_methods(["GET", "POST"])
def new_kind(request: SiteRequest) -> HttpResponse:
    """Add a kind of leave."""
    site = chosen_site(request)
    require(access.may_keep(request.user, site))
    return _kind_page(request, site, None)


@login_required
@require_http_methods(["GET", "POST"])
def kind(request: HttpRequest, site: str, code: str) -> HttpResponse:
    """Change a kind of leave."""
    rows = LeaveKind.objects.visible_to(request.user).select_related("site")
    found = get_object_or_404(rows, site__code=site, code=code)
    require(access.may_keep(request.user, found.site))
    return _kind_page(request, found.site, found)


def _kind_page(request: HttpRequest, site: Site, standing: LeaveKind | None) -> HttpResponse:
    form = KindForm(request.POST if request.method == "POST" else None, instance=standing)
    if standing is not None:
        form.fields["code"].disabled = True
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        facts = KindFacts(**{name: data[name] for name in KindFacts.__dataclass_fields__})
        try:
            kinds.set_kind(site, data["code"], facts, actor=request.user, is_new=standing is None)
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(request, _("The kind of leave is saved."))
            return redirect("leave:kinds")
    failed = bool(form.errors or refusal)
    context = {"form": form, "site": site, "kind": standing, "refusal": refusal}
    return render(request, "leave/kind_form.html", context, status=REFUSED if failed else 200)


@login_required
@require_GET
def balance_list(request: SiteRequest) -> HttpResponseBase:
    """What the people of the site have left, a column for each kind."""
    require(may(request.user, Action.VIEW, SUBJECT))
    site = chosen_site(request)
    of_site = list(LeaveKind.objects.open().filter(site=site, needs_balance=True))
    people = people_of(request.user).employed(site.today()).filter(site=site)
    return list_page(
        request,
        with_balances(people, of_site),
        balances_listing(of_site),
        template="leave/balance_list.html",
        context={"may_keep": access.may_keep(request.user, site)},
    )


@login_required
@require_GET
def ledger(request: HttpRequest, number: str) -> HttpResponse:
    """The ledger of somebody, every entry."""
    return _ledger_page(request, _person(request, number))


@login_required
@require_POST
def book(request: HttpRequest, number: str) -> HttpResponse:
    """Grant leave or correct a balance."""
    person = _person(request, number)
    service = BOOKINGS.get(request.POST.get("act", ""))
    if service is None:
        raise Http404
    form = BookingForm(request.POST, employee=person)
    if not form.is_valid():
        return _ledger_page(request, person, form=form)
    data: dict[str, Any] = form.cleaned_data
    booking = Booking(data["amount"], data["note"], data["expires_on"])
    try:
        service(person, data["kind"], booking, actor=request.user)
    except RuleViolation as refusal:
        return _ledger_page(request, person, form=form, refusal=place(form, refusal))
    messages.success(request, _("It is booked."))
    return redirect("leave:ledger", person.number)


def _person(request: HttpRequest, number: str) -> Employee:
    rows = people_of(request.user).select_related("site")
    return get_object_or_404(rows, number__iexact=number)


def _ledger_page(
    request: HttpRequest,
    person: Employee,
    *,
    form: BookingForm | None = None,
    refusal: RuleViolation | None = None,
) -> HttpResponse:
    entries = LedgerEntry.objects.filter(employee=person).select_related(
        "kind", "request__kind", "request__site", "booked_by__employee"
    )
    may_book = access.may_keep(request.user, person.site) and not access.is_own(request.user, person.pk)
    context = {
        "person": person,
        "balances": selectors.balances(person),
        "entries": entries.order_by("-pk")[:500],
        "form": (form or BookingForm(employee=person)) if may_book else None,
        "is_own": access.is_own(request.user, person.pk),
        "refusal": refusal,
    }
    failed = bool(refusal or (form is not None and form.errors))
    return render(request, "leave/ledger.html", context, status=REFUSED if failed else 200)


@login_required
@require_http_methods(["GET", "POST"])
def places(request: SiteRequest) -> HttpResponse:
    """How many of a team may be away on some days, in place of the rulebook's share."""
    site = chosen_site(request)
    require(access.may_keep(request.user, site))
    teams = Team.objects.filter(department__site=site, is_active=True).select_related("department")
    form = PlacesForm(teams, request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            kinds.set_places(
                data["team"], data["first_on"], data["last_on"], data["places"], actor=request.user
            )
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(request, _("The places are set."))
            return redirect("leave:places")
    rows = Allotment.objects.visible_to(request.user).filter(team__department__site=site)
    context = {
        "form": form,
        "refusal": refusal,
        "allotments": rows.select_related("team", "set_by").order_by("-period"),
    }
    failed = bool(form.errors or refusal)
    return render(request, "leave/places.html", context, status=REFUSED if failed else 200)


@login_required
@require_POST
def drop_places(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the rulebook's share."""
    rows = Allotment.objects.visible_to(request.user).select_related("team__department")
    kinds.drop_places(get_object_or_404(rows, pk=pk), actor=request.user)
    messages.success(request, _("The rulebook’s share holds again."))
    return redirect("leave:places")
