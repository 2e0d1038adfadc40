"""Pages of meetings: the list with what the calendar wants, planning, one with its minutes."""

import contextlib
import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.permissions import position, require
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from staffing.records.access import author, keeps_anything, keeps_site
from staffing.records.acting import act
from staffing.records.actions.forms import ActionForm
from staffing.records.actions.services import give_action, may_give
from staffing.records.bulletins.models import Bulletin
from staffing.records.bulletins.selectors import of_shift
from staffing.records.bulletins.views import REFUSED
from staffing.records.fields import people_of
from staffing.records.meetings import access, services
from staffing.records.meetings.forms import AnswerForm, MeetingForm, MinutesForm, ReasonForm, at_nine
from staffing.records.meetings.listing import MEETINGS, OF_SHIFTS, state
from staffing.records.meetings.models import Meeting, Presence
from staffing.records.meetings.of_shifts.selectors import seen
from staffing.records.meetings.selectors import kind_of, report_before, wanted
from staffing.records.meetings.series import MeetingKind
from staffing.records.meetings.tabs import tabs


@login_required
@require_GET
def meetings(request: HttpRequest) -> HttpResponseBase:
    """Every meeting in sight but those of shifts, and those that the calendar wants."""
    require(position(request.user).employee_id is not None)
    site: Any = getattr(request, "site", None)
    rows = _visible(request).filter(shift_on=None)
    plans = bool(site) and keeps_site(request.user, site.pk)
    context = {
        "tabs": tabs(request, "records:meetings"),
        "wanted": wanted(site, site.today()) if plans else [],
        "may_plan": keeps_anything(request.user),
    }
    return list_page(request, rows, MEETINGS, template="records/meeting_list.html", context=context)


@login_required
@require_GET
def shift_meetings(request: HttpRequest) -> HttpResponseBase:
    """The pre- and post-shift meetings in sight."""
    require(position(request.user).employee_id is not None)
    rows = _visible(request).filter(shift_on__isnull=False)
    context = {"tabs": tabs(request, "records:shift-meetings")}
    return list_page(request, rows, OF_SHIFTS, template="records/meeting_list.html", context=context)


def _visible(request: HttpRequest) -> QuerySet[Meeting]:
    rows = Meeting.objects.visible_to(request.user)
    return rows.select_related("site", "team__department", "chair")


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting; the calendar's wishes come with type and day."""
    site = chosen_site(request)
    require(keeps_anything(request.user))
    initial: dict[str, Any] = {"kind": kind_of(request.GET.get("kind", "")), "chair": author(request.user)}
    with contextlib.suppress(ValueError):
        initial["starts_at"] = at_nine(datetime.date.fromisoformat(request.GET.get("on", "")), site)
    form, refusal = MeetingForm(posted(request), site=site, initial=initial), None
    if form.is_bound and form.is_valid():
        try:
            made = services.plan_meeting(site, form.facts(), actor=request.user)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("The meeting is planned."))
            return redirect(made)
    context = {"form": form, "refusal": refusal, "people": people_of(site)}
    return render(
        request, "records/meeting_form.html", context, status=REFUSED if refusal or form.errors else 200
    )


@login_required
@require_GET
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting."""
    return _shown(request, _found(request, pk))


def _found(request: HttpRequest, pk: int) -> Meeting:
    return get_object_or_404(_visible(request), pk=pk)


def _shown(request: HttpRequest, found: Meeting, **given: Any) -> HttpResponse:
    may_keep = access.may_keep(request.user, found)
    attendance = list(found.attendance.select_related("employee"))
    if found.shift_on is not None and found.is_open and found.has_begun:
        known = seen(found, attendance)
        for line in attendance:
            if line.presence == Presence.EXPECTED:
                line.presence = known[line.pk]
    context = {
        "meeting": found,
        "state": state(found),
        "agenda": list(found.agenda.all()),
        "attendance": attendance,
        "present": sum(line.presence == Presence.PRESENT for line in attendance),
        "choices": Presence.choices,
        "announced": announced(found),
        "actions": found.actions.select_related("owner").order_by("due_on", "pk"),
        "answers": found.answers.all(),
        "report_on": report_before(found.site, found.on) if found.kind == MeetingKind.ALL_AGENT else None,
        "may_keep": may_keep and found.is_open,
        "may_give": may_give(request.user, found) and found.cancelled_at is None,
        "may_answer": access.may_publish_answers(request.user, found.site) and found.cancelled_at is None,
        "people": people_of(found.site) if may_keep else [],
        "form": MinutesForm(initial={"minutes": found.minutes}),
        "reason_form": ReasonForm(auto_id="reason_%s"),
        "action_form": ActionForm(site=found.site, auto_id="action_%s"),
        "answer_form": AnswerForm(auto_id="answer_%s"),
        **given,
    }
    return render(request, "records/meeting_detail.html", context, status=REFUSED if given else 200)


def announced(found: Meeting) -> list[Bulletin]:
    """The bulletins that the people of a shift hear of before it: those of the day until it begins."""
    if found.kind != MeetingKind.PRE_SHIFT or found.team is None or not found.is_open:
        return []
    end = found.ends_at or found.starts_at
    return of_shift(found.team, end - datetime.timedelta(days=1), end)


def _by_row(request: HttpRequest, prefix: str) -> dict[int, str]:
    """What was posted for rows by their id: `notes_17`."""
    return {
        int(name.removeprefix(prefix)): value
        for name, value in request.POST.items()
        if name.startswith(prefix) and name.removeprefix(prefix).isdecimal() and isinstance(value, str)
    }


@login_required
@require_POST
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the minutes, notes and attendance; `act=close` closes them, `act=held` closes those of a shift without a word."""
    found = _found(request, pk)
    require(access.may_keep(request.user, found))
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form=form)
    presence, name = _by_row(request, "presence_"), request.POST.get("act")
    said = form.cleaned_data["minutes"]
    if name == "held" and found.shift_on is not None:
        said = said or _("Held, nothing special.")
    try:
        services.write_minutes(
            found,
            actor=request.user,
            minutes=said,
            notes={pk: text[:4000] for pk, text in _by_row(request, "notes_").items()},
            presence={pk: value for pk, value in presence.items() if value in Presence.values},
            close=name in ("close", "held"),
        )
    except RuleViolation as caught:
        return _shown(request, found, form=form, refusal=place(form, caught))
    messages.success(request, _("The minutes are kept."))
    return redirect(found)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off."""
    found = _found(request, pk)
    require(access.may_keep(request.user, found))
    form = ReasonForm(request.POST, auto_id="reason_%s")
    return act(
        request,
        found,
        form,
        lambda: services.cancel_meeting(found, actor=request.user, **form.cleaned_data),
        shown=_shown,
        name="reason_form",
        done=_("The meeting is called off."),
    )


@login_required
@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """An action of the meeting."""
    found = _found(request, pk)
    require(may_give(request.user, found))
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


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A unified answer that the meeting found."""
    found = _found(request, pk)
    require(access.may_publish_answers(request.user, found.site))
    form = AnswerForm(request.POST, auto_id="answer_%s")
    return act(
        request,
        found,
        form,
        lambda: services.publish_answer(found.site, actor=request.user, meeting=found, **form.facts()),
        shown=_shown,
        name="answer_form",
        done=_("The answer is published; everybody is asked to read it."),
    )
