"""What a complaint's page shows, gathered in constant queries: its steps as bars, its line of forms, who will decide, what happened."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.approvals import services as approvals
from callcenter.clocks.models import Rung, RungState
from callcenter.objections import Objection
from callcenter.people.models import Employee
from callcenter.web import cells
from complaints.cases import log, wording
from complaints.cases.acts import STEP_ACTS, Act
from complaints.cases.decisions.models import Report
from complaints.cases.decisions.services import KIND, Weight, tier_rules, weigh
from complaints.cases.dossier import Case, CaseEvent
from complaints.cases.states import Outcome, State
from complaints.cases.steps.models import Step
from complaints.customers.masking import masked_email, masked_phone

WIDTH = 1000  # of a bar, from acceptance to the deadline
DOUBLED = ("contact", "chased")  # lines of the log that stand as contacts and chases with more to say
KINDS = ("moves", "contacts", "chases", "deadlines")


@dataclass(frozen=True)
class Bar:
    """Places of a step on the line of the complaint's days, 0 to 1000: used from `start` to `end`, planned until `due`."""

    start: int
    used: int
    rest: int
    is_late: bool


@dataclass(frozen=True)
class StepLine:
    """One step with its words, its bar and what may be done with it."""

    step: Step
    name: str
    state: tuple[str, str]
    used: str
    rest: str
    bar: Bar | None
    due: int  # its place on the line
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class Plan:
    """The steps on the line of days: `days` are the places where a day begins, `now` where we are."""

    lines: list[StepLine]
    days: list[tuple[int, str]]
    now: int | None


def plan(case: Case, user: User, now: datetime.datetime | None = None) -> Plan:
    """The steps of an accepted complaint."""
    now = now or timezone.now()
    steps = list(case.steps.select_related("department", "assignee"))
    if not steps or case.accepted_at is None or case.due_at is None:
        return Plan([], [], None)
    end = max([case.due_at, min(now, case.closed_at or now), *(s.done_at for s in steps if s.done_at)])
    whole = (end - case.accepted_at).total_seconds() or 1
    start_at = case.accepted_at

    def place(at: datetime.datetime) -> int:
        return max(0, min(WIDTH, round(WIDTH * (at - start_at).total_seconds() / whole)))

    lines = []
    for step in steps:
        step.case = case
        lines.append(_line(step, user, place, now))
    return Plan(lines, _days(case, end, place), place(now) if case.closed_at is None else None)


def _line(step: Step, user: User, place: Any, now: datetime.datetime) -> StepLine:
    bar, used, rest = None, "", ""
    if step.started_at is not None:
        until = step.done_at or now
        start, upto, due = place(step.started_at), place(until), place(step.due_at)
        late = wording.is_late(step, now)
        bar = Bar(start, max(4, upto - start), max(0, due - upto), late)
        used = cells.span((until - step.started_at).total_seconds())
        if step.done_at is None and not late:
            rest = cells.span((step.due_at - now).total_seconds())
    offered = tuple(act for act in STEP_ACTS.values() if act.is_offered(user, step))
    return StepLine(
        step,
        wording.step_name(step),
        wording.step_state(step, now),
        used,
        rest,
        bar,
        place(step.due_at),
        offered,
    )


def _days(case: Case, end: datetime.datetime, place: Any) -> list[tuple[int, str]]:
    """Midnights on the line, with the number of the day that begins."""
    assert case.accepted_at is not None
    zone = case.site.zone
    first = case.accepted_at.astimezone(zone).date()
    found: list[tuple[int, str]] = []
    number = 1
    while True:
        midnight = datetime.datetime.combine(
            first + datetime.timedelta(days=number), datetime.time(), tzinfo=zone
        )
        if midnight >= end or number > 60:
            return found
        found.append((place(midnight), str(number)))
        number += 1


@dataclass(frozen=True)
class Deciders:
    """Who will decide if the report is handed in now, and why."""

    weight: Weight
    people: list[tuple[Employee, str]]  # with their posts, the last one decides finally
    refused: list[Objection]
    basis: Objection

    @property
    def tier_words(self) -> str:
        """The tier in words."""
        return (
            _("Tier 0: nothing to pay"),
            _("Tier 1: the service manager’s"),
            _("Tier 2: the deputy GM’s"),
            _("Tier 3: the GM’s"),
        )[self.weight.tier]


def deciders(case: Case) -> Deciders | None:
    """While the report is not decided: the chain up the owner's line by amount and severity, with what it rests on."""
    if case.state not in (State.ACCEPTED, State.INVESTIGATED, State.REPORTED):
        return None
    weight = weigh(case)
    report = Report(case=case, tier=weight.tier, outcome=case.outcome or Outcome.SUBSTANTIATED)
    links, refused = approvals.preview(KIND, report, case.owner)
    basis = Objection(
        "cases.decided_by_tier", {"total": cells.number(weight.counted)}, "", tier_rules(weight.tier)
    )
    found = Employee.objects.in_bulk([link.employee_id for link in links])
    people = [(found[link.employee_id], str(PostCode(link.post).label)) for link in links]
    return Deciders(weight, people, refused, basis)


@dataclass(frozen=True)
class Chain:
    """The forms of one matter, first to last, and the days from the first receipt to the end of the last."""

    cases: list[Case]
    elapsed: str


def chain(case: Case) -> Chain | None:
    """The earlier and later forms, where there are any."""
    root = case.root_id or case.pk
    rows = Case.objects.filter(root=root) | Case.objects.filter(pk=root)
    found = list(rows.order_by("chain_seq", "pk").defer("search"))
    if len(found) < 2:
        return None
    end = found[-1].closed_at or timezone.now()
    return Chain(found, cells.span((end - found[0].received_at).total_seconds()))


def timeline(case: Case, show: str = "") -> list[dict[str, Any]]:
    """Everything that happened, the newest first: moves, contacts, chases, steps of deadlines that were reached."""
    found: list[dict[str, Any]] = []
    if show in ("", "moves"):
        found += _moves(case)
    if show in ("", "contacts"):
        found += _contacts(case)
    if show in ("", "chases"):
        found += _chases(case)
    if show in ("", "deadlines"):
        found += _rungs(case)
    return sorted(found, key=lambda entry: entry["at"], reverse=True)


def _moves(case: Case) -> Iterable[dict[str, Any]]:
    events = CaseEvent.objects.filter(case=case).exclude(kind__in=DOUBLED).select_related("actor__employee")
    for event in events:
        event.case = case
        icon = "arrow-right" if event.to_state else "point"
        yield _entry(event.at, event.actor, log.sentence(event), event.comment, icon)


def _contacts(case: Case) -> Iterable[dict[str, Any]]:
    for contact in case.contacts.select_related("by__employee"):
        whose = _("from us") if contact.is_ours else _("from the customer")
        title = f"{contact.get_about_display()} · {contact.get_means_display()} · {whose}"
        if contact.is_promise:
            title += " · " + _("with a promise")
        yield _entry(contact.at, contact.by, title, contact.words, "phone-call")


def _chases(case: Case) -> Iterable[dict[str, Any]]:
    for chase in case.chases.select_related("by__employee", "step"):
        step = wording.step_name(chase.step) if chase.step else ""
        yield _entry(chase.at, chase.by, _("Chased: %(step)s") % {"step": step}, chase.words, "bell")


def _rungs(case: Case) -> Iterable[dict[str, Any]]:
    """Steps of the deadlines of the complaint and of its steps that were reached."""
    steps = {step.pk: wording.step_name(step) for step in case.steps.all()}
    types = ContentType.objects.get_for_models(Case, Step)
    of_case = Q(clock__subject_type=types[Case], clock__subject_id=case.pk)
    of_steps = Q(clock__subject_type=types[Step], clock__subject_id__in=list(steps))
    rungs = Rung.objects.filter(of_case | of_steps, state=RungState.FIRED).select_related("clock")
    for rung in rungs:
        is_step = rung.clock.subject_type_id == types[Step].pk
        name = steps.get(rung.clock.subject_id, "") if is_step else str(rung.clock.title)
        yield _entry(rung.fire_at, None, str(rung.title), name, "clock-exclamation")


def _entry(at: datetime.datetime, who: User | None, title: str, text: str, icon: str) -> dict[str, Any]:
    return {"at": at, "who": _name(who), "title": title, "text": text, "icon": icon}


def _name(who: User | None) -> str:
    """The person's name, where the log-in belongs to one."""
    if who is None:
        return _("The system")
    return str(getattr(who, "employee", None) or who)


def masked(case: Case) -> dict[str, str]:
    """How the customer is reached, as everybody sees it (domain §3.4)."""
    customer = case.customer
    return {
        "name": customer.name if customer else case.contact_name,
        "contact": case.contact_name if customer and case.contact_name != customer.name else "",
        "phone": masked_phone(case.contact_phone or (customer.phone if customer else "")),
        "email": masked_email(case.contact_email or (customer.email if customer else "")),
    }
