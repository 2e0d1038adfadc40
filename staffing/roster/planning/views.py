"""Pages around rosters: versions and what differs between them, changes, fairness, heads needed, induction."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from callcenter.access.permissions import require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import SiteRequest, chosen_site
from callcenter.people.models import Department, Employee, Team
from callcenter.people.refusals import place, posted
from callcenter.rulebook.values import value
from callcenter.web.charts import Chart, Series
from callcenter.web.listing import list_page
from staffing.roster import access, deadlines, fairness, services
from staffing.roster.coverage import STEP
from staffing.roster.forms import InductionForm, NeedsForm, WithdrawForm
from staffing.roster.listing import CHANGES
from staffing.roster.models import Roster, RosterVersion
from staffing.roster.planning import heads, induction
from staffing.roster.publishing import content_now
from staffing.roster.telling import cell_text, clock
from staffing.roster.versions import Content, differences
from staffing.roster.views import REFUSED, roster_or_404, sees_rosters, tabs

SHOWN = 500  # differences that the page lists
MONTHS = (1, 3, 6, 12)


@login_required
@require_GET
def versions(request: HttpRequest, site: str, department: str, month: str) -> HttpResponse:
    """What was published of the roster, the latest first."""
    roster = roster_or_404(request, site, department, month)
    rows = roster.versions.select_related("published_by__employee").defer("content").order_by("-number")
    due = deadlines.due_on(roster.site, roster.month)
    zone = roster.site.zone
    context = {
        "roster": roster,
        "tabs": tabs(roster, "versions"),
        "versions": [
            (row, row.number == 1 and row.published_at.astimezone(zone).date() > due) for row in rows
        ],
        "due": due,
        "changes": roster.changes.filter(changed_at__gt=rows[0].published_at).count() if rows else 0,
    }
    return render(request, "roster/version_list.html", context)


@login_required
@require_GET
def compare(request: HttpRequest, site: str, department: str, month: str) -> HttpResponse:
    """What differs between two versions (`?from=1&to=2`), or between one and what stands now (without `to`)."""
    roster = roster_or_404(request, site, department, month)
    numbers = list(roster.versions.order_by("number").values_list("number", flat=True))
    if not numbers:
        raise Http404
    before, after = _asked(request, "from", numbers), _asked(request, "to", numbers)
    before = before or numbers[-1]
    found = list(differences(_content(roster, before), _content(roster, after)))
    names = {
        employee.number: employee
        for employee in Employee.objects.filter(number__in={each.number for each in found})
    }
    lines = [
        (each.number, names.get(each.number, ""), each.on, cell_text(each.before), cell_text(each.after))
        for each in sorted(found, key=lambda each: (each.on, each.number))[:SHOWN]
    ]
    context = {
        "roster": roster,
        "tabs": tabs(roster, "versions"),
        "numbers": numbers,
        "before": before,
        "after": after,
        "lines": lines,
        "count": len(found),
        "people": len({each.number for each in found}),
    }
    return render(request, "roster/version_compare.html", context)


def _asked(request: HttpRequest, name: str, numbers: list[int]) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or int(text) not in numbers:
        raise Http404
    return int(text)


def _content(roster: Roster, number: int | None) -> Content:
    if number is None:
        return content_now(roster)
    found: Content = RosterVersion.objects.values_list("content", flat=True).get(roster=roster, number=number)
    return found


@login_required
@require_GET
def changes(request: HttpRequest, site: str, department: str, month: str) -> HttpResponseBase:
    """Every change of the roster since it was published, the latest first."""
    roster = roster_or_404(request, site, department, month)
    rows = roster.changes.select_related("employee", "changed_by__employee")
    context = {"roster": roster, "tabs": tabs(roster, "changes")}
    return list_page(request, rows, CHANGES, template="roster/roster_changes.html", context=context)


@login_required
@require_GET
def fair(request: HttpRequest, site: str, department: str, month: str) -> HttpResponse:
    """Points for nights, weekends and holidays of this month, or of the last three, six, twelve (`?months=3`)."""
    roster = roster_or_404(request, site, department, month)
    text = request.GET.get("months", "1")
    months = int(text) if text.isascii() and text.isdigit() and int(text) in MONTHS else 1
    start = roster.month.year * 12 + roster.month.month - months
    first = datetime.date(start // 12, start % 12 + 1, 1)
    drafts = access.may_draw_up(request.user, roster.site_id)
    last = roster.next_month - datetime.timedelta(days=1)
    table = fairness.table(roster.department, first, last, include_drafts=drafts)
    rules = ("roster.night_points", "roster.weekend_points", "roster.holiday_points")
    context = {
        "roster": roster,
        "tabs": tabs(roster, "fairness"),
        "table": table,
        "chart": _chart(table),
        "months": [(each, each == months) for each in MONTHS],
        "night_points": value(rules[0], roster.site, on=first),
        "weekend_points": value(rules[1], roster.site, on=first),
        "holiday_points": value(rules[2], roster.site, on=first),
        "drafts": drafts,
    }
    return render(request, "roster/fairness.html", context)


def _chart(table: fairness.Table) -> Chart:
    totals = [line.points.total for line in table.lines]
    span = range(min(totals), max(totals) + 1) if totals else range(0)
    counts = {total: totals.count(total) for total in span}
    return Chart(
        key="roster.fairness",
        title=_("People by points"),
        categories=[str(total) for total in counts],
        series=[Series("people", _("People"), list(counts.values()))],
        category_label=_("Points"),
    )


@login_required
def needs(request: HttpRequest, site: str, department: str) -> HttpResponse:
    """Heads needed of a department or one of its teams (`?team=code`), and setting others from a day on."""
    require(sees_rosters(request.user))
    unit = _department_or_404(request, site, department)
    team = _team_or_404(unit, request.GET.get("team", ""))
    today = unit.site.today()
    week = heads.week_on(unit, team, today)
    initial: dict[str, Any] = {f"day{number}": heads.written(day) for number, day in enumerate(week)}
    form, refusal = NeedsForm(posted(request), initial=initial | {"since": today}), None
    if request.method == "POST" and form.is_valid():
        try:
            services.set_heads(unit, team, form.week, form.cleaned_data["since"], actor=request.user)
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(request, _("The heads needed are set."))
            return redirect(request.get_full_path())
    labels = [str(form[f"day{number}"].label) for number in heads.WEEKDAYS]
    context = {
        "department": unit,
        "team": team,
        "teams": unit.teams.filter(is_active=True),
        "form": form,
        "refusal": refusal,
        "week": list(zip(labels, week, strict=True)),
        "has_needs": any(week),
        "chart": _needs_chart(labels, week),
        "may_edit": access.may_draw_up(request.user, unit.site_id),
        "address": reverse("roster:needs", args=[site, department]),
    }
    return render(request, "roster/needs.html", context, status=REFUSED if form.is_bound else 200)


def _needs_chart(labels: list[str], week: heads.Week) -> Chart:
    """The heads of each weekday by half hour, from the first need of the week to its last."""
    needs = [need for day in week for need in day]
    slots = (
        range(min(each.start for each in needs), max(each.end for each in needs), STEP) if needs else range(0)
    )
    return Chart(
        key="roster.needs",
        title=_("Heads needed by half hour"),
        categories=[clock(slot) for slot in slots],
        series=[
            Series(
                f"day{number}",
                label,
                [next((each.heads for each in day if each.start <= slot < each.end), 0) for slot in slots],
                kind="line",
            )
            for number, (label, day) in enumerate(zip(labels, week, strict=True))
            if day
        ],
        category_label=_("Time"),
    )


def _department_or_404(request: HttpRequest, site: str, department: str) -> Department:
    rosters = Roster.objects.visible_to(request.user).values("department")
    rows = Department.objects.select_related("site")
    unit = get_object_or_404(rows, site__code=site, code=department)
    if not access.may_draw_up(request.user, unit.site_id) and not rows.filter(pk=unit.pk, pk__in=rosters):
        raise Http404
    return unit


def _team_or_404(unit: Department, code: str) -> Team | None:
    return get_object_or_404(Team, department=unit, code=code) if code else None


@login_required
@require_GET
def inductions(request: SiteRequest) -> HttpResponse:
    """New staff of the site and who of them has passed induction."""
    site = chosen_site(request)
    require(access.may_draw_up(request.user, site.pk))
    return _inductions(request, InductionForm(initial={"passed_on": site.today()}))


def _inductions(
    request: SiteRequest, form: InductionForm, number: str = "", refusal: RuleViolation | None = None
) -> HttpResponse:
    site = chosen_site(request)
    context = {
        "people": induction.new_staff(site),
        "form": form,
        "number": number,
        "refusal": refusal,
        "days": value("roster.new_staff_days", site),
    }
    return render(request, "roster/inductions.html", context, status=REFUSED if number else 200)


def _employee_or_404(request: SiteRequest, number: str) -> Employee:
    rows = Employee.objects.filter(site=chosen_site(request)).select_related("site")
    return get_object_or_404(rows, number=number)


@login_required
@require_POST
def induction_record(request: SiteRequest, number: str) -> HttpResponse:
    """Record that somebody passed induction."""
    require(access.may_draw_up(request.user, chosen_site(request).pk))
    employee, form, refusal = _employee_or_404(request, number), InductionForm(request.POST), None
    if form.is_valid():
        try:
            services.record_induction(
                employee,
                form.cleaned_data["passed_on"],
                actor=request.user,
                note=form.cleaned_data["note"],
            )
        except RuleViolation as error:
            refusal = error
        else:
            messages.success(request, _("The induction of %(name)s is recorded.") % {"name": employee})
            return redirect("roster:inductions")
    return _inductions(request, form, number, refusal)


@login_required
def induction_withdraw(request: SiteRequest, number: str) -> HttpResponse:
    """Take back what was recorded by mistake."""
    require(access.may_draw_up(request.user, chosen_site(request).pk))
    employee, form, refusal = _employee_or_404(request, number), WithdrawForm(posted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_induction(employee, actor=request.user, reason=form.cleaned_data["reason"])
        except RuleViolation as error:
            refusal = place(form, error)
        else:
            messages.success(request, _("The record of %(name)s is taken back.") % {"name": employee})
            return redirect("roster:inductions")
    context = {"employee": employee, "form": form, "refusal": refusal, "back": reverse("roster:inductions")}
    return render(
        request, "roster/induction_withdraw.html", context, status=REFUSED if form.is_bound else 200
    )
