"""What the rules ask about people around some days, read in constant queries: duties, leave, earlier swaps, holidays."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from callcenter.people.models import Site
from callcenter.workcalendar.rules import OpenHours
from callcenter.workcalendar.selectors import open_hours
from staffing.roster import absences, selectors
from staffing.roster.limits import Check, Policy, Weight
from staffing.roster.models import Assignment
from staffing.roster.persons import persons
from staffing.roster.policy import policy as roster_policy
from staffing.roster.rules import REACH
from staffing.swaps import rules
from staffing.swaps.leading import Leading, leading
from staffing.swaps.models import COUNTED, Swap, SwapState
from staffing.swaps.policy import policy
from staffing.swaps.rules import Person, Shift, SwapPolicy

NOBODY = Leading()


@dataclass(frozen=True)
class Situation:
    """People as the rules take them, and the rulebook of the day."""

    site: Site
    people: dict[int, Person]
    policy: SwapPolicy
    roster: Policy
    calendar: OpenHours
    leading: Leading = NOBODY

    def shift(self, assignment: Assignment, giver_id: int) -> Shift:
        """A row as the rules take it: it stands while it is published and its giver's."""
        kind = assignment.shift_type
        return Shift(
            assignment.duty,
            is_holiday=self.calendar.plan(assignment.on).is_holiday,
            skill_needed=kind.skill_level if kind else 1,
            is_live=kind.is_live if kind else True,
            is_standing=assignment.is_published
            and assignment.cancelled_at is None
            and assignment.employee_id == giver_id,
        )


def month_of(days: Iterable[datetime.date]) -> datetime.date:
    """The first day of the month of the earliest: where a swap counts."""
    return min(days).replace(day=1)


def gather(
    site: Site,
    employee_ids: Collection[int],
    days: Collection[datetime.date],
    *,
    on: datetime.date,
    without: int | None = None,
) -> Situation:
    """Everything about these people around `days`; the rulebook as of `on`, the day of the request.

    `without`: id of the swap that is being looked at, which does not stand in its own way.
    """
    first, last = min(days) - REACH, max(days) + REACH
    duties = selectors.duties(employee_ids, first, last)
    away = _away(site, employee_ids, days)
    swap_policy = policy(site, on)
    counts = _swaps_in_month(employee_ids, month_of(days), swap_policy, without)
    unfinished = _unfinished(employee_ids, without)
    roster = roster_policy(site, min(days))
    people = {
        pk: Person(
            pk,
            str(one.employee),
            job_type=one.employee.job_type,
            skill_level=one.employee.skill_level,
            duties=tuple(duties.get(pk, ())),
            away=away.get(pk, ()),
            swaps_in_month=counts.get(pk, 0),
            unfinished=unfinished.get(pk, ""),
            is_employed=one.hired_on(max(days)) is not None,
            needs_induction=roster.is_on(Check.INDUCTION) and one.needs_induction(max(days), roster),
        )
        for pk, one in persons(employee_ids).items()
    }
    led = leading(site, employee_ids, days) if swap_policy.coverage is not Weight.OFF else NOBODY
    return Situation(site, people, swap_policy, roster, open_hours(site, min(days)), led)


def _away(
    site: Site, employee_ids: Collection[int], days: Collection[datetime.date]
) -> dict[int, tuple[tuple[datetime.datetime, datetime.datetime], ...]]:
    start = datetime.datetime.combine(min(days), datetime.time.min, site.zone)
    end = datetime.datetime.combine(max(days) + datetime.timedelta(days=2), datetime.time.min, site.zone)
    found = absences.between(employee_ids, start, end)
    return {one: tuple((each.starts_at, each.ends_at) for each in spans) for one, spans in found.items()}


def _swaps_in_month(
    employee_ids: Collection[int], month: datetime.date, swap_policy: SwapPolicy, without: int | None
) -> dict[int, int]:
    """How many swaps count for each; a swap is one row, so its return counts nothing more."""
    counted = Swap.objects.filter(month=month, state__in=COUNTED).exclude(pk=without or 0)
    counted = counted.filter(Q(requester__in=employee_ids) | Q(counterpart__in=employee_ids))
    found: dict[int, int] = defaultdict(int)
    for requester, counterpart in counted.values_list("requester", "counterpart"):
        found[requester] += 1
        if swap_policy.count_counterparty:
            found[counterpart] += 1
    return {one: found[one] for one in employee_ids if one in found}


def _unfinished(employee_ids: Collection[int], without: int | None) -> dict[int, str]:
    found: dict[int, str] = {}
    for swap in Swap.objects.unfinished_of(list(employee_ids)).exclude(pk=without or 0):
        found.setdefault(swap.requester_id, swap.number)
        if swap.state != SwapState.ASKED:  # who is only asked has begun nothing
            found.setdefault(swap.counterpart_id, swap.number)
    return found


def swap_of(
    where: Situation,
    gives: Assignment,
    takes: Assignment,
    *,
    requester_id: int,
    counterpart_id: int,
    reason: str,
    asked_at: datetime.datetime,
    back: tuple[Assignment, Assignment] | None = None,
) -> rules.Swap:
    """The swap of two rows as the rules take it; `back`: the rows of a separate return day, the requester's first."""
    one, two = where.people[requester_id], where.people[counterpart_id]
    given, taken = where.shift(gives, requester_id), where.shift(takes, counterpart_id)
    returned = None
    if back is not None:
        moves = {back[0].pk: counterpart_id, back[1].pk: requester_id}
        returned = rules.Swap(
            rules.after_exchange(one, given.duty, taken.duty),
            where.shift(back[0], requester_id),
            rules.after_exchange(two, taken.duty, given.duty),
            where.shift(back[1], counterpart_id),
            reason,
            asked_at,
            tuple(where.leading.left_alone(moves)),
        )
    moves = {gives.pk: counterpart_id, takes.pk: requester_id}
    left = tuple(where.leading.left_alone(moves))
    return rules.Swap(one, given, two, taken, reason, asked_at, left, returned)
