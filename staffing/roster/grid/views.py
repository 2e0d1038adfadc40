"""The month grid: its page, what it sends and asks while it is edited, and the small form of one cell."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, require
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from callcenter.people.refusals import posted
from callcenter.web import cells
from staffing.roster import access, services
from staffing.roster.cells import CellEdit
from staffing.roster.grid import day as grid_day
from staffing.roster.grid import edits as grid_edits
from staffing.roster.grid import foot as grid_foot
from staffing.roster.grid import html as grid_html
from staffing.roster.grid import month as grid
from staffing.roster.grid.forms import CellForm
from staffing.roster.mine import shifts as mine
from staffing.roster.mine.views import month_of
from staffing.roster.models import Assignment, Roster
from staffing.roster.policy import policy
from staffing.shifts.selectors import active_rotations, active_types
from staffing.shifts.services import places_of
from staffing.shifts.wording import in_words

REFUSED, CONFLICT = 422, 409


@login_required
def show(request: HttpRequest, site: str, department: str, month: str) -> HttpResponse:
    """The month, and one of its days: the one asked for, else today, else the first."""
    roster, before, after = _with_neighbours(request, site, department, month)
    asked = grid.Asked(
        team=request.GET.get("team", ""),
        words=request.GET.get("q", "")[:80],
        only_findings=request.GET.get("only") == "findings",
    )
    shown = grid.load(roster, request.user, asked)
    on = _day_of(roster, request.GET.get("day", ""))
    context = {
        "roster": roster,
        "grid": shown,
        "asked": asked,
        "head": grid_html.head(shown, asked.query),
        "body": grid_html.body(shown),
        "foot": grid_html.foot(shown, grid_foot.rows(shown, shown.days), asked.query)
        if shown.coverage
        else "",
        "day": grid_day.of(shown, on),
        "day_asked": "day" in request.GET,
        "may_publish": access.may_publish(request.user, roster.site_id),
        "may_export": access.reaches_site(request.user, Action.EXPORT, roster.site_id),
        "before": before,
        "after": after,
        "palette": [kind for kind in shown.kinds.values() if kind.is_active],
        "data": _data(shown) | {"start": {"number": request.GET.get("employee", ""), "day": on.day}},
        "count": len(shown.lines),
    }
    return render(request, "roster/grid.html", context)


@login_required
def findings(request: HttpRequest, site: str, department: str, month: str) -> JsonResponse:
    """What is wrong in the month, by employee, for the page to mark its cells with; and the rotations to fill rows with."""
    roster = roster_or_404(request, site, department, month)
    people = [line.employee.pk for line in grid.lines_of(roster, request.user)]
    found = grid.findings(roster, people, policy(roster.site, roster.month))
    rules: grid_edits.Rules = {}
    told = {str(pk): grid_edits.told(wrong, rules) for pk, wrong in found.items()}
    return JsonResponse({"findings": told, "rotations": _rotations(roster, request.user)})


@login_required
@require_POST
def edits(request: HttpRequest, site: str, department: str, month: str) -> JsonResponse:
    """Edit cells, whole or not at all. Refused: 409 with every reason, and the rows as they stand."""
    roster = roster_or_404(request, site, department, month)
    require(access.may_draw_up(request.user, roster.site_id))
    wanted, reason = grid_edits.read(request.body)
    try:
        services.edit_cells(roster, wanted, actor=request.user, reason=reason)
    except RuleViolation as refusal:
        said = {"objections": grid_edits.refused(refusal)}
        return JsonResponse(said | grid_edits.answer(roster, request.user, wanted), status=CONFLICT)
    return JsonResponse(grid_edits.answer(roster, request.user, wanted))


@login_required
def cell(request: HttpRequest, site: str, department: str, month: str, number: str, day: int) -> HttpResponse:
    """One person's day: the shift, what speaks against it, and the form to change it."""
    roster = roster_or_404(request, site, department, month)
    on = _date(roster, day)
    line = next(
        (each for each in grid.lines_of(roster, request.user) if each.employee.number == number), None
    )
    if line is None:
        raise Http404
    standing = _standing(request, line.employee, on)
    may_edit = access.may_draw_up(request.user, roster.site_id)
    kinds = active_types(roster.site)
    code = standing.code if standing else ""
    initial = {"code": code, "expected": code}
    form = CellForm(posted(request), kinds=kinds, roster=roster, initial=initial)
    refusal = None
    if request.method == "POST":
        require(may_edit)
        if form.is_valid():
            edit = CellEdit(line.employee.pk, on, form.cleaned_data["code"], form.cleaned_data["expected"])
            try:
                services.edit_cells(
                    roster, [edit], actor=request.user, reason=form.cleaned_data.get("reason", "")
                )
            except RuleViolation as error:
                refusal = error
                kept = request.POST.copy()
                kept["expected"] = code  # what it says now is shown: said again, it holds
                form.data = kept
            else:
                messages.success(
                    request,
                    _("%(name)s, %(day)s: saved.") % {"name": line.employee, "day": cells.day(on)},
                )
                return redirect(f"{roster.get_absolute_url()}?day={on.day}")
    found = grid.findings(roster, [line.employee.pk], policy(roster.site, roster.month))
    wrong = [each for each in found.get(line.employee.pk, []) if each.on == on]
    context = {
        "roster": roster,
        "employee": line.employee,
        "on": on,
        "standing": standing,
        "words": in_words(standing.parts) if standing else "",
        "findings": wrong,
        "blocks": any(each.blocks for each in wrong),
        "changes": mine.changes(line.employee, on, on),
        "may_edit": may_edit,
        "form": form,
        "refusal": refusal,
    }
    return render(
        request, "roster/grid_cell.html", context, status=REFUSED if request.method == "POST" else 200
    )


def roster_or_404(request: HttpRequest, site: str, department: str, month: str) -> Roster:
    """The roster at an address, where the user may see it."""
    rows = Roster.objects.visible_to(request.user).select_related("site", "department__site")
    return get_object_or_404(rows, site__code=site, department__code=department, month=month_of(month))


def _rotations(roster: Roster, user: Actor) -> list[dict[str, Any]]:
    """Those in use, for who draws up the roster."""
    if not access.may_draw_up(user, roster.site_id):
        return []
    return [
        {
            "code": each.code,
            "anchor": each.anchor_on.toordinal(),
            "crews": each.crews,
            "cycle": [day.shift_type.code if day.shift_type else "" for day in places_of(each)],
        }
        for each in active_rotations(roster.site)
    ]


def _with_neighbours(
    request: HttpRequest, site: str, department: str, month: str
) -> tuple[Roster, Roster | None, Roster | None]:
    """The roster at an address with the department's rosters before and after it, in one query."""
    wanted = month_of(month)
    rows = Roster.objects.visible_to(request.user).select_related("site", "department__site")
    rows = rows.filter(site__code=site, department__code=department).order_by("month")
    found = list(rows)
    place = next((at for at, each in enumerate(found) if each.month == wanted), None)
    if place is None:
        raise Http404
    before = found[place - 1] if place else None
    return found[place], before, next(iter(found[place + 1 :]), None)


def _standing(request: HttpRequest, employee: Employee, on: datetime.date) -> Assignment | None:
    rows = Assignment.objects.standing() if grid.sees_drafts(request.user) else Assignment.objects.published()
    return (
        rows.filter(employee=employee, on=on, shift_type__isnull=False).select_related("shift_type").first()
    )


def _date(roster: Roster, day: int) -> datetime.date:
    try:
        return roster.month.replace(day=day)
    except ValueError:
        raise Http404 from None


def _day_of(roster: Roster, text: str) -> datetime.date:
    today = roster.site.today()
    days = {str(on.day): on for on in roster.days} | {on.isoformat(): on for on in roster.days}
    if text in days:
        return days[text]
    return today if today.replace(day=1) == roster.month else roster.month


def _address(roster: Roster) -> list[str]:
    return [roster.site.code, roster.department.code, f"{roster.month:%Y-%m}"]


def _data(shown: grid.Grid) -> dict[str, Any]:
    """What the page's editor works with."""
    roster = shown.roster
    base = _address(roster)
    return {
        "edits": reverse("roster:grid-edits", args=base),
        "findings": reverse("roster:grid-findings", args=base),
        "mayEdit": shown.may_edit,
        "isPublished": roster.is_published,
        "days": [on.isoformat() for on in shown.days],
        "ordinals": [on.toordinal() for on in shown.days],
        "weekdays": [on.weekday() for on in shown.days],
        "dayNames": [cells.day(on) for on in shown.days],
        "kinds": {
            kind.code: {"colour": kind.colour, "words": f"{kind.code} {kind} {in_words(kind.parts)}"}
            for kind in shown.kinds.values()
            if kind.is_active
        },
        "words": {
            "saved": _("Everything is saved"),
            "saving": _("Saving…"),
            "unsaved": _("Not saved"),
            "failed": _("The server did not answer: your changes are kept here. Try again."),
            "off": _("day off"),
            "unknown": _("There is no shift “%s”."),
            "refused": _("Not saved. Nothing was changed:"),
            "undone": _("Undone"),
            "redone": _("Done again"),
            "nothing": _("There is nothing to undo."),
            "copied": _("Copied to the next week"),
            "noweek": _("The next week lies in another month."),
            "filled": _("Filled"),
            "people": _("people"),
            "reason": _("Reason: %s"),
            "kept": _("What you put in is kept:"),
            "others": _("Put in the other %s"),
            "mine": _("Put mine in all the same"),
            "drop": _("Leave it"),
        },
    }
