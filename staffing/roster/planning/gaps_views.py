"""The page of a roster's coverage: over and under by half hour, what would mend it, and one click to offer it."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import position, scope
from callcenter.objections import RuleViolation
from callcenter.people.models import Team
from callcenter.web.charts import Chart, Series
from staffing.roster import services
from staffing.roster.coverage import Coverage, Unit
from staffing.roster.forms import OfferForm
from staffing.roster.grid.month import sees_drafts
from staffing.roster.models import SUBJECT, Roster
from staffing.roster.planning import boards, gaps
from staffing.roster.planning.gaps import Gaps
from staffing.roster.planning.suggestions import Remedy, Suggestion
from staffing.roster.telling import clock
from staffing.roster.views import REFUSED, roster_or_404, tabs

HOURS = 2  # half hours


@login_required
@require_GET
def cover(request: HttpRequest, site: str, department: str, month: str) -> HttpResponse:
    """The month's days, and one of them by half hour: `?day=12&team=a`."""
    roster = roster_or_404(request, site, department, month)
    return _page(request, roster, request.GET)


@login_required
@require_POST
def cover_offer(request: HttpRequest, site: str, department: str, month: str) -> HttpResponse:
    """Put what is suggested on the board."""
    roster = roster_or_404(request, site, department, month)
    form = OfferForm(request.POST)
    unit, on = _unit(request, roster, request.POST.get("team", "")), _day(roster, request.POST.get("day", ""))
    if not form.is_valid():
        return _page(request, roster, request.POST, form=form)
    wanted = Suggestion(
        Remedy(form.cleaned_data["remedy"]),
        form.cleaned_data["code"],
        form.cleaned_data["start"],
        form.cleaned_data["end"],
        form.cleaned_data["places"],
    )
    reason = form.cleaned_data["reason"] or _("By the coverage of that day")
    try:
        made = services.make_offer(roster, unit, on, wanted, reason=reason, actor=request.user)
    except RuleViolation as refusal:
        return _page(request, roster, request.POST, form=form, refusal=refusal)
    messages.success(request, format_html('<a href="{}">{}</a> · {}', made.url, made.label, made.state))
    team = f"&team={unit.code}" if isinstance(unit, Team) else ""
    return redirect(f"{reverse('roster:coverage', args=[site, department, month])}?day={on.day}{team}#day")


def _page(
    request: HttpRequest,
    roster: Roster,
    asked: Any,
    *,
    form: OfferForm | None = None,
    refusal: RuleViolation | None = None,
) -> HttpResponse:
    unit, on = _unit(request, roster, asked.get("team", "")), _day(roster, asked.get("day", ""))
    drafts = sees_drafts(request.user) and not roster.is_published
    found = gaps.month(roster, unit, with_drafts=drafts)
    shown = gaps.of_day(roster, unit, on, found, with_drafts=drafts)
    board, (department, team) = boards.board(), gaps.parts_of(unit)
    may_offer = board is not None and board.may_offer(request.user, department, team)
    address = reverse("roster:coverage", args=_args(roster))
    kept = f"&team={team.code}" if team else ""
    context = {
        "roster": roster,
        "tabs": tabs(roster, "coverage"),
        "unit": unit,
        "team": team,
        "teams": _teams(request, roster),
        "sees_all": _sees_all(request),
        "gaps": shown,
        "on": on,
        "before": on.day - 1 or None,
        "after": on.day + 1 if on.day < len(roster.days) else None,
        "has_needs": found.has_needs,
        "month_chart": _month_chart(roster, found, address, kept),
        "day_chart": _day_chart(shown),
        "short": [_told(each) for each in shown.short],
        "over": [_told(each) for each in shown.over],
        "suggestions": [(each, _words(each)) for each in shown.suggestions],
        "standing": shown.standing,
        "may_offer": may_offer and roster.is_published,
        "form": form,
        "refusal": refusal,
        "address": address,
        "kept": kept,
    }
    return render(request, "roster/coverage.html", context, status=REFUSED if form else 200)


def _args(roster: Roster) -> list[str]:
    return [roster.site.code, roster.department.code, f"{roster.month:%Y-%m}"]


def _sees_all(request: HttpRequest) -> bool:
    return scope(request.user, Action.VIEW, SUBJECT) >= Scope.DEPARTMENT


def _teams(request: HttpRequest, roster: Roster) -> list[Team]:
    """The teams whose coverage the user may see: the leader's own, or all of the department."""
    rows = Team.objects.filter(department=roster.department, is_active=True)
    if not _sees_all(request):
        rows = rows.filter(pk__in=position(request.user).team_ids)
    return list(rows.select_related("department__site").order_by("code"))


def _unit(request: HttpRequest, roster: Roster, code: str) -> Unit:
    teams = _teams(request, roster)
    if code:
        found = next((each for each in teams if each.code == code), None)
    elif _sees_all(request):
        return roster.department
    else:
        found = teams[0] if teams else None
    if found is None:
        raise Http404
    return found


def _day(roster: Roster, text: str) -> datetime.date:
    """The day asked for, else today, else the first of the month."""
    if text.isascii() and text.isdigit() and 0 < int(text) <= len(roster.days):
        return roster.days[int(text) - 1]
    today = roster.site.today()
    return today if today.replace(day=1) == roster.month else roster.month


def _month_chart(roster: Roster, found: Coverage, address: str, kept: str) -> Chart | None:
    if not found.has_needs:
        return None
    days = [found.days[on] for on in roster.days]
    missing = [sum(slot.short for slot in slots) / HOURS for slots in days]
    spare = [sum(max(0, slot.heads - slot.needed) for slot in slots) / HOURS for slots in days]
    urls = [f"{address}?day={on.day}{kept}#day" for on in roster.days]
    return Chart(
        "roster.gaps.month",
        _("Hours of people over and under the need, by day"),
        [str(on.day) for on in roster.days],
        [
            Series("roster.surplus", _("Above the need"), spare, stack="gap", urls=urls),
            Series(
                "roster.missing", _("Below the need"), [-each for each in missing], stack="gap", urls=urls
            ),
        ],
        category_label=_("Day"),
    )


def _day_chart(shown: Gaps) -> Chart | None:
    if not any(slot.heads or slot.needed for slot in shown.slots):
        return None
    gap = [slot.heads - slot.needed for slot in shown.slots] if shown.has_needs else []
    series = [Series("roster.heads", _("Rostered"), [slot.heads for slot in shown.slots], kind="line")]
    if gap:
        series = [
            Series("roster.surplus", _("Above the need"), [max(0, each) for each in gap], stack="gap"),
            Series("roster.missing", _("Below the need"), [min(0, each) for each in gap], stack="gap"),
            *series,
            Series("roster.wished", _("Needed"), [slot.needed for slot in shown.slots], kind="line"),
        ]
    return Chart(
        "roster.gaps.day",
        _("Heads over and under the need, by half hour"),
        [clock(slot.start) for slot in shown.slots],
        series,
        category_label=_("Time"),
    )


def _told(stretch: Any) -> str:
    return f"{clock(stretch.start)}–{clock(stretch.end)}: {stretch.heads}"


def _words(wanted: Suggestion) -> dict[str, Any]:
    """A suggestion for people: what, when, for how many, and what the button says."""
    when = f"{clock(wanted.start)}–{clock(wanted.end)}"
    what, icon, label = {
        Remedy.OPEN_SHIFT: (_("Open shift %(code)s"), "calendar-plus", _("Offer as open shift")),
        Remedy.OVERTIME: (_("Overtime"), "clock-hour-4", _("Offer overtime")),
        Remedy.TIME_OFF: (_("Time off from shift %(code)s"), "beach", _("Offer time off")),
    }[wanted.remedy]
    return {
        "what": what % {"code": wanted.code} if wanted.code else what,
        "when": when,
        "icon": icon,
        "label": label,
    }
