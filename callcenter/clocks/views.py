"""Deadlines over HTTP: the list, one with its explanation, pausing, resuming, working many out anew."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.clocks import access, kinds, rebase_jobs, rebasing, selectors, services, wording
from callcenter.clocks.forms import ReasonForm, RebaseForm
from callcenter.clocks.listing import CLOCKS, owner
from callcenter.clocks.models import SUBJECT, Clock, ClockEvent, EventKind
from callcenter.clocks.rebasing import Preview, Scope
from callcenter.objections import RuleViolation
from callcenter.people.middleware import SiteRequest
from callcenter.people.models import Site
from callcenter.web import cells
from callcenter.web.listing import list_page

EVENT_ICONS = {
    EventKind.STARTED: "player-play",
    EventKind.PAUSED: "player-pause",
    EventKind.RESUMED: "player-play",
    EventKind.STOPPED: "check",
    EventKind.HANDED_OVER: "arrow-right",
}


@login_required
@require_GET
def clock_list(request: HttpRequest) -> HttpResponseBase:
    """What is due, the earliest first."""
    require(may(request.user, Action.VIEW, SUBJECT))
    context = {"may_rebase": access.may_rebase_somewhere(request.user)}
    return list_page(
        request, selectors.seen_by(request.user), CLOCKS, template="clocks/clock_list.html", context=context
    )


@login_required
@require_GET
def clock(request: HttpRequest, pk: int) -> HttpResponse:
    """One deadline: how much is used, its steps, each day, its rules, and what happened to it."""
    return _page(request, _visible(request, pk))


@login_required
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """The clock stands still from now on."""
    found = _visible(request, pk)
    form = ReasonForm(request.POST)
    form.is_valid()
    reason = form.cleaned_data.get("reason", "")
    try:
        services.pause_clock(found, actor=request.user, reason=reason)
    except RuleViolation as refusal:
        return _page(request, found, refusal=refusal, form=form)
    messages.success(request, _("The deadline is paused."))
    return redirect(found)


@login_required
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """The clock runs on from now."""
    found = _visible(request, pk)
    try:
        found = services.resume_clock(found, actor=request.user)
    except RuleViolation as refusal:
        return _page(request, found, refusal=refusal)
    messages.success(request, _("The deadline runs on: %(due)s.") % {"due": wording.due(found)})
    return redirect(found)


@login_required
@require_http_methods(["GET", "POST"])
def rebase(request: SiteRequest) -> HttpResponse:
    """Running deadlines worked out anew: first what would move, then the same for good."""
    require(access.may_rebase_somewhere(request.user))
    sites = Site.objects.visible_to(request.user)
    initial = {"site": getattr(request.site, "code", None)}
    form = RebaseForm(request.POST or None, sites=sites, initial=initial)
    if request.method == "GET" or not form.is_valid():
        return _rebase_page(request, form, status=200 if request.method == "GET" else 422)
    asked = form.cleaned_data
    scope = Scope(asked["site"], asked["kind"], asked["with_calendar"], asked["with_rules"])
    require(access.may_rebase(request.user, scope.site.pk))
    if "preview" in request.POST:
        return _rebase_page(request, form, preview=rebasing.preview_rebase(scope))
    try:
        if rebase_jobs.is_long(scope):
            return _rebase_job(request, scope, asked["reason"], asked["seen"])
        done = services.rebase(scope, actor=request.user, reason=asked["reason"], seen=asked["seen"])
    except RuleViolation as refusal:
        preview = rebasing.preview_rebase(scope)
        return _rebase_page(request, form, preview=preview, refusal=refusal, status=422)
    said = ngettext("%(count)d deadline has moved.", "%(count)d deadlines have moved.", done.moved)
    messages.success(request, said % {"count": done.moved})
    return redirect("clocks:clocks")


def _rebase_job(request: HttpRequest, scope: Scope, reason: str, seen: str) -> HttpResponse:
    job = rebase_jobs.start_rebase(scope, actor=request.user, reason=reason, seen=seen)
    messages.info(request, _("The deadlines are being worked out anew. You can leave this page."))
    return redirect(job)


def _visible(request: HttpRequest, pk: int) -> Clock:
    rows = selectors.seen_by(request.user).select_related("calendar", "team", "department", "subject_type")
    return get_object_or_404(rows, pk=pk)


def _page(
    request: HttpRequest,
    clock: Clock,
    *,
    refusal: RuleViolation | None = None,
    form: ReasonForm | None = None,
) -> HttpResponse:
    facts = selectors.ClockFacts(clock)
    may_change = clock.is_running and access.may_change(request.user, clock)
    context = {
        "crumbs": [(CLOCKS.title, reverse("clocks:clocks")), (clock.title, "")],
        "clock": clock,
        "facts": facts,
        "badge": wording.state(clock, facts.now, selectors.soon(clock.site)),
        "rule": wording.allowance(facts.policy),
        "days": [
            {
                "line": line,
                "why": wording.why(line),
                "counted": _counted(facts, line.counted),
                "total": _counted(facts, line.total),
                "paused": cells.span(line.paused) if line.paused else "",
            }
            for line in facts.explanation.lines
        ],
        "is_in_days": facts.policy.allowance.is_in_days,
        "paused_words": wording.length(facts.policy.allowance, facts.used.paused)
        if facts.used.paused
        else "",
        "events": [
            _event(event)
            for event in clock.events.select_related("actor__employee").order_by("-occurred_at", "-id")
        ],
        "owner": owner(clock),
        "subject_url": _subject_url(clock),
        "may_pause": may_change and facts.policy.may_pause and not clock.is_paused(facts.now),
        "may_resume": may_change and clock.paused_at is not None,
        "form": form or ReasonForm(),
        "refusal": refusal,
    }
    return render(request, "clocks/clock_detail.html", context, status=422 if refusal else 200)


def _counted(facts: selectors.ClockFacts, amount: int) -> str:
    if facts.policy.allowance.is_in_days:
        return cells.number(amount)
    return wording.length(facts.policy.allowance, amount) if amount else cells.NOTHING


def _event(event: ClockEvent) -> dict[str, object]:
    """A line of the timeline; recorded later than it happened, it says so."""
    text = [event.reason] if event.reason else []
    after = (event.detail.get("after") or {}).get("due_at", "")
    before = (event.detail.get("before") or {}).get("due_at", "")
    if after != before and event.kind != EventKind.HANDED_OVER:
        text.append(
            _("due %(after)s, before that %(before)s") % {"after": _moment(after), "before": _moment(before)}
        )
    if (event.recorded_at - event.occurred_at).total_seconds() > 60:
        text.append(_("recorded %(at)s") % {"at": cells.moment(event.recorded_at)})
    actor = event.actor
    return {
        "at": event.occurred_at,
        "who": str(getattr(actor, "employee", None) or actor.username) if actor else _("The system"),
        "title": event.get_kind_display(),
        "text": " · ".join(text),
        "icon": EVENT_ICONS.get(EventKind(event.kind), "calendar"),
    }


def _moment(text: str | None) -> str:
    return cells.moment(parse_datetime(text)) if text else cells.NOTHING


def _subject_url(clock: Clock) -> str:
    """Where what it is about is shown; "" where it has no page, or is gone."""
    kind = kinds.find(clock.kind)
    subject = clock.subject
    if subject is None:
        return ""
    if kind.url is not None:
        return kind.url(subject)
    return subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else ""


def _rebase_page(
    request: HttpRequest,
    form: RebaseForm,
    *,
    preview: Preview | None = None,
    refusal: RuleViolation | None = None,
    status: int = 200,
) -> HttpResponse:
    moves = [
        {
            "clock": move.clock,
            "before": move.clock.due_at,
            "after": move.due_at,
            "is_newly_overdue": move.is_overdue and not move.was_overdue,
        }
        for move in (preview.examples if preview else [])
    ]
    context = {
        "crumbs": [(CLOCKS.title, reverse("clocks:clocks")), (_("Work out anew"), "")],
        "form": form,
        "preview": preview,
        "moves": moves,
        "is_long": preview is not None and preview.running > rebase_jobs.AT_ONCE,
        "refusal": refusal,
    }
    return render(request, "clocks/rebase.html", context, status=status)
