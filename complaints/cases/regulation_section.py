"""The regulator's deadlines on a complaint's page: how long they are, what they rest on, what was asked of the line."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from callcenter.accounts.models import User
from callcenter.approvals.models import Request
from callcenter.approvals.requests.listing import state as request_state
from callcenter.approvals.requests.selectors import open_step, with_open_step
from callcenter.clocks.models import Clock, Outcome
from callcenter.rulebook import Citation, cite
from callcenter.web import cells
from complaints.cases import regulation, sections
from complaints.cases.acts import ACTS, act_url
from complaints.cases.dossier import Case
from complaints.cases.wording import SOON


def register() -> None:
    """Called once at start."""
    sections.register(
        sections.Section(
            "regulation",
            gettext_lazy("Deadlines of the regulator"),
            "cases/parts/regulation.html",
            context,
            order=20,
        )
    )


def context(case: Case, user: User) -> dict[str, Any] | None:
    """The deadlines in the order they were set, with their entries of the rulebook; None where the regulator sets none."""
    clocks = Clock.objects.of(case).filter(kind__in=regulation.KINDS).order_by("pk")
    now = timezone.now()
    lines: list[dict[str, Any]] = [
        {"clock": clock, "due": cells.moment(clock.due_at), "badge": badge(clock, now)} for clock in clocks
    ]
    if not lines:
        return None
    act = ACTS["ask_extension"]
    return {
        "lines": lines,
        "entries": entries_of(case, [line["clock"].kind for line in lines]),
        "asked": [_asked(request, user) for request in with_open_step(regulation.requests_of(case))],
        "act": act,
        "ask_url": act_url(case, act) if act.is_offered(user, case) else "",
    }


def badge(clock: Clock, now: datetime.datetime) -> tuple[str, str]:
    """Where a deadline of the regulator stands: running, met, missed, or in the place of which a longer one came."""
    if clock.stopped_at is None:
        if clock.due_at is None:  # it stands still
            return cells.NOTHING, "grey"
        if clock.due_at <= now:
            return cells.due(clock.due_at, now), "red"
        return cells.due(clock.due_at, now), "yellow" if clock.due_at - now <= SOON else "blue"
    if clock.outcome != Outcome.DONE:
        return pgettext("deadline of a regulator", "No longer holds"), "grey"
    is_late = clock.due_at is not None and clock.stopped_at > clock.due_at
    return (
        (pgettext("deadline of a regulator", "Missed"), "red")
        if is_late
        else (
            pgettext("deadline of a regulator", "Met"),
            "green",
        )
    )


def entries_of(case: Case, kinds: list[str]) -> list[Citation]:
    """The entries that the deadlines rest on, as of the receipt: which regulator, how many days, and how many the next has."""
    on = case.received_at.astimezone(case.site.zone).date()
    amounts = {clock.key: clock.amount for clock in regulation.CLOCKS}
    following = [regulation.EXTENDED[kind][0] for kind in kinds if kind in regulation.EXTENDED]
    keys = dict.fromkeys([regulation.REGIME, *(amounts[kind] for kind in [*kinds, *following])])
    return [cite(key, case.site, on) for key in keys]


def _asked(request: Request, user: User) -> dict[str, Any]:
    step = open_step(request)
    words = (
        request.steps.exclude(comment="").order_by("-decided_at").values_list("comment", flat=True).first()
    )
    is_seen = Request.objects.visible_to(user).filter(pk=request.pk).exists()
    return {
        "at": request.asked_at,
        "reason": request.reason,
        "badge": request_state(request),
        "waits_for": _("waits for %(name)s") % {"name": step.approver} if step else "",
        "words": words or "",
        "url": request.get_absolute_url() if is_seen else "",
    }
