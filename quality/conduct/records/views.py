"""Pages of conduct: one's own points, the records, one record and what can be done with it, the figures."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, position, require
from callcenter.approvals.requests import selectors as approvals
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.models import Employee
from callcenter.people.refusals import place, posted
from callcenter.rulebook.values import value
from callcenter.web.listing import list_page
from callcenter.web.uploads import takes_upload
from quality.conduct import access, charts
from quality.conduct.ledger.listing import ALL as LEDGER
from quality.conduct.ledger.models import EntryKind, PointsEntry
from quality.conduct.ledger.selectors import balances, rewards, vetoes
from quality.conduct.money.selectors import own_lines
from quality.conduct.months import last_months, statistics_month
from quality.conduct.pages import REFUSED, tabs
from quality.conduct.records import contests, services
from quality.conduct.records.forms import (
    ConfirmForm,
    ContestDecisionForm,
    ContestForm,
    ReasonForm,
    RecordForm,
    StatementForm,
)
from quality.conduct.records.listing import ALL, state
from quality.conduct.records.models import ConductRecord, Outcome, RecordState
from staffing.records.patrols.models import Patrol

SHOWN = 60


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """One's points of the month, what may still be said or contested, everything so far."""
    require(may(request.user, Action.VIEW, access.SUBJECT))
    me = Employee.objects.filter(pk=position(request.user).employee_id or 0).select_related("site").first()
    context: dict[str, Any] = {"tabs": tabs(request, "conduct:mine"), "me": me}
    if me is not None:
        month = statistics_month(me.site, me.site.today())
        rows = list(ConductRecord.objects.filter(employee=me).with_people()[:SHOWN])
        context |= {
            "month": month,
            "points": balances(me.site, month.start, [me.pk])[me.pk],
            "before": balances(me.site, month.previous.start, [me.pk])[me.pk],
            "rewarded": rewards(me.site, month.start, [me.pk])[me.pk],
            "given": list(
                PointsEntry.objects.filter(employee=me, kind=EntryKind.REWARD)
                .select_related("item", "source_type", "reversal")
                .prefetch_related("source")[:SHOWN]
            ),
            "has_veto": me.pk in vetoes(me.site, month.start),
            "chart": charts.own_months(me.pk, me.site),
            "rows": [(one, state(one)) for one in rows],
            "to_state": [one for one in rows if one.is_open and not one.statement],
            "to_contest": [one for one in rows if _may_contest(one)],
            "is_in_money": value("money.enabled", me.site, on=me.site.today()),
            "money": own_lines(me, last_months(me.site)),
        }
    return render(request, "conduct/mine.html", context)


def _may_contest(record: ConductRecord) -> bool:
    is_in_time = record.contest_until is not None and timezone.now() <= record.contest_until
    return record.state == RecordState.DECIDED and is_in_time


@login_required
@require_GET
def records(request: HttpRequest) -> HttpResponseBase:
    """Every record in sight."""
    require(may(request.user, Action.VIEW, access.SUBJECT))
    rows = ConductRecord.objects.visible_to(request.user).with_people()
    context = {
        "tabs": tabs(request, "conduct:records"),
        "may_record": access.may_record_some(request.user),
    }
    return list_page(request, rows, ALL, template="conduct/record_list.html", context=context)


@login_required
@require_GET
def points(request: HttpRequest) -> HttpResponseBase:
    """The ledger in sight."""
    require(may(request.user, Action.VIEW, access.SUBJECT))
    rows = PointsEntry.objects.visible_to(request.user).with_sources()
    context = {"tabs": tabs(request, "conduct:points")}
    return list_page(request, rows, LEDGER, template="conduct/points_list.html", context=context)


@login_required
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Points by month, item and team; every bar leads to its entries."""
    require(access.sees_others(request.user))

    def entries(**query: str) -> str:
        return f"{reverse('conduct:points')}?{urlencode(query)}"

    rows = PointsEntry.objects.visible_to(request.user)
    drawn = charts.figures(rows, chosen_site(request), entries)
    context = {"tabs": tabs(request, "conduct:figures"), "charts": [one for one in drawn if not one.is_empty]}
    return render(request, "conduct/figures.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@takes_upload(lambda: settings.FILES_ATTACHMENT_BYTES)
def new_record(request: HttpRequest) -> HttpResponse:
    """Record what was seen; from a patrol it keeps the link to it."""
    require(access.may_record_some(request.user))
    site = chosen_site(request)
    patrol = _patrol(request)
    initial: dict[str, Any] = {"employee": request.GET.get("employee", "")}
    if patrol is not None:
        initial |= {"happened_at": timezone.localtime(patrol.patrolled_at, site.zone)}
    form = RecordForm(request.user, site, posted(request), request.FILES or None, initial=initial)
    refusal = None
    if form.is_bound and form.is_valid():
        evidence = form.cleaned_data["evidence"]
        try:
            made = services.record_conduct(
                form.chosen, form.seen(patrol), actor=request.user, files=[evidence] if evidence else []
            )
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("%(number)s is recorded.") % {"number": made.number})
            return redirect(made)
    context = {"form": form, "refusal": refusal, "patrol": patrol}
    status = REFUSED if refusal or form.errors else 200
    return render(request, "conduct/record_form.html", context, status=status)


def _patrol(request: HttpRequest) -> Patrol | None:
    asked = request.GET.get("patrol", "")
    if not asked.isascii() or not asked.isdigit():
        return None
    return get_object_or_404(Patrol.objects.visible_to(request.user), pk=int(asked))


@login_required
@require_GET
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """One record: what was seen and said, who decides, what may be done now."""
    return _shown(request, _visible(request, pk))


def _visible(request: HttpRequest, pk: int) -> ConductRecord:
    rows = ConductRecord.objects.visible_to(request.user).with_people()
    return get_object_or_404(
        rows.select_related(
            "witness", "approved_by__employee", "contest_decided_by__employee", "source_type"
        ),
        pk=pk,
    )


def _shown(request: HttpRequest, found: ConductRecord, **given: Any) -> HttpResponse:
    user = request.user
    asked = list(approvals.with_open_step(services.running_requests(found)))
    is_own = access.is_self(user, found.employee_id)
    decides = access.may_decide(user, found.site_id, found.employee_id)
    parties = (found.recorded_by_id, found.confirmed_by_id, found.approved_by_id)
    may_confirm = found.state == RecordState.RECORDED and access.may_confirm(
        user, found.site_id, found.team_id, found.employee_id
    )
    context = {
        "record": found,
        "state": state(found),
        "source_url": _address(found.source),
        "levels": [level for one in asked for level in approvals.chain(one)],
        "waiting": asked[0] if asked else None,
        "is_own": is_own,
        "is_heard": bool(found.statement) or found.statement_until < timezone.now(),
        "may_state": is_own and found.is_open,
        "may_contest": is_own and _may_contest(found),
        "may_confirm": may_confirm,
        "may_decide_contest": decides and found.state == RecordState.CONTESTED and user.pk not in parties,
        "may_cancel": decides and (found.counts or found.state == RecordState.APPROVAL),
        "needs_approval": services.needs_approval(found),
        "statement_form": StatementForm(initial={"words": found.statement}),
        "contest_form": ContestForm(),
        "confirm_form": ConfirmForm(found.version, initial={"points": found.points}),
        "dismiss_form": ReasonForm(auto_id="dismiss_%s"),
        "cancel_form": ReasonForm(auto_id="cancel_%s"),
        "decision_form": ContestDecisionForm(auto_id="decide_%s"),
        **given,
    }
    with timezone.override(found.site.zone):
        return render(request, "conduct/record_detail.html", context, status=REFUSED if given else 200)


def _address(source: Any) -> str:
    return str(source.get_absolute_url()) if hasattr(source, "get_absolute_url") else ""


@login_required
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One of the acts on a record, through its service."""
    found = _visible(request, pk)
    name, form = _form(request, found, verb)
    if not form.is_valid():
        return _shown(request, found, **{name: form})
    try:
        done = _done(found, verb, form.cleaned_data, request)
    except RuleViolation as caught:
        return _shown(request, found, **{name: form}, refusal=place(form, caught))
    messages.success(request, f"{done.number}: {done.get_state_display()}")
    return redirect(done)


def _form(request: HttpRequest, found: ConductRecord, verb: str) -> tuple[str, Any]:
    post = request.POST
    forms: dict[str, Any] = {
        "state": ("statement_form", lambda: StatementForm(post)),
        "contest": ("contest_form", lambda: ContestForm(post)),
        "confirm": ("confirm_form", lambda: ConfirmForm(found.version, post)),
        "dismiss": ("dismiss_form", lambda: ReasonForm(post, auto_id="dismiss_%s")),
        "cancel": ("cancel_form", lambda: ReasonForm(post, auto_id="cancel_%s")),
        "decide": ("decision_form", lambda: ContestDecisionForm(post, auto_id="decide_%s")),
    }
    if verb not in forms:
        raise Http404
    name, make = forms[verb]
    return name, make()


def _done(found: ConductRecord, verb: str, data: dict[str, Any], request: HttpRequest) -> ConductRecord:
    actor = request.user
    if verb == "decide":
        outcome = Outcome(data.pop("outcome"))
        return contests.decide_contest(found, outcome, actor=actor, **data)
    services_by_verb: dict[str, Any] = {
        "state": services.state_own,
        "confirm": services.confirm,
        "dismiss": services.dismiss,
        "cancel": services.cancel,
        "contest": contests.contest,
    }
    done: ConductRecord = services_by_verb[verb](found, actor=actor, **data)
    return done
