"""Pages of incidents: the list, reporting one, one with its timeline."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.matrix import Action as Act
from callcenter.access.permissions import may, require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from staffing.records.access import SUBJECT
from staffing.records.acting import act
from staffing.records.actions.forms import ActionForm
from staffing.records.actions.services import give_action
from staffing.records.bulletins.views import REFUSED
from staffing.records.fields import people_of
from staffing.records.incidents import access, services
from staffing.records.incidents.forms import CloseForm, EndForm, EntryForm, ImpactForm, ReportForm
from staffing.records.incidents.listing import ALL, severity, state
from staffing.records.incidents.models import EntryKind, Incident
from staffing.records.incidents.rules import reasons
from staffing.records.incidents.selectors import calls_abandoned, load_of, policy

STATES = {"ended": gettext_lazy("The incident is over."), "closed": gettext_lazy("The incident is closed.")}
ICONS = {
    EntryKind.NOTE: "message",
    EntryKind.MEASURE: "tool",
    EntryKind.NOTIFIED: "phone-call",
    EntryKind.STATE: "flag",
}


@login_required
@require_GET
def incidents(request: HttpRequest) -> HttpResponseBase:
    """Every incident in sight."""
    require(may(request.user, Act.VIEW, SUBJECT))
    rows = Incident.objects.visible_to(request.user).select_related("site", "team", "reported_by")
    site: Any = getattr(request, "site", None)
    context = {"may_report": bool(site) and access.may_report(request.user, site)}
    return list_page(request, rows, ALL, template="records/incident_list.html", context=context)


@login_required
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Report an incident."""
    site = chosen_site(request)
    require(access.may_report(request.user, site))
    form, refusal = ReportForm(posted(request), site=site), None
    if form.is_bound and form.is_valid():
        try:
            made = services.report_incident(site, form.facts(), actor=request.user)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(
                request, _("%(number)s is reported. Leaders have been told.") % {"number": made.number}
            )
            return redirect(made)
    status = REFUSED if refusal or form.errors else 200
    return render(request, "records/incident_form.html", {"form": form, "refusal": refusal}, status=status)


@login_required
@require_GET
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """One incident."""
    return _shown(request, _found(request, pk))


def _found(request: HttpRequest, pk: int) -> Incident:
    rows = Incident.objects.visible_to(request.user).select_related("site", "team", "reported_by")
    return get_object_or_404(rows.prefetch_related("queues"), pk=pk)


def _shown(request: HttpRequest, found: Incident, **given: Any) -> HttpResponse:
    load, site = load_of(found.load), found.site
    may_keep = access.may_keep(request.user, found)
    entries = found.entries.select_related("person", "written_by").order_by("-at", "-pk")
    impact = {
        "is_interruption": found.is_interruption,
        "calls_lost": found.calls_lost,
        "queues": found.queues.all(),
    }
    context = {
        "incident": found,
        "state": state(found),
        "severity": severity(found),
        "crossed": reasons(load, policy(site, found.starts_at.astimezone(site.zone).date())),
        "entries": [
            {
                "at": one.at,
                "who": one.written_by or "",
                "title": str(one.person) if one.person else one.get_kind_display(),
                "text": STATES.get(one.text, one.text) if one.kind == EntryKind.STATE else one.text,
                "icon": ICONS[EntryKind(one.kind)],
            }
            for one in entries
        ],
        "abandoned": calls_abandoned(found),
        "actions": found.actions.select_related("owner").order_by("due_on", "pk"),
        "may_keep": may_keep,
        "people": people_of(site) if may_keep else [],
        "entry_form": EntryForm(site=site, auto_id="entry_%s"),
        "impact_form": ImpactForm(site=site, auto_id="impact_%s", initial=impact | found.load),
        "end_form": EndForm(auto_id="end_%s"),
        "close_form": CloseForm(auto_id="close_%s"),
        "action_form": ActionForm(site=site, auto_id="action_%s"),
        **given,
    }
    return render(request, "records/incident_detail.html", context, status=REFUSED if given else 200)


@login_required
@require_POST
def add_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """A line of the timeline."""
    found = _found(request, pk)
    form = EntryForm(request.POST, site=found.site, auto_id="entry_%s")
    if not form.is_valid():
        return _shown(request, found, entry_form=form)
    data = form.cleaned_data
    try:
        services.add_entry(found, actor=request.user, **(data | {"kind": EntryKind(data["kind"])}))
    except RuleViolation as caught:
        return _shown(request, found, entry_form=form, refusal=place(form, caught))
    return redirect(found)


@login_required
@require_POST
def change_impact(request: HttpRequest, pk: int) -> HttpResponse:
    """What it does to the service."""
    found = _found(request, pk)
    require(access.may_keep(request.user, found))
    form = ImpactForm(request.POST, site=found.site, auto_id="impact_%s")
    return act(
        request,
        found,
        form,
        lambda: services.change_impact(found, actor=request.user, **form.facts()),
        shown=_shown,
        name="impact_form",
        done=_("The impact is noted."),
    )


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """It is over."""
    found = _found(request, pk)
    require(access.may_keep(request.user, found))
    form = EndForm(request.POST, auto_id="end_%s")
    return act(
        request,
        found,
        form,
        lambda: services.end_incident(found, actor=request.user, **form.cleaned_data),
        shown=_shown,
        name="end_form",
        done=_("The incident is over."),
    )


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it with its cause."""
    found = _found(request, pk)
    require(access.may_keep(request.user, found))
    form = CloseForm(request.POST, auto_id="close_%s")
    return act(
        request,
        found,
        form,
        lambda: services.close_incident(found, actor=request.user, **form.cleaned_data),
        shown=_shown,
        name="close_form",
        done=_("The incident is closed."),
    )


@login_required
@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """A follow-up with owner and due day."""
    found = _found(request, pk)
    require(access.may_keep(request.user, found))
    form = ActionForm(request.POST, site=found.site, auto_id="action_%s")
    return act(
        request,
        found,
        form,
        lambda: give_action(found, actor=request.user, **form.cleaned_data),
        shown=_shown,
        name="action_form",
        done=_("The action is given."),
    )
