"""Asking for a swap, answering, carrying it out, calling it off. Both leaders decide through `callcenter.approvals`.

Locks are always taken in this order: the running request, the swap, the two people, their shifts.
"""

import datetime
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.approvals import services as approvals
from callcenter.approvals.models import Request
from callcenter.audit import services as audit
from callcenter.clocks import services as clocks
from callcenter.clocks.models import Outcome
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee
from staffing.roster.models import Assignment
from staffing.swaps import access, rules, telling
from staffing.swaps.deadlines import ANSWER
from staffing.swaps.exchanging import carry_out, take_back
from staffing.swaps.models import KIND, OPEN, Swap, SwapShift, SwapState
from staffing.swaps.policy import hours
from staffing.swaps.selectors import running_requests
from staffing.swaps.situation import gather, month_of, swap_of

Back = tuple[Assignment, Assignment]
LOCKED_BY = "shift_is_in_one_open_swap"


@transaction.atomic
def ask(
    gives: Assignment,
    takes: Assignment,
    *,
    reason: str,
    actor: Actor,
    notes: str = "",
    back: Back | None = None,
) -> Swap:
    """Ask a colleague to swap: the requester's shift `gives` for the colleague's `takes`. `back`: the shifts of both, the
    requester's first, that are exchanged on a later day in return, where the two are of one day.

    Refused with every reason of the check list (domain §4.5) and when the line of either has nobody to decide. Requests
    of one person are made one after the other, so that two at once cannot both be the last that a month allows.
    """
    people = _held([gives.employee_id, takes.employee_id])
    gives, takes, *returned = _shifts(gives.pk, takes.pk, *(row.pk for row in back or ()))
    back = (returned[0], returned[1]) if returned else None
    requester, counterpart = people[gives.employee_id], people[takes.employee_id]
    now = timezone.now()
    require(access.may_ask(actor, requester))
    if back is not None and not _is_a_return(gives, takes, back):
        raise RuleViolation(Objection("swaps.return_day", {"on": gives.on}, "back"))
    found = _objections(gives, takes, requester, counterpart, back, reason=reason, asked_at=now, at=now)
    days = sorted(row.on for row in (gives, takes, *(back or ())))
    swap = Swap(
        site=gives.site,
        requester=requester,
        counterpart=counterpart,
        requester_team_id=gives.team_id,
        counterpart_team_id=takes.team_id,
        month=month_of(days),
        first_on=days[0],
        last_on=days[-1],
        reason=reason.strip(),
        notes=notes.strip(),
        asked_by=user_of(actor),
        asked_at=now,
    )
    if found:
        raise RuleViolation(found)
    _keep(swap, gives, takes, back)
    mains = [side_of(swap, one) for one in (requester.pk, counterpart.pk)]
    if gaps := [gap for side in mains for gap in approvals.preview(KIND, side, side.giver)[1]]:
        raise RuleViolation(gaps)
    starts_at = min(gives.starts_at, takes.starts_at)
    due_at = min(now + hours("swap.answer_hours", swap.site, swap.site.today()), starts_at)
    clocks.start_clock(ANSWER, swap, site=swap.site, actor=actor, due_at=due_at, owner=counterpart.user)
    telling.asked(swap, gives, takes)
    audit.record(actor, "swaps.swap.asked", swap, after=_facts(swap, gives, takes, back), reason=swap.reason)
    return swap


@transaction.atomic
def confirm(swap: Swap, *, actor: Actor, answer: str = "") -> Swap:
    """The colleague agrees; everything is checked anew, then the requester's leader is asked."""
    swap = _locked(swap)
    require(access.may_answer(actor, swap))
    _require_state(swap, SwapState.ASKED, "swaps.not_asked")
    now = timezone.now()
    _held([swap.requester_id, swap.counterpart_id])
    if found := objections(swap, at=now):
        raise RuleViolation(found)
    swap.state, swap.answered_at, swap.answer = SwapState.CONFIRMED, now, answer.strip()
    swap.save(update_fields=["state", "answered_at", "answer"])
    clocks.stop_running(ANSWER, swap, actor=actor)
    telling.answered(swap)
    audit.record(actor, "swaps.swap.confirmed", swap, reason=swap.answer)
    _ask_leader(side_of(swap, swap.requester_id), swap.reason)
    return swap


@transaction.atomic
def decline(swap: Swap, *, actor: Actor, answer: str = "") -> Swap:
    """The colleague says no; it ends here."""
    swap = _locked(swap)
    require(access.may_answer(actor, swap))
    _require_state(swap, SwapState.ASKED, "swaps.not_asked")
    swap.answered_at, swap.answer = timezone.now(), answer.strip()
    swap.save(update_fields=["answered_at", "answer"])
    _end(swap, SwapState.DECLINED, actor=actor, words=answer)
    telling.answered(swap)
    audit.record(actor, "swaps.swap.declined", swap, reason=answer)
    return swap


@transaction.atomic
def cancel(swap: Swap, *, actor: Actor, words: str = "") -> Swap:
    """One of the two calls it off while it is not decided."""
    swap = _locked(swap)
    require(access.may_cancel(actor, swap))
    if not swap.is_open:
        raise not_open(swap)
    _end(swap, SwapState.CANCELLED, actor=actor, words=words)
    _withdraw_request(swap, words)
    telling.ended(swap)
    audit.record(actor, "swaps.swap.cancelled", swap, reason=words)
    return swap


@transaction.atomic
def void(swap: Swap, *, actor: Actor, words: str) -> Swap:
    """The director voids it, with a reason: what was exchanged goes back, as long as neither shift has begun."""
    swap = _locked(swap)
    require(access.may_void(actor, swap))
    if not words.strip():
        raise RuleViolation(Objection("swaps.note_needed", {}, "words"))
    if not swap.is_open and swap.state != SwapState.APPROVED:
        raise not_open(swap)
    before = swap.state
    if swap.state == SwapState.APPROVED:
        take_back(swap, actor=actor, words=words)
    _end(swap, SwapState.VOID, actor=actor, words=words)
    _withdraw_request(swap, words)
    telling.ended(swap)
    audit.record(actor, "swaps.swap.voided", swap, before={"state": before}, reason=words)
    return swap


# What the decisions of the leaders do: called by approvals in the transaction of the decision, with the request held.


def endorsed(side: SwapShift, request: Request, actor: Actor) -> None:
    """A leader's yes. The first of two leaves the second to be asked; the last carries the swap out."""
    swap = _reread(side)
    if not swap.is_open:
        raise not_open(swap)
    if side.giver_id == swap.requester_id:
        other = side_of(swap, swap.counterpart_id)
        if _decider(request) != _asked_last(other):
            swap.state = SwapState.ENDORSED
            swap.save(update_fields=["state"])
            audit.record(actor, "swaps.swap.endorsed", swap, after={"by": request.number})
            _ask_leader(other, swap.reason)
            return
    _carry_out(swap, request, actor=actor)


def rejected(side: SwapShift, request: Request, actor: Actor) -> None:
    """A leader's no: it ends."""
    swap = _reread(side)
    if not swap.is_open:
        return
    words = _words(request)
    _end(swap, SwapState.REJECTED, actor=actor, words=words)
    telling.decided(swap)
    audit.record(
        actor, "swap.decided", swap, after={"decision": "rejected", "request": request.number}, reason=words
    )


def withdrawn(side: SwapShift, request: Request, actor: Actor) -> None:
    """One of the two has withdrawn the request to the leader: the swap is called off."""
    swap = _reread(side)
    if not swap.is_open:
        return
    _end(swap, SwapState.CANCELLED, actor=actor, words="")
    telling.ended(swap)
    audit.record(actor, "swaps.swap.cancelled", swap)


def _carry_out(swap: Swap, request: Request, *, actor: Actor) -> None:
    """Check everything anew with both people held, then exchange the shifts."""
    _held([swap.requester_id, swap.counterpart_id])
    now = timezone.now()
    if found := objections(swap, at=now):
        raise RuleViolation(found)
    sides = carry_out(swap, actor=actor)
    swap.state, swap.decided_at, swap.decision = SwapState.APPROVED, now, _words(request)
    swap.save(update_fields=["state", "decided_at", "decision"])
    telling.decided(swap)
    after = {
        "decision": "approved",
        "shifts": [
            {"on": side.assignment.on.isoformat(), "code": side.assignment.code, "to": side.taker.number}
            for side in sides
        ],
    }
    audit.record(actor, "swap.decided", swap, after=after, reason=swap.decision)


def objections(swap: Swap, *, at: datetime.datetime) -> list[Objection]:
    """Everything that stands against a swap that was asked for, as things are now."""
    given, taken = (side_of(swap, one).assignment for one in (swap.requester_id, swap.counterpart_id))
    return _objections(
        given,
        taken,
        swap.requester,
        swap.counterpart,
        back_of(swap),
        reason=swap.reason,
        asked_at=swap.asked_at,
        at=at,
        without=swap.pk,
    )


def _objections(
    gives: Assignment,
    takes: Assignment,
    requester: Employee,
    counterpart: Employee,
    back: Back | None,
    *,
    reason: str,
    asked_at: datetime.datetime,
    at: datetime.datetime,
    without: int | None = None,
) -> list[Objection]:
    site = gives.site
    asked_on = asked_at.astimezone(site.zone).date()
    days = {row.on for row in (gives, takes, *(back or ()))}
    where = gather(site, {requester.pk, counterpart.pk}, days, on=asked_on, without=without)
    swap = swap_of(
        where,
        gives,
        takes,
        requester_id=requester.pk,
        counterpart_id=counterpart.pk,
        reason=reason,
        asked_at=asked_at,
        back=back,
    )
    return rules.objections(swap, where.policy, where.roster, at=at)


def _is_a_return(gives: Assignment, takes: Assignment, back: Back) -> bool:
    """Two shifts of one day are returned by two of a later day, each of the same people."""
    mine, theirs = back
    people = (mine.employee_id, theirs.employee_id) == (gives.employee_id, takes.employee_id)
    return people and gives.on == takes.on and mine.on == theirs.on > gives.on


def _keep(swap: Swap, gives: Assignment, takes: Assignment, back: Back | None) -> None:
    """Write the swap and its sides; of two open swaps on one shift the database refuses the second."""
    later = max((gives, takes), key=lambda row: row.starts_at) if gives.on != takes.on else None
    rows = [(gives, swap.counterpart, gives is later), (takes, swap.requester, takes is later)]
    if back is not None:
        rows += [(back[0], swap.counterpart, True), (back[1], swap.requester, True)]
    try:
        with transaction.atomic():
            swap.save(force_insert=True)
            SwapShift.objects.bulk_create(
                SwapShift(
                    swap=swap,
                    assignment=row,
                    giver_id=row.employee_id,
                    taker_id=taker.pk,
                    is_return=is_return,
                )
                for row, taker, is_return in rows
            )
    except IntegrityError as error:
        if LOCKED_BY not in str(error):
            raise
        raise RuleViolation(Objection("swaps.taken_already")) from error


def _held(employee_ids: Sequence[int]) -> dict[int, Employee]:
    """The people's rows, held until the transaction ends, always in the same order."""
    rows = Employee.objects.select_for_update(of=("self",)).select_related("site", "user")
    return {one.pk: one for one in rows.filter(pk__in=employee_ids).order_by("pk")}


def _shifts(*pks: int) -> list[Assignment]:
    """The rows as they stand now, in the order asked for."""
    rows = Assignment.objects.select_related("site", "shift_type", "employee").in_bulk(pks)
    return [rows[pk] for pk in pks]


def _locked(swap: Swap) -> Swap:
    """The swap held, its running request before it: whoever decides comes first or waits."""
    held = {row.pk for row in running_requests(swap).select_for_update(of=("self",)).order_by("pk")}
    swap = _held_swap(swap.pk)
    if set(running_requests(swap).values_list("pk", flat=True)) - held:
        raise RuleViolation(Objection("swaps.moved_on", {"number": swap.number}))
    return swap


def _held_swap(pk: int) -> Swap:
    rows = Swap.objects.select_for_update(of=("self",))
    return rows.select_related("site", "requester__user", "counterpart__user").get(pk=pk)


def _reread(side: SwapShift) -> Swap:
    return _held_swap(side.swap_id)


def side_of(swap: Swap, giver_id: int) -> SwapShift:
    """The shift that this person gives; not that of a separate return day."""
    rows = swap.shifts.select_related("assignment__shift_type", "assignment__site", "giver__site", "swap")
    return rows.filter(giver_id=giver_id).order_by("is_return")[0]


def back_of(swap: Swap) -> Back | None:
    """The shifts of a separate return day, the requester's first; None without one."""
    rows = list(swap.shifts.select_related("assignment__shift_type", "assignment__site").order_by("pk"))
    if len(rows) != 4:
        return None
    back = {side.giver_id: side.assignment for side in rows if side.is_return}
    return back[swap.requester_id], back[swap.counterpart_id]


def _ask_leader(side: SwapShift, reason: str) -> None:
    approvals.start(KIND, side, applicant=side.giver, actor=None, reason=reason)


def _asked_last(side: SwapShift) -> int | None:
    """Who would have the last word on this side today; None where the line has a gap (asking then says so)."""
    links, _gaps = approvals.preview(KIND, side, side.giver)
    return links[-1].employee_id if links else None


def _decider(request: Request) -> int | None:
    return (
        request.steps.filter(state="approved").order_by("-place").values_list("approver", flat=True).first()
    )


def _words(request: Request) -> str:
    """What the leader wrote with the decision."""
    acted = request.steps.filter(state__in=["approved", "rejected"]).order_by("-decided_at", "-place")
    return acted.values_list("comment", flat=True).first() or ""


def _withdraw_request(swap: Swap, words: str) -> None:
    for request in running_requests(swap):
        approvals.withdraw(request, actor=None, comment=words)


def _require_state(swap: Swap, state: SwapState, code: str) -> None:
    if swap.state != state:
        figures = {"number": swap.number, "state": swap.get_state_display()}
        raise RuleViolation(Objection(code, figures))


def not_open(swap: Swap) -> RuleViolation:
    """What somebody hears who comes too late."""
    figures = {"number": swap.number, "state": swap.get_state_display()}
    return RuleViolation(Objection("swaps.not_open", figures))


def _end(swap: Swap, state: SwapState, *, actor: Actor, words: str) -> None:
    swap.state, swap.decided_at, swap.decision = state, timezone.now(), words.strip()
    swap.save(update_fields=["state", "decided_at", "decision"])
    swap.shifts.filter(is_open=True).update(is_open=False)
    outcome = Outcome.CANCELLED if state is not SwapState.DECLINED else Outcome.DONE
    clocks.stop_running(ANSWER, swap, actor=actor, outcome=outcome)


def _facts(swap: Swap, gives: Assignment, takes: Assignment, back: Back | None) -> dict[str, object]:
    return {
        "requester": swap.requester.number,
        "counterpart": swap.counterpart.number,
        "gives": [gives.on.isoformat(), gives.code],
        "takes": [takes.on.isoformat(), takes.code],
        "back": [[row.on.isoformat(), row.code] for row in back or ()],
    }


__all__ = ["OPEN", "ask", "cancel", "confirm", "decline", "objections", "void"]
