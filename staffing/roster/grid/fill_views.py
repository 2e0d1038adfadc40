"""The page that fills rows with a rotation or copies a week, for who works without the editor."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from callcenter.access.permissions import require
from callcenter.objections import RuleViolation
from callcenter.people.refusals import place, posted
from staffing.roster import access, services
from staffing.roster.grid import fill as grid_fill
from staffing.roster.grid import month as grid
from staffing.roster.grid.forms import FillForm
from staffing.roster.grid.views import REFUSED, roster_or_404
from staffing.shifts.selectors import active_rotations


@login_required
def fill(request: HttpRequest, site: str, department: str, month: str) -> HttpResponse:
    """Choose who, which rotation and which days; the cells are edited at once."""
    roster = roster_or_404(request, site, department, month)
    require(access.may_draw_up(request.user, roster.site_id))
    shown = grid.load(roster, request.user, grid.Asked())
    initial = {"first": roster.days[0], "last": roster.days[-1]}
    form = FillForm(
        posted(request),
        roster=roster,
        teams=shown.teams,
        rotations=active_rotations(roster.site),
        initial=initial,
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        lines = [
            line
            for _team, of_team in shown.by_team
            for line in of_team
            if (data["team"] is None or line.team_id == data["team"].pk)
            and (not data["number"] or line.employee.number == data["number"].strip())
        ]
        wanted = (
            grid_fill.by_rotation(lines, data["rotation"], data["crew"], data["first"], data["last"])
            if data["rotation"]
            else grid_fill.by_first_week(lines, data["first"], data["last"])
        )
        try:
            done = services.edit_cells(roster, wanted, actor=request.user, reason=data.get("reason", ""))
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            said = ngettext("%(count)d cell was changed.", "%(count)d cells were changed.", len(done))
            messages.success(request, said % {"count": len(done)})
            return redirect(roster)
    context = {"roster": roster, "form": form, "refusal": refusal}
    return render(
        request, "roster/grid_fill.html", context, status=REFUSED if request.method == "POST" else 200
    )
