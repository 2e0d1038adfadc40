"""Every finding of a whole roster: each person's duties, leave, skill, induction, employment; shifts and half hours.

Duties of the months around are looked at as well: rest and runs cross the ends of months. Constant queries.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from callcenter.access.posts import PostCode
from callcenter.objections import Objection
from callcenter.people.models import PostHolding
from callcenter.workcalendar.selectors import open_hours
from staffing.roster import absences, coverage, persons, rules, selectors
from staffing.roster.absences import Absence
from staffing.roster.coverage import Slot
from staffing.roster.duties import Duty
from staffing.roster.limits import Check, Policy
from staffing.roster.models import Assignment, Roster
from staffing.roster.persons import Person
from staffing.roster.policy import policy
from staffing.roster.telling import clock
from staffing.shifts.models import ShiftType
from staffing.shifts.rules import Segments, span

ONE_DAY = datetime.timedelta(days=1)
AFTER = datetime.timedelta(days=2)  # a shift reaches into the next day
TELL_EVERY = 100  # people
Progress = Callable[[int, int], None]  # people done, of how many
PASSABLE = frozenset(f"roster.{check.value}" for check in Check)
Key = tuple[int | None, datetime.date, str]  # employee, day, code


@dataclass(frozen=True, slots=True)
class RosterFinding:
    """A finding of a roster; `employee_id` None: of a shift or of half hours. `is_passed`: the center manager let it pass."""

    employee_id: int | None
    on: datetime.date
    objection: Objection
    blocks: bool
    is_passed: bool = False
    name: str = ""
    number: str = ""

    @property
    def keeps_back(self) -> bool:
        """Whether the roster is not published with it."""
        return self.blocks and not self.is_passed

    @property
    def key(self) -> Key:
        return self.employee_id, self.on, self.objection.code


@dataclass
class Report:
    """What was found, by day and name, and what it was found in."""

    roster: Roster
    findings: list[RosterFinding] = field(default_factory=list)
    people: dict[int, Person] = field(default_factory=dict)
    duties: dict[int, list[Duty]] = field(default_factory=dict)  # of the roster itself

    @property
    def blocking(self) -> list[RosterFinding]:
        return [each for each in self.findings if each.keeps_back]

    @property
    def warnings(self) -> list[RosterFinding]:
        return [each for each in self.findings if not each.blocks]

    @property
    def passed(self) -> list[RosterFinding]:
        return [each for each in self.findings if each.blocks and each.is_passed]


def check(roster: Roster, *, progress: Progress | None = None) -> Report:
    """Check the roster as it stands, draft or published."""
    rows = Assignment.objects.standing().filter(roster=roster)
    mine = selectors.duties_of(rows)
    people = persons.persons(mine.keys())
    report = Report(roster, people=people, duties=mine)
    limits = policy(roster.site, roster.month)
    first, last = roster.month, roster.next_month - ONE_DAY
    elsewhere = selectors.duties_of(
        Assignment.objects.standing()
        .filter(employee__in=mine.keys(), on__gte=first - rules.REACH, on__lte=last + AFTER)
        .exclude(roster=roster)
    )
    passed = set(roster.overrides.values_list("employee_id", "on", "code"))
    away = _away(roster, mine, limits)
    for done, (employee, duties) in enumerate(mine.items(), 1):
        found = [
            *rules.findings([*elsewhere.get(employee, ()), *duties], limits, first=first, last=last),
            *_on_leave(duties, away.get(employee, ()), limits),
        ]
        person = people[employee].employee
        report.findings += [
            RosterFinding(
                employee,
                each.on,
                each.objection,
                each.blocks,
                (employee, each.on, each.objection.code) in passed,
                str(person),
                person.number,
            )
            for each in found
        ]
        if progress is not None and done % TELL_EVERY == 0:
            progress(done, len(mine))
    kinds = {kind.code: kind for kind in ShiftType.objects.filter(site=roster.site)}
    whole = [
        *_misplaced(roster, mine, people, kinds, limits),
        *_without_leader(roster, mine, limits),
        *_below_minimum(roster, mine, kinds, limits),
        *_uncovered(roster, mine, elsewhere, limits),
    ]
    for each in whole:
        is_passed = each.key in passed
        report.findings.append(
            RosterFinding(
                each.employee_id, each.on, each.objection, each.blocks, is_passed, each.name, each.number
            )
        )
    report.findings.sort(key=lambda each: (each.on, each.number, each.objection.code))
    return report


def _away(roster: Roster, mine: dict[int, list[Duty]], limits: Policy) -> dict[int, list[Absence]]:
    if not limits.is_on(Check.LEAVE) or not mine:
        return {}
    zone = roster.site.zone
    start = datetime.datetime.combine(roster.month, datetime.time(), zone)
    end = datetime.datetime.combine(roster.next_month + ONE_DAY, datetime.time(), zone)
    return absences.between(mine.keys(), start, end)


def _on_leave(duties: list[Duty], away: Iterable[Absence], limits: Policy) -> Iterator[rules.Finding]:
    certain = [each for each in away if each.is_certain]
    for duty in duties if certain else ():
        for each in certain:
            if each.starts_at < duty.ends_at and duty.starts_at < each.ends_at:
                yield rules.found(Check.LEAVE, duty.on, limits, "", label=str(each.label))
                break


def _misplaced(
    roster: Roster,
    mine: dict[int, list[Duty]],
    people: dict[int, Person],
    kinds: dict[str, ShiftType],
    limits: Policy,
) -> Iterator[RosterFinding]:
    """Who is not employed or in the department on the day, below the shift's skill, or new without induction."""
    for employee, duties in mine.items():
        person = people[employee]
        for duty in duties:
            for objection in persons.objections(person, duty.on, department=roster.department):
                yield _of(person, duty.on, objection, blocks=True)
            kind = kinds.get(duty.code)
            if kind is not None and not duty.is_overtime:
                for check_, objection in persons.unfit(person, duty.on, kind, limits):
                    yield _of(person, duty.on, objection, blocks=limits.blocks(check_))


def _of(person: Person, on: datetime.date, objection: Objection, *, blocks: bool) -> RosterFinding:
    employee = person.employee
    return RosterFinding(employee.pk, on, objection, blocks, name=str(employee), number=employee.number)


def _of_shift(check_: Check, on: datetime.date, limits: Policy, **figures: object) -> RosterFinding:
    found = rules.found(check_, on, limits, "", **figures)
    return RosterFinding(None, on, found.objection, found.blocks)


def _without_leader(roster: Roster, mine: dict[int, list[Duty]], limits: Policy) -> Iterator[RosterFinding]:
    """Shifts in which there is a time without a shift leader: the shifts of leaders together must cover each."""
    if not limits.is_on(Check.LEADER):
        return
    held = PostHolding.objects.filter(
        post__code=PostCode.SHIFT_LEADER,
        employee__in=mine.keys(),
        period__overlap=(roster.month, roster.next_month),
    ).values_list("employee_id", "period")
    led: dict[datetime.date, list[tuple[int, int]]] = defaultdict(list)  # minutes of the day
    for employee, period in held:
        for duty in mine[employee]:
            if duty.on in period and duty.segments:
                start, end = span(duty.segments)
                for step in (0, 1):
                    led[duty.on + ONE_DAY * step].append((start - 1440 * step, end - 1440 * step))
                led[duty.on - ONE_DAY].append((start + 1440, end + 1440))
    for on, code, segments in _shifts(mine):
        if not _is_covered(span(segments), led.get(on, [])):
            yield _of_shift(Check.LEADER, on, limits, code=code)


def _shifts(mine: dict[int, list[Duty]]) -> list[tuple[datetime.date, str, Segments]]:
    """Each kind of shift once for each day on which somebody works it."""
    found = {
        (duty.on, duty.code): duty.segments
        for duties in mine.values()
        for duty in duties
        if not duty.is_overtime and duty.segments
    }
    return [(on, code, segments) for (on, code), segments in sorted(found.items(), key=lambda each: each[0])]


def _is_covered(wanted: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    at = wanted[0]
    for start, end in sorted(spans):
        if start > at:
            break
        at = max(at, end)
    return at >= wanted[1]


def _below_minimum(
    roster: Roster, mine: dict[int, list[Duty]], kinds: dict[str, ShiftType], limits: Policy
) -> Iterator[RosterFinding]:
    """Shifts with fewer people than their minimum, also with nobody: on the weekdays on which the roster has the shift."""
    if not limits.is_on(Check.MINIMUM_HEADS):
        return
    heads: Counter[tuple[datetime.date, str]] = Counter(
        (duty.on, duty.code) for duties in mine.values() for duty in duties if not duty.is_overtime
    )
    usual = {(on.weekday(), code) for on, code in heads}
    hours = open_hours(roster.site, roster.month)
    for on in roster.days:
        is_open = bool(hours.plan(on).intervals)
        for code, kind in sorted(kinds.items()):
            there = heads[on, code]
            is_expected = there or (is_open and (on.weekday(), code) in usual)
            if is_expected and there < kind.minimum_heads:
                yield _of_shift(
                    Check.MINIMUM_HEADS, on, limits, code=code, heads=there, needed=kind.minimum_heads
                )


def _uncovered(
    roster: Roster, mine: dict[int, list[Duty]], elsewhere: dict[int, list[Duty]], limits: Policy
) -> Iterator[RosterFinding]:
    """Half hours with fewer heads than needed; neighbours are one finding with the worst of them."""
    if not limits.is_on(Check.COVERAGE):
        return
    eve = roster.month - ONE_DAY  # its nights reach into the month
    duties = {
        employee: [*(duty for duty in elsewhere.get(employee, ()) if duty.on == eve), *each]
        for employee, each in mine.items()
    }
    found = coverage.covered(roster.department, roster.month, roster.next_month - ONE_DAY, duties)
    for slots in _joined(found.short):
        worst = max(slots, key=lambda slot: slot.short)
        yield _of_shift(
            Check.COVERAGE,
            worst.on,
            limits,
            start=clock(slots[0].start),
            end=clock(slots[-1].end),
            heads=worst.heads,
            needed=worst.needed,
        )


def _joined(short: Iterable[Slot]) -> list[list[Slot]]:
    joined: list[list[Slot]] = []
    for slot in short:
        if joined and joined[-1][-1].on == slot.on and joined[-1][-1].end == slot.start:
            joined[-1].append(slot)
        else:
            joined.append([slot])
    return joined


def heading(code: str) -> str:
    """What the findings of a code are called, for lists of them."""
    return {
        "roster.rest_gap": _("Rest between shifts"),
        "roster.day_hours": _("Hours on a day"),
        "roster.week_hours": _("Hours in a week"),
        "roster.rest_day": _("Rest days"),
        "roster.consecutive_days": _("Working days in a row"),
        "roster.consecutive_nights": _("Night shifts in a row"),
        "roster.overtime_day": _("Overtime on a day"),
        "roster.overtime_month": _("Overtime in a month"),
        "roster.leave": _("Leave"),
        "roster.skill": _("Skill level"),
        "roster.induction": _("Induction"),
        "roster.leader": _("Shift leaders"),
        "roster.minimum_heads": _("Minimum heads of shifts"),
        "roster.coverage": _("Coverage by half hour"),
    }.get(code, _("Employment and team"))
