"""Pages of Reward/Penalty Notices: the list, drawing one up, one notice and what may be done with it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.approvals.requests import selectors as approvals
from callcenter.objections import RuleViolation
from callcenter.people.middleware import chosen_site
from callcenter.people.refusals import place, posted
from callcenter.web.listing import list_page
from complaints.cases.finding import visible_case
from complaints.cases.permits import require_for
from complaints.liability import access
from complaints.liability.notices import rewards, services
from complaints.liability.notices.forms import (
    BulletinForm,
    DecisionForm,
    NoticeForm,
    ReasonForm,
    RewardForm,
    WordsForm,
)
from complaints.liability.notices.listing import ALL, state
from complaints.liability.notices.models import NoticeKind, NoticeState, PenaltyNotice
from complaints.liability.pages import REFUSED, tabs
from complaints.liability.reviews.models import ReviewLine


@login_required
@require_GET
def notices(request: HttpRequest) -> HttpResponseBase:
    """The notices in sight: one's own at least."""
    require(may(request.user, Action.VIEW, access.SUBJECT))
    rows = PenaltyNotice.objects.visible_to(request.user).with_people()
    context = {
        "tabs": tabs(request, "liability:notices"),
        "may_draw_up": access.is_gm_office(request.user),
    }
    return list_page(request, rows, ALL, template="liability/notice_list.html", context=context)


@login_required
@require_http_methods(["GET", "POST"])
def new_notice(request: HttpRequest) -> HttpResponse:
    """Draw a notice up; from a review's line it keeps the complaint; `?kind=reward` for a reward."""
    require(access.is_gm_office(request.user))
    is_reward = request.GET.get("kind") == NoticeKind.REWARD
    asked = request.GET.get("line", "")
    line = None
    if asked.isascii() and asked.isdigit():
        rows = ReviewLine.objects.select_related("case", "unit")
        line = get_object_or_404(rows, pk=int(asked))
    initial = {"grounds": f"{line.case.reference}: {line.words}"} if line else {}
    today, refusal = chosen_site(request).today(), None
    form = RewardForm(today, posted(request)) if is_reward else NoticeForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.draw_up(
                data["employee"],
                data["points"],
                data["grounds"],
                actor=request.user,
                line=None if is_reward else line,
                reward=data.get("reward"),
            )
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(request, _("%(number)s is drawn up.") % {"number": made.number})
            return redirect(made)
    context = {"form": form, "refusal": refusal, "line": line, "is_reward": is_reward}
    status = REFUSED if refusal or form.errors else 200
    return render(request, "liability/notice_form.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def propose_reward(request: HttpRequest, reference: str) -> HttpResponse:
    """Propose a reward for somebody because of a complaint."""
    case = visible_case(request.user, reference)
    require_for(access.may_propose_reward(request.user, case), request.user, case, rewards.WHO)
    initial, refusal = {"grounds": f"{case.reference}: "}, None
    form = RewardForm(case.site.today(), posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            made = rewards.propose_reward(case, actor=request.user, **form.cleaned_data)
        except RuleViolation as caught:
            refusal = place(form, caught)
        else:
            messages.success(
                request, _("%(number)s is proposed: the GM office goes on with it.") % {"number": made.number}
            )
            return redirect(case)
    status = REFUSED if refusal or form.errors else 200
    context = {"form": form, "refusal": refusal, "case": case}
    return render(request, "liability/reward_form.html", context, status=status)


@login_required
@require_GET
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice."""
    return _shown(request, _visible(request, pk))


def _visible(request: HttpRequest, pk: int) -> PenaltyNotice:
    rows = PenaltyNotice.objects.visible_to(request.user).with_people()
    return get_object_or_404(
        rows.select_related(
            "approved_by__employee",
            "decided_by__employee",
            "line__review",
            "bulletin",
            "published_by__employee",
        ),
        pk=pk,
    )


def _shown(request: HttpRequest, found: PenaltyNotice, **given: Any) -> HttpResponse:
    user = request.user
    asked = list(approvals.with_open_step(services.running_requests(found)))
    is_own = access.is_self(user, found.employee_id)
    drafts = access.is_gm_office(user) and not is_own and found.state == NoticeState.DRAFT
    decides = access.may_decide(user) and not is_own and user.pk != found.written_by_id
    in_time = found.contest_until is not None and timezone.now() <= found.contest_until
    publishes = found.is_reward and access.is_hr(user) and not is_own and found.published_at is None
    context = {
        "notice": found,
        "state": state(found),
        "levels": [level for one in asked for level in approvals.chain(one)],
        "waiting": asked[0] if asked else None,
        "is_own": is_own,
        "may_change": drafts,
        "may_contest": is_own and found.state in services.contestable(found) and in_time,
        "may_publish": publishes and found.state in (NoticeState.APPROVED, NoticeState.EXECUTED),
        "may_decide": decides and found.state == NoticeState.CONTESTED,
        "may_revoke": decides and found.state in (NoticeState.APPROVED, NoticeState.EXECUTED),
        "change_form": _change_form(found),
        "publish_form": BulletinForm(initial=_bulletin(found), auto_id="publish_%s"),
        "drop_form": ReasonForm(auto_id="drop_%s"),
        "contest_form": WordsForm(auto_id="contest_%s"),
        "decision_form": DecisionForm(auto_id="decide_%s"),
        "revoke_form": ReasonForm(auto_id="revoke_%s"),
        **given,
    }
    with timezone.override(found.site.zone):
        return render(request, "liability/notice.html", context, status=REFUSED if given else 200)


def _change_form(found: PenaltyNotice, *data: Any) -> NoticeForm:
    """The draft as it stands, or as posted."""
    draft = {"employee": found.employee.number, "points": found.points, "grounds": found.grounds}
    given: dict[str, Any] = {"initial": draft | {"reward": found.version_id}, "auto_id": "change_%s"}
    if found.is_reward:
        return RewardForm(found.site.today(), *data, **given)
    return NoticeForm(*data, **given)


def _bulletin(found: PenaltyNotice) -> dict[str, str]:
    """What HR begins with, in both languages where the catalogue has both: who reads it reads either."""
    if found.version is None:
        return {}
    names = " / ".join(one for one in (found.version.name_zh, found.version.name) if one)
    return {"title": f"{names}: {found.employee}", "text": found.grounds}


@login_required
@require_GET
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice on paper."""
    found = _visible(request, pk)
    with timezone.override(found.site.zone):
        return render(request, "liability/notice_print.html", {"notice": found})


@login_required
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One of the acts on a notice, through its service."""
    found, post = _visible(request, pk), request.POST
    acts: dict[str, tuple[str, Any, Any]] = {
        "change": ("change_form", partial(_change_form, found), services.change),
        "publish": ("publish_form", BulletinForm, services.publish),
        "send-up": ("", None, services.send_up),
        "drop": ("drop_form", ReasonForm, services.drop),
        "contest": ("contest_form", WordsForm, services.contest),
        "decide": ("decision_form", DecisionForm, services.decide_contest),
        "revoke": ("revoke_form", ReasonForm, services.revoke),
    }
    if verb not in acts:
        raise Http404
    name, make, service = acts[verb]
    form = None
    if make is not None:
        form = make(post) if verb == "change" else make(post, auto_id=f"{verb}_%s")
    if form is not None and not form.is_valid():
        return _shown(request, found, **{name: form})
    given = {name: form} if form is not None else {}
    try:
        done = service(found, actor=request.user, **(form.cleaned_data if form is not None else {}))
    except RuleViolation as caught:
        rest = place(form, caught) if form is not None else caught
        return _shown(request, found, **given, refusal=rest)
    messages.success(request, f"{done.number}: {done.get_state_display()}")
    return redirect(done)
