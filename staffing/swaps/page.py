"""What the page of one swap shows: both shifts, the check list as things are now, both rosters before and after."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.approvals import access as approvals_access
from callcenter.approvals.requests import selectors as approvals
from callcenter.clocks.models import Clock
from callcenter.objections import Objection
from callcenter.people.models import Employee
from staffing.roster.duties import Duty
from staffing.swaps import access, rules
from staffing.swaps.coverage import coverage
from staffing.swaps.deadlines import ANSWER
from staffing.swaps.forms import AnswerForm, DecisionForm, SplitForm, VoidForm
from staffing.swaps.listing import state
from staffing.swaps.models import Mishap, Swap, SwapShift, SwapState
from staffing.swaps.rules import Point
from staffing.swaps.selectors import requests_of
from staffing.swaps.services import back_of
from staffing.swaps.situation import Situation, gather, swap_of

DAYS_AROUND = 3
MOST_DAYS = 16
TITLES: dict[Point, str | Promise] = {
    Point.STANDING: _("Both shifts stand as they were asked for"),
    Point.REASON: _("A reason is given"),
    Point.BOTH_CONFIRM: _("Both agree"),
    Point.BOTH_LEADERS: _("Both shift leaders approve"),
    Point.PER_MONTH: _("The month’s swaps are not used up"),
    Point.UNFINISHED: _("No unfinished swap, none on days side by side"),
    Point.ROSTER: _("Rest, hours and days in a row stay right for both"),
    Point.COMPARABLE: _("The same kind of work, skills close enough"),
    Point.HOLIDAY: _("No duty on a holiday"),
    Point.LEAVE: _("Neither has leave on the shifts"),
    Point.COVERAGE: _("A shift leader stays in every shift"),
    Point.NOTICE: _("Asked for early enough"),
}
ORDER = list(TITLES)


@dataclass(frozen=True)
class Line:
    """A point of the list. `is_done`: fulfilled; without objections and not done it is still to come. `warnings` refuse nothing."""

    title: str | Promise
    objections: list[Objection]
    is_done: bool
    warnings: list[Objection] = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    """A day of somebody's roster: what stands there, and whether the swap changes it."""

    duties: list[Duty]
    is_changed: bool


@dataclass(frozen=True)
class Row:
    """Somebody's days as they are, or as the swap makes them."""

    employee: Employee
    is_after: bool
    cells: list[Cell]


def context(request: HttpRequest, swap: Swap, **given: Any) -> dict[str, Any]:
    """Everything of the page; `given` puts bound forms and a refusal in the place of fresh ones."""
    user = request.user
    sides = list(
        swap.shifts.select_related(
            "assignment__shift_type",
            "assignment__site",
            "assignment__team__department__site",
            "replacement",
            "giver",
            "taker",
            "mishap",
        ).order_by("assignment__starts_at", "pk")
    )
    asked = list(approvals.with_open_step(requests_of(swap)))
    waiting = next((one for one in asked if approvals.open_step(one) is not None), None)
    step = approvals.open_step(waiting) if waiting else None
    may_decide = waiting is not None and approvals_access.may_decide(user, waiting, step)
    where, facts = _facts(swap, sides) if swap.is_open else (None, None)
    mishaps = [mishap for side in sides if (mishap := _mishap(side)) is not None]
    return {
        "swap": swap,
        "state": state(swap),
        "sides": sides,
        "levels": [level for one in asked for level in approvals.chain(one)],
        "waiting": waiting,
        "behalf_of": approvals.acting_for(user, waiting, step) if waiting else None,
        "lines": _lines(swap, facts, where) if facts and where else [],
        "days": _days(swap) if facts else [],
        "rows": _rows(swap, facts) if facts else [],
        "coverage": coverage(sides) if facts else [],
        "clock": Clock.objects.of(swap).running().filter(kind=ANSWER).first(),
        "form": DecisionForm(initial={"step": step.pk if step else None}) if may_decide else None,
        "answer_form": AnswerForm(auto_id="answer_%s")
        if swap.state == SwapState.ASKED and access.may_answer(user, swap)
        else None,
        "may_cancel": swap.is_open
        and access.may_cancel(user, swap)
        and not (swap.state == SwapState.ASKED and access.may_answer(user, swap)),
        "void_form": VoidForm(auto_id="void_%s")
        if access.may_void(user, swap) and (swap.is_open or swap.state == SwapState.APPROVED)
        else None,
        "mishaps": [
            (mishap, SplitForm(auto_id=f"split{mishap.pk}_%s", initial={"requester_share": 50}))
            for mishap in mishaps
        ],
        "may_split": access.may_split(user, swap),
        "reportable": [
            side
            for side in sides
            if side.replacement is not None
            and side.replacement.cancelled_at is None
            and side.replacement.starts_at <= timezone.now()
            and _mishap(side) is None
            and swap.state != SwapState.VOID
        ],
        **given,
    }


def _mishap(side: SwapShift) -> Mishap | None:
    return getattr(side, "mishap", None)


def _facts(swap: Swap, sides: list[SwapShift]) -> tuple[Situation, rules.Swap]:
    there = {side.giver_id: side.assignment for side in sides if len(sides) == 2 or not side.is_return}
    gives, takes = there[swap.requester_id], there[swap.counterpart_id]
    asked_on = swap.asked_at.astimezone(swap.site.zone).date()
    people = {swap.requester_id, swap.counterpart_id}
    days = {side.assignment.on for side in sides}
    where = gather(swap.site, people, days, on=asked_on, without=swap.pk)
    facts = swap_of(
        where,
        gives,
        takes,
        requester_id=swap.requester_id,
        counterpart_id=swap.counterpart_id,
        reason=swap.reason,
        asked_at=swap.asked_at,
        back=back_of(swap),
    )
    return where, facts


def _lines(swap: Swap, facts: rules.Swap, where: Situation) -> list[Line]:
    found = rules.checks(facts, where.policy, where.roster, at=timezone.now())
    done = {Point.BOTH_CONFIRM: swap.state != SwapState.ASKED, Point.BOTH_LEADERS: False}
    warned = {Point.COVERAGE: rules.warnings(facts, where.policy)}
    return [
        Line(
            TITLES[point], found.get(point, []), done.get(point, not found.get(point)), warned.get(point, [])
        )
        for point in ORDER
    ]


def _days(swap: Swap) -> list[datetime.date]:
    first = swap.first_on - datetime.timedelta(days=DAYS_AROUND)
    count = min((swap.last_on - swap.first_on).days + 2 * DAYS_AROUND + 1, MOST_DAYS)
    return [first + datetime.timedelta(days=step) for step in range(count)]


def _rows(swap: Swap, facts: rules.Swap) -> list[Row]:
    days, found = _days(swap), []
    parts = [facts, *([facts.back] if facts.back else [])]
    for employee, person in ((swap.requester, facts.requester), (swap.counterpart, facts.counterpart)):
        after, changed = person, set()
        for part in parts:
            pair = (part.gives.duty, part.takes.duty)
            gives, takes = pair if employee == swap.requester else pair[::-1]
            after = rules.after_exchange(after, gives, takes)
            changed |= {gives.on, takes.on}
        for is_after, duties in ((False, person.duties), (True, after.duties)):
            cells = [
                Cell(
                    sorted((each for each in duties if each.on == on), key=lambda each: each.starts_at),
                    is_after and on in changed,
                )
                for on in days
            ]
            found.append(Row(employee, is_after, cells))
    return found
