"""Pages of rotations: the list, one rotation with the next 31 days of every crew, its form with the same preview."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from callcenter.people import versions
from callcenter.people.middleware import SiteRequest, chosen_site
from callcenter.people.models import Site
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from staffing.shifts import access, services
from staffing.shifts.forms import RotationForm
from staffing.shifts.listing import ROTATIONS, state
from staffing.shifts.models import SUBJECT, Rotation, ShiftType
from staffing.shifts.rules import DAY, paid_minutes
from staffing.shifts.selectors import Preview, active_types, preview, with_places
from staffing.shifts.services import LONGEST_CYCLE, places_of
from staffing.shifts.views import REFUSED
from staffing.shifts.wording import cycle_of

MOST_CREWS = 30  # of a preview


@login_required
def rotations(request: SiteRequest) -> HttpResponseBase:
    """The rotations of the site of the top bar."""
    require(may(request.user, Action.VIEW, SUBJECT))
    site = chosen_site(request)
    rows = with_places(Rotation.objects.visible_to(request.user).filter(site=site))
    context = {"may_edit": access.may_edit(request.user, site)}
    return list_page(request, rows, ROTATIONS, template="shifts/rotation_list.html", context=context)


@login_required
def rotation_new(request: SiteRequest) -> HttpResponse:
    """Add a rotation to the site of the top bar."""
    site = chosen_site(request)
    require(access.may_edit(request.user, site))
    monday = site.today() - datetime.timedelta(days=site.today().weekday())
    form, refusal = RotationForm(posted(request), initial={"anchor_on": monday}), None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_rotation(site, form.facts, actor=request.user)
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(request, _("The rotation %(code)s is added.") % {"code": made.code})
            return redirect(made)
    return _form(request, site, {"form": form, "refusal": refusal, "back": reverse("shifts:rotations")})


@login_required
def rotation(
    request: HttpRequest, site: str, code: str, *, refusal: RuleViolation | None = None
) -> HttpResponse:
    """One rotation: its cycle, and what each crew works in the next 31 days."""
    row = _rotation_or_404(request, site, code)
    may_edit = access.may_edit(request.user, row.site)
    cycle = [each.shift_type for each in places_of(row)]
    context = {
        "rotation": row,
        "cycle": cycle,
        "preview": _preview_of(row.site, cycle, row.crews, row.anchor_on),
        "state": state(row),
        "may_edit": may_edit,
        "undo": may_edit
        and services.last_change(row, "shifts.rotation.changed", services.rotation_facts(row)),
        "refusal": refusal,
    }
    return render(request, "shifts/rotation_detail.html", context, status=REFUSED if refusal else 200)


@login_required
def rotation_edit(request: HttpRequest, site: str, code: str) -> HttpResponse:
    """Change a rotation. A form opened before somebody else saved shows both versions."""
    row = _rotation_or_404(request, site, code)
    require(access.may_edit(request.user, row.site))
    standing = services.rotation_facts(row)
    form, refusal, differences = RotationForm(posted(request), initial=standing), None, []
    if request.method == "POST" and form.is_valid():
        seen = versions.seen_in(request, standing)
        try:
            row = services.change_rotation(row, form.facts, actor=request.user, expected=seen)
        except RuleViolation as error:
            refusal = place(form, error)
            differences = versions.differences(form, seen, standing)
        else:
            messages.success(request, _("The rotation %(code)s is saved.") % {"code": row.code})
            return redirect(row)
    context = {
        "form": form,
        "refusal": refusal,
        "differences": differences,
        "rotation": row,
        "back": row.get_absolute_url(),
        "version": versions.version_of(standing),
    }
    return _form(request, row.site, context)


@login_required
@require_POST
def rotation_switch(request: HttpRequest, site: str, code: str) -> HttpResponse:
    """Take a rotation out of use, or into use again."""
    row = _rotation_or_404(request, site, code)
    is_active = request.POST.get("is_active") == "on"
    try:
        services.switch_rotation(row, is_active=is_active, actor=request.user)
    except RuleViolation as refusal:
        return rotation(request, site, code, refusal=refusal)
    said = (
        _("The rotation %(code)s is in use again.")
        if is_active
        else _("The rotation %(code)s is out of use.")
    )
    messages.success(request, said % {"code": row.code})
    return redirect(row)


@login_required
@require_POST
def rotation_undo(request: HttpRequest, site: str, code: str, event: int) -> HttpResponse:
    """Set back what a change changed."""
    row = _rotation_or_404(request, site, code)
    found = Event.objects.about(row).filter(pk=event, verb="shifts.rotation.changed").first()
    try:
        row = services.undo_rotation(row, event=found, actor=request.user)
    except RuleViolation as refusal:
        return rotation(request, site, code, refusal=refusal)
    messages.success(request, _("The change is undone."))
    return redirect(row)


@login_required
def rotation_preview(request: SiteRequest) -> HttpResponse:
    """What the cycle that is being typed gives each crew."""
    require(may(request.user, Action.VIEW, SUBJECT))
    return render(
        request, "shifts/rotation_preview.html", _preview_context(chosen_site(request), request.GET)
    )


def _preview_context(site: Site, data: Any) -> dict[str, Any]:
    """Of posted or initial text: `preview`, or the `faults` as sentences; neither while too little is written."""
    anchor = data.get("anchor_on")
    anchor = anchor if isinstance(anchor, datetime.date) else _date(str(anchor or ""))
    crews = str(data.get("crews") or "")
    text = str(data.get("cycle") or "")
    if not text.strip() or anchor is None or not crews.isascii() or not crews.isdigit() or int(crews) < 1:
        return {}
    kinds = {kind.code.casefold(): kind for kind in active_types(site)}
    try:
        codes = cycle_of(text)[:LONGEST_CYCLE]
    except RuleViolation as refusal:
        return {"faults": refusal.sentences}
    unknown = dict.fromkeys(code for code in codes if code and code.casefold() not in kinds)
    if unknown:
        return {"faults": [_("“%(code)s” is no shift in use.") % {"code": code} for code in unknown]}
    cycle = [kinds[code.casefold()] if code else None for code in codes]
    return {"preview": _preview_of(site, cycle, int(crews), anchor)} if cycle else {}


def _preview_of(
    site: Site, cycle: list[ShiftType | None], crews: int, anchor: datetime.date
) -> Preview | None:
    if not cycle:
        return None
    minutes = {kind.code: paid_minutes(kind.parts) for kind in cycle if kind}
    return preview(cycle, crews=min(crews, MOST_CREWS), anchor=anchor, first=site.today(), minutes=minutes)


def presets(kinds: list[ShiftType]) -> list[tuple[str, str, int]]:
    """Cycles to begin with, from the shifts in use: (words, cycle, crews)."""
    nights = [kind for kind in kinds if max((each.end for each in kind.parts), default=0) > DAY]
    days = [kind for kind in kinds if kind not in nights]
    found = []
    if days:
        found.append((_("Four on, two off"), " ".join([days[0].code] * 4 + ["-"] * 2), 3))
        found.append((_("Five on, two off"), " ".join([days[0].code] * 5 + ["-"] * 2), 1))
    if len(days) > 1 and nights:
        three = (days[0], days[-1], nights[0])
        found.append(
            (
                _("Five crews on three shifts"),
                " ".join([each.code for each in three for _twice in range(2)] + ["-"] * 4),
                5,
            )
        )
    return found


def _form(request: HttpRequest, site: Site, context: dict[str, Any]) -> HttpResponse:
    form, kinds = context["form"], active_types(site)
    values = {name: form[name].value() for name in ("cycle", "crews", "anchor_on")}
    context |= {"kinds": kinds, "presets": presets(kinds)} | _preview_context(site, values)
    return render(
        request, "shifts/rotation_form.html", context, status=REFUSED if request.method == "POST" else 200
    )


def _rotation_or_404(request: HttpRequest, site: str, code: str) -> Rotation:
    rows = Rotation.objects.visible_to(request.user).select_related("site")
    rows = rows.prefetch_related("days__shift_type__segments")
    return get_object_or_404(rows, site__code=site, code=code)


def _date(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
