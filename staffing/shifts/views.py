"""Pages of shift types: the list with the day at a glance, one shift, its form with the bar that shows how it is read."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from callcenter.people import versions
from callcenter.people.middleware import SiteRequest, chosen_site
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from staffing.shifts import access, bars, services
from staffing.shifts.forms import ShiftTypeForm
from staffing.shifts.listing import TYPES, state
from staffing.shifts.models import SUBJECT, Colour, ShiftType
from staffing.shifts.rules import faults, is_split
from staffing.shifts.selectors import active_types
from staffing.shifts.wording import hours_of, in_words

REFUSED = 422


@login_required
def types(request: SiteRequest) -> HttpResponseBase:
    """The shift types of the site of the top bar, and those in use drawn on one line of hours."""
    require(may(request.user, Action.VIEW, SUBJECT))
    site = chosen_site(request)
    rows = ShiftType.objects.visible_to(request.user).filter(site=site)
    standing = active_types(site)
    until = bars.horizon([kind.parts for kind in standing])
    context = {
        "may_edit": access.may_edit(request.user, site),
        "lines": [
            (kind, bars.bar(kind.parts, kind.colour, until), hours_of(kind.parts)) for kind in standing
        ],
        "scale": bars.scale(until),
    }
    rows = rows.select_related("site").prefetch_related("segments")
    return list_page(request, rows, TYPES, template="shifts/type_list.html", context=context)


@login_required
def type_new(request: SiteRequest) -> HttpResponse:
    """Add a shift type to the site of the top bar."""
    site = chosen_site(request)
    require(access.may_edit(request.user, site))
    form, refusal = ShiftTypeForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_shift_type(site, form.facts, actor=request.user)
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(request, _("The shift %(code)s is added.") % {"code": made.code})
            return redirect(made)
    return _form(request, {"form": form, "refusal": refusal, "back": reverse("shifts:types")})


@login_required
def shift_type(
    request: HttpRequest, site: str, code: str, *, refusal: RuleViolation | None = None
) -> HttpResponse:
    """One shift type: its times as a bar and in words, what it needs, what happened to it."""
    kind = _type_or_404(request, site, code)
    until = bars.horizon([kind.parts])
    may_edit = access.may_edit(request.user, kind.site)
    context = {
        "kind": kind,
        "bar": bars.bar(kind.parts, kind.colour, until),
        "scale": bars.scale(until),
        "words": in_words(kind.parts),
        "hours": hours_of(kind.parts),
        "is_split": is_split(kind.parts),
        "state": state(kind),
        "may_edit": may_edit,
        "undo": may_edit and services.last_change(kind, "shifts.type.changed", services.shift_facts(kind)),
        "refusal": refusal,
    }
    return render(request, "shifts/type_detail.html", context, status=REFUSED if refusal else 200)


@login_required
def type_edit(request: HttpRequest, site: str, code: str) -> HttpResponse:
    """Change a shift type. A form opened before somebody else saved shows both versions."""
    kind = _type_or_404(request, site, code)
    require(access.may_edit(request.user, kind.site))
    standing = services.shift_facts(kind)
    form, refusal, differences = ShiftTypeForm(posted(request), initial=standing), None, []
    if request.method == "POST" and form.is_valid():
        seen = versions.seen_in(request, standing)
        try:
            kind = services.change_shift_type(kind, form.facts, actor=request.user, expected=seen)
        except RuleViolation as error:
            refusal = place(form, error)
            differences = versions.differences(form, seen, standing)
        else:
            messages.success(request, _("The shift %(code)s is saved.") % {"code": kind.code})
            return redirect(kind)
    context = {
        "form": form,
        "refusal": refusal,
        "differences": differences,
        "kind": kind,
        "back": kind.get_absolute_url(),
        "version": versions.version_of(standing),
    }
    return _form(request, context)


@login_required
@require_POST
def type_switch(request: HttpRequest, site: str, code: str) -> HttpResponse:
    """Take a shift type out of use, or into use again."""
    kind = _type_or_404(request, site, code)
    is_active = request.POST.get("is_active") == "on"
    try:
        services.switch_shift_type(kind, is_active=is_active, actor=request.user)
    except RuleViolation as refusal:
        return shift_type(request, site, code, refusal=refusal)
    said = _("The shift %(code)s is in use again.") if is_active else _("The shift %(code)s is out of use.")
    messages.success(request, said % {"code": kind.code})
    return redirect(kind)


@login_required
@require_POST
def type_undo(request: HttpRequest, site: str, code: str, event: int) -> HttpResponse:
    """Set back what a change changed."""
    kind = _type_or_404(request, site, code)
    found = Event.objects.about(kind).filter(pk=event, verb="shifts.type.changed").first()
    try:
        kind = services.undo_shift_type(kind, event=found, actor=request.user)
    except RuleViolation as refusal:
        return shift_type(request, site, code, refusal=refusal)
    messages.success(request, _("The change is undone."))
    return redirect(kind)


@login_required
def type_preview(request: HttpRequest) -> HttpResponse:
    """How the times that are being typed are read: the bar, or why they are not."""
    require(may(request.user, Action.VIEW, SUBJECT))
    return render(request, "shifts/type_preview.html", {"preview": _preview(request.GET)})


def _preview(data: Any) -> dict[str, Any]:
    """Of posted or initial text: `bar` and its words, or the `faults` as sentences; empty for nothing written."""
    texts = {name: str(data.get(name) or "") for name in ("work", "meals", "breaks")}
    if not texts["work"].strip():
        return {}
    try:
        segments = services.ShiftFacts("", "", texts["work"], "", texts["meals"], texts["breaks"]).segments
        found = faults(segments)
    except RuleViolation as refusal:
        return {"faults": refusal.sentences}
    if found:
        return {"faults": RuleViolation(found).sentences}
    until = bars.horizon([segments])
    colour = data.get("colour") if data.get("colour") in Colour.values else Colour.BLUE
    return {
        "bar": bars.bar(segments, str(colour), until),
        "scale": bars.scale(until),
        "words": in_words(segments),
        "hours": hours_of(segments),
    }


def _form(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    form = context["form"]
    values = {name: form[name].value() for name in ("work", "meals", "breaks", "colour")}
    context |= {"preview": _preview(values), "colours": Colour.choices}
    return render(
        request, "shifts/type_form.html", context, status=REFUSED if request.method == "POST" else 200
    )


def _type_or_404(request: HttpRequest, site: str, code: str) -> ShiftType:
    rows = ShiftType.objects.visible_to(request.user).select_related("site").prefetch_related("segments")
    return get_object_or_404(rows, site__code=site, code=code)
