"""The calendar's pages: the year, opening hours, days, public days, recurring deadlines, editions."""

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.audit import exports
from callcenter.objections import RuleViolation
from callcenter.people.middleware import SiteRequest, chosen_site
from callcenter.people.models import Site
from callcenter.workcalendar import access, export, months, public, recurring, selectors, services
from callcenter.workcalendar.foresight import foresee
from callcenter.workcalendar.forms import (
    DaysForm,
    PublicForm,
    PublishForm,
    SwitchForm,
    WeekForm,
    week_initial,
)
from callcenter.workcalendar.models import CalendarDay, Edition
from callcenter.workcalendar.periods import month_after
from callcenter.workcalendar.verbs import PHRASES
from callcenter.workcalendar.wording import week_lines, weekly_hours

YEARS = range(1990, 2101)


@login_required
def index(request: SiteRequest) -> HttpResponse:
    """The calendar of the site of the top bar."""
    require(may(request.user, Action.VIEW, access.SUBJECT))
    return redirect("workcalendar:year", chosen_site(request).code)


@login_required
def year(request: SiteRequest, site: str) -> HttpResponseBase:
    """Twelve months, and every day that is not like its weekday; `?export=xlsx` gives the workbook."""
    place = _site_or_404(request, site)
    chosen = _year_of(request, place)
    lines = selectors.year_lines(place, chosen)
    if request.GET.get("export") == "xlsx":
        require(access.sites(request.user, Action.EXPORT).filter(pk=place.pk).exists())
        exports.taken(request, "workcalendar.days", len(lines))
        return export.workbook(place, chosen, lines)
    hours = selectors.open_hours(place, place.today())
    context = {
        "months": months.of_year(hours, chosen, place.today()),
        "lines": lines,
        "counts": selectors.year_counts(hours, chosen),
        "legend": months.legend(),
        "week": week_lines(hours.week_on(place.today())),
        "has_hours": selectors.edition_number(place) > 0,
        "year": chosen,
        "may_export": access.sites(request.user, Action.EXPORT).filter(pk=place.pk).exists(),
    }
    return _page(request, place, "year", context)


@login_required
def hours(request: SiteRequest, site: str) -> HttpResponse:
    """The versions of the opening hours, and the form of the next one."""
    place = _site_or_404(request, site)
    standing = selectors.versions(place)
    today = place.today()
    current = next((each for each in reversed(standing) if each.since is None or each.since <= today), None)
    context = {
        "versions": [
            {
                "version": each,
                "lines": week_lines(selectors.week_of(each)),
                "weekly": weekly_hours(selectors.week_of(each)),
                "state": "now"
                if each == current
                else "planned"
                if each.since and each.since > today
                else "past",
            }
            for each in reversed(standing)
        ],
        "is_first": not standing,
    }
    week = selectors.open_hours(place, today).week_on(today)
    initial = week_initial(week) | {
        "effective_on": month_after(today),
        "seen": selectors.edition_number(place),
    }
    form = WeekForm(request.POST or None, initial=initial)

    def change() -> Edition:
        data = form.cleaned_data
        return services.set_week(
            place,
            week=form.week,
            effective_on=data["effective_on"],
            reason=data["reason"],
            actor=request.user,
            seen=data["seen"],
        )

    return _settle(request, place, form, change, "hours", context)


@login_required
@require_POST
def withdraw(request: SiteRequest, site: str, pk: int) -> HttpResponse:
    """Take planned opening hours back."""
    place = _site_or_404(request, site)
    version = selectors.version_of(place, pk)
    if version is None:
        raise Http404
    form = PublishForm(request.POST)

    def change() -> Edition:
        return services.withdraw_week(version, reason=form.cleaned_data["reason"], actor=request.user)

    return _settle(
        request,
        place,
        form,
        change,
        "withdraw",
        {"version": version, "lines": week_lines(selectors.week_of(version))},
    )


@login_required
def days(request: SiteRequest, site: str) -> HttpResponse:
    """Say what a date or a range of dates has in place of its weekday."""
    place = _site_or_404(request, site)
    initial: dict[str, Any] = {
        "seen": selectors.edition_number(place),
        "kind": "holiday",
        "first": place.today(),
    }
    row = CalendarDay.objects.filter(site=place, pk=_number(request.GET.get("day"))).first()
    if row is not None:
        initial |= {
            name: getattr(row, name) for name in ("kind", "name", "name_zh", "as_weekday", "is_yearly")
        }
        initial |= {"first": row.on, "hours": row.intervals}
    form = DaysForm(request.POST or None, initial=initial)

    def change() -> Edition:
        data = form.cleaned_data
        return services.set_days(
            place, days=form.days, reason=data["reason"], actor=request.user, seen=data["seen"]
        )

    return _settle(request, place, form, change, "days", {"row": row})


@login_required
@require_POST
def switch(request: SiteRequest, site: str) -> HttpResponse:
    """Switch entries off or on."""
    place = _site_or_404(request, site)
    rows = CalendarDay.objects.filter(site=place)
    form = SwitchForm(request.POST, pks=list(rows.values_list("pk", flat=True)))

    def change() -> Edition:
        data = form.cleaned_data
        return services.switch_days(
            place,
            days=data["days"],
            is_active=data["is_active"],
            reason=data["reason"],
            actor=request.user,
            seen=data["seen"],
        )

    chosen = [row for row in rows if str(row.pk) in request.POST.getlist("days")]
    context = {"chosen": chosen, "is_active": request.POST.get("is_active") == "on"}
    return _settle(request, place, form, change, "switch", context)


@login_required
def public_days(request: SiteRequest, site: str) -> HttpResponse:
    """The public holidays of the site's country that its calendar does not have yet."""
    place = _site_or_404(request, site)
    require(access.may_edit(request.user, place))
    chosen = _year_of(request, place)
    missing = services.missing_public_days(place, chosen)
    region = services.region_of(place)
    data = request.POST or None
    form = PublicForm(
        data,
        dates=[each.on for each in missing],
        initial={"year": chosen, "seen": selectors.edition_number(place)},
    )

    def change() -> Edition:
        return services.load_public_days(
            place,
            year=chosen,
            reason=form.cleaned_data["reason"],
            actor=request.user,
            only=form.chosen,
            holidays_as=form.cleaned_data["holidays_as"],
            seen=form.cleaned_data["seen"],
        )

    ticked = set(request.POST.getlist("only")) if data else {each.on.isoformat() for each in missing}
    context = {
        "missing": [(each, each.on.isoformat() in ticked) for each in missing],
        "year": chosen,
        "source": public.detail(place.country, region),
        "is_known": public.is_supported(place.country),
        "regions": public.regions(place.country),
    }
    return _settle(request, place, form, change, "public", context)


@login_required
def deadlines(request: SiteRequest, site: str) -> HttpResponse:
    """What is due again and again: each duty with its next dates, and the next five weeks day by day."""
    place = _site_or_404(request, site)
    today = place.today()
    ahead = recurring.occurrences(place, today, today + datetime.timedelta(days=34))
    duties = []
    for duty in recurring.offered():
        dates = duty.pattern(place, today)(today, today + datetime.timedelta(days=370))
        day = None if duty.is_daily else next(iter(dates), None)
        duties.append((duty, day, recurring.time_of(duty, place, today)))
    context = {
        "ahead": months.by_day(ahead),
        "duties": sorted(duties, key=lambda line: (line[1] is not None, line[1] or today)),
        "today": today,
        "hours": selectors.open_hours(place, today),
    }
    return _page(request, place, "deadlines", context)


@login_required
def editions(request: SiteRequest, site: str) -> HttpResponse:
    """Every change of the calendar: who, when, why."""
    place = _site_or_404(request, site)
    rows = [(row, PHRASES.get(row.verb, row.verb)) for row in selectors.editions(place)[:200]]
    return _page(request, place, "editions", {"rows": rows})


def _settle(
    request: SiteRequest,
    site: Site,
    form: forms.Form,
    change: Callable[[], Edition],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form; posted, first what the change would do, and publish exactly that when it is posted again."""
    context = context | {"form": form}
    if request.method != "POST":
        return _page(request, site, template, context)
    require(access.may_edit(request.user, site))
    if not form.is_valid():
        # a first look from the year's page brings no reason yet
        is_asked = template in ("switch", "withdraw") and "reason" not in request.POST
        return _page(
            request, site, template, context | {"is_asked": is_asked}, status=200 if is_asked else 422
        )
    try:
        foreseen = foresee(site, change)
        if request.POST.get("foreseen") != foreseen.fingerprint:
            return _page(request, site, template, context | {"foreseen": foreseen})
        change()
    except RuleViolation as refusal:
        for objection in refusal.objections:
            if objection.field in form.fields:
                form.add_error(objection.field, objection.sentence)
        posted = request.POST.copy()
        posted["seen"] = str(selectors.edition_number(site))
        form.data = posted
        return _page(request, site, template, context | {"refusal": refusal}, status=422)
    messages.success(
        request,
        _("The calendar is published: edition %(number)s.") % {"number": selectors.edition_number(site)},
    )
    return redirect("workcalendar:year", site.code)


def _page(
    request: SiteRequest, site: Site, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    tabs = [
        (_("The year"), "year"),
        (_("Opening hours"), "hours"),
        (_("Recurring deadlines"), "deadlines"),
        (_("Editions"), "editions"),
    ]
    shown = {
        "site": site,
        "tabs": months.tabs(tabs, template, site),
        "may_edit": access.may_edit(request.user, site),
        "today": site.today(),
    }
    return render(request, f"workcalendar/{template}.html", shown | context, status=status)


def _site_or_404(request: SiteRequest, code: str) -> Site:
    require(may(request.user, Action.VIEW, access.SUBJECT))
    return get_object_or_404(access.sites(request.user), code=code)


def _year_of(request: SiteRequest, site: Site) -> int:
    """The year that is asked for, else the site's present one."""
    asked = _number(request.POST.get("year") or request.GET.get("year"))
    return asked if asked in YEARS else site.today().year


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else 0
