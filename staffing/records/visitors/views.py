"""Pages of visitors: the register, asking, one visit."""

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.objections import RuleViolation
from callcenter.people.employees.forms import DayField
from callcenter.people.middleware import chosen_site
from callcenter.people.models import Site
from callcenter.people.refusals import place, posted
from callcenter.web.listing import Column, Listing, list_page
from staffing.records.access import SUBJECT, author, keeps_site
from staffing.records.acting import act
from staffing.records.bulletins.views import REFUSED
from staffing.records.fields import PersonField, people_of
from staffing.records.visitors import services
from staffing.records.visitors.models import STATES, Visit
from staffing.records.visitors.rules import VisitState

COLOURS = {
    VisitState.ASKED: "yellow",
    VisitState.APPROVED: "blue",
    VisitState.REJECTED: "grey",
    VisitState.INSIDE: "green",
    VisitState.LEFT: "grey",
}


class VisitForm(forms.Form):
    """Who comes, why, to whom, when."""

    name = forms.CharField(label=gettext_lazy("Visitor"), max_length=120)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=120, required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400)
    host = PersonField(label=gettext_lazy("Host"))
    on = DayField(label=gettext_lazy("Day"))

    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["host"].people = people_of(site)  # type: ignore[attr-defined]


class BadgeForm(forms.Form):
    """The badge that the visitor wears."""

    badge = forms.CharField(label=gettext_lazy("Badge"), max_length=16)


class VisitFilter(django_filters.FilterSet):
    """By words, state, day."""

    q = django_filters.CharFilter(method="search", label=gettext_lazy("Name or words"))
    state = django_filters.MultipleChoiceFilter(choices=STATES, label=gettext_lazy("State"))
    day = django_filters.DateFromToRangeFilter(field_name="on", label=gettext_lazy("Day"))

    class Meta:
        model = Visit
        fields: list[str] = []

    def search(self, rows: QuerySet[Visit], name: str, value: str) -> QuerySet[Visit]:
        found = Q(name__icontains=value) | Q(organisation__icontains=value) | Q(reason__icontains=value)
        return rows.filter(found | Q(badge__iexact=value))


def state(visit: Visit) -> tuple[str, str]:
    """The state as a badge."""
    return str(visit.get_state_display()), COLOURS[VisitState(visit.state)]


ALL = Listing(
    key="records.visits",
    title=gettext_lazy("Visitors"),
    columns=(
        Column("name", gettext_lazy("Visitor"), lambda v: v.name, sort="name", link=lambda v: v.get_absolute_url()),
        Column("organisation", gettext_lazy("Organisation"), lambda v: v.organisation, sort="organisation"),
        Column("state", gettext_lazy("State"), state, kind="badge", sort="state"),
        Column("on", gettext_lazy("Day"), lambda v: v.on, kind="date", sort="on"),
        Column("host", gettext_lazy("Host"), lambda v: v.host, sort="host__name"),
        Column("reason", gettext_lazy("Reason"), lambda v: v.reason, wrap=True),
        Column("in_at", gettext_lazy("In"), lambda v: v.in_at, kind="datetime", sort="in_at"),
        Column("out_at", gettext_lazy("Out"), lambda v: v.out_at, kind="datetime", sort="out_at"),
        Column("badge", gettext_lazy("Badge"), lambda v: v.badge, sort="badge"),
        Column("decided_by", gettext_lazy("Decided by"), lambda v: v.decided_by, default=False),
    ),
    ordering=("-on", "-pk"),
    filterset=VisitFilter,
    export_subject=SUBJECT,
    empty_title=gettext_lazy("No visitors yet"),
    empty_text=gettext_lazy("Outsiders come in with approval; who was here shows here with badge, in and out."),
)  # fmt: skip


def _visible(request: HttpRequest) -> QuerySet[Visit]:
    return Visit.objects.visible_to(request.user).select_related("site", "host", "decided_by")


@login_required
@require_GET
def visits(request: HttpRequest) -> HttpResponseBase:
    """The register of visitors."""
    require(may(request.user, Action.VIEW, SUBJECT))
    site: Any = getattr(request, "site", None)
    context = {"may_ask": bool(site) and services.may_ask(request.user, site)}
    return list_page(request, _visible(request), ALL, template="records/visit_list.html", context=context)


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a visit."""
    site = chosen_site(request)
    require(services.may_ask(request.user, site))
    own = author(request.user)
    form, refusal = VisitForm(posted(request), site=site, initial={"host": own, "on": site.today()}), None
    if not keeps_site(request.user, site.pk):
        form.fields["host"].disabled = True
    if form.is_bound and form.is_valid():
        try:
            made = services.ask_visit(site, actor=request.user, **form.cleaned_data)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("The visit waits for approval."))
            return redirect(made)
    context = {"form": form, "refusal": refusal, "people": people_of(site)}
    return render(
        request, "records/visit_form.html", context, status=REFUSED if refusal or form.errors else 200
    )


@login_required
@require_GET
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit."""
    return _shown(request, get_object_or_404(_visible(request), pk=pk))


def _shown(request: HttpRequest, found: Visit, **given: Any) -> HttpResponse:
    registers = services.may_register(request.user, found)
    context = {
        "visit": found,
        "state": state(found),
        "may_decide": found.state == VisitState.ASKED and services.may_decide(request.user, found),
        "form": BadgeForm() if registers and found.state == VisitState.APPROVED else None,
        "may_let_out": registers and found.state == VisitState.INSIDE,
        **given,
    }
    return render(request, "records/visit_detail.html", context, status=REFUSED if given else 200)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or reject."""
    found = get_object_or_404(_visible(request), pk=pk)
    act = request.POST.get("act")
    if act not in ("approve", "reject"):
        raise Http404
    try:
        services.decide_visit(found, actor=request.user, approve=act == "approve")
    except RuleViolation as refusal:
        return _shown(request, found, refusal=refusal)
    return redirect(found)


@login_required
@require_POST
def let_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The visitor comes in."""
    found = get_object_or_404(_visible(request), pk=pk)
    require(services.may_register(request.user, found))
    form = BadgeForm(request.POST)
    return act(
        request,
        found,
        form,
        lambda: services.let_in(found, actor=request.user, **form.cleaned_data),
        shown=_shown,
    )


@login_required
@require_POST
def let_out(request: HttpRequest, pk: int) -> HttpResponse:
    """The visitor leaves."""
    found = get_object_or_404(_visible(request), pk=pk)
    try:
        services.let_out(found, actor=request.user)
    except RuleViolation as refusal:
        return _shown(request, found, refusal=refusal)
    return redirect(found)
