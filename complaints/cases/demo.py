"""Complaints of the demo center: three months of them in every state and both languages, counted back from now. Made once.

What is over is written as it stood, with its log, steps, contacts and clock at their times; what is open goes through the services,
as far as these take a moment in the past.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.approvals import services as approvals
from callcenter.approvals.requests.models import StepState as Asked
from callcenter.clocks.services import start_clock, stop_clock
from callcenter.people.models import Employee, Site, Team
from callcenter.rulebook.services import set_value
from callcenter.rulebook.values import value
from complaints.cases import deadlines, moving, numbers, search, services
from complaints.cases.contacts.models import About, Contact, Means
from complaints.cases.decisions.models import Findings, RemedyLine, Report
from complaints.cases.decisions.services import KIND, weigh
from complaints.cases.demo_stories import CHINESE, ENGLISH, Story
from complaints.cases.dossier import Case, CaseEvent, CauseClass
from complaints.cases.intake import Intake
from complaints.cases.owners import officers
from complaints.cases.regulation import REGIME
from complaints.cases.states import Channel, Outcome, Remedy, Severity, State, Trigger
from complaints.cases.steps.models import Step, StepDepartment, StepKind, StepState
from complaints.customers.models import Customer

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
PAST = 46  # complaints that are over
EVERY = 1.8  # days between them
CURED, CURED_FROM = "billing", 18  # a cause that comes no more since an action nine weeks ago
LEAST_BACK = 8.0  # days: the latest of them
REMEDIES = (
    ((Remedy.APOLOGY, 0, None),),
    ((Remedy.COMPENSATION, 120, None), (Remedy.APOLOGY, 0, None)),
    ((Remedy.DISCOUNT, 300, None),),
    ((Remedy.RETURN, 459, 1),),
    ((Remedy.COMPENSATION, 1800, None),),
    ((Remedy.EXPLANATION, 0, None),),
    ((Remedy.REPROCESSING, 0, 1),),
)  # fmt: skip
CHANNELS = (
    Channel.HOTLINE,
    Channel.HOTLINE,
    Channel.WEB,
    Channel.EMAIL,
    Channel.MARKETING,
    Channel.VISIT,
    Channel.LETTER,
)
LATE = (5, 13, 27, 38)  # of the past ones: closed after their deadline
SERIOUS = {9: Trigger.INJURY, 24: Trigger.DATA_LEAK, 41: Trigger.PUBLIC}
SMALL = 63  # the number of the one whose amount its own director may approve
REJECTED = 60  # the number of the one that was just decided not to be upheld
REFUSED, WITHDRAWN, NOT_UPHELD = (7, 30), (11, 33), (3, 17, 29, 43, REJECTED)
OPEN_LATE = 8 * DAY


@dataclass
class _Cast:
    """Who takes part at a site."""

    site: Site
    agents: list[Employee]
    officers: list[Employee]
    director: User
    customers: list[Customer]
    causes: dict[str, CauseClass]
    departments: dict[str, StepDepartment]

    def agent(self, number: int) -> Employee:
        return self.agents[number % len(self.agents)]

    def owner(self, number: int) -> Employee:
        return self.officers[number % len(self.officers)]

    def customer(self, number: int) -> Customer | None:
        return self.customers[number * 7 % len(self.customers)] if self.customers else None

    def story(self, number: int) -> Story:
        stories = CHINESE if self.site.country == "CN" and number % 4 else ENGLISH
        found = stories[number % len(stories)]
        while number >= CURED_FROM and found.cause == CURED:
            number += 1
            found = stories[number % len(stories)]
        return found


@transaction.atomic
def make(site: Site) -> int:
    """Make the complaints of a site; how many. Nothing where there are any, or nobody answers for them."""
    if Case.objects.filter(site=site).exists():
        return 0
    cast = _cast(site)
    if cast is None:
        return 0
    now = timezone.now().replace(second=0, microsecond=0)
    _regulate(cast)
    made = 0
    for number in range(PAST):
        back = LEAST_BACK + (PAST - 1 - number) * EVERY
        made += _past(cast, number, _in_working_hours(site, now - back * DAY, number))
    made += _under_way(cast, now)
    return made + _open(cast, now)


def _regulate(cast: _Cast) -> None:
    """Abroad a regulator counts days beside ours."""
    site = cast.site
    if site.country == "CN" or value(REGIME, site, on=site.today()) != "off":
        return
    set_value(
        REGIME,
        site=site,
        value="insurance",
        effective_on=site.today() - 120 * DAY,
        reason="The regulator’s days hold in Sydney. 悉尼适用监管机构的时限。",
        actor=None,
        is_backdating=True,
    )


def _cast(site: Site) -> _Cast | None:
    today = site.today()
    rows = Employee.objects.filter(site=site, left_on=None, user__is_active=True).select_related("user")
    agents = list(rows.holding([PostCode.AGENT], today).order_by("number").distinct()[:8])
    owners = [one for one in officers(site) if one.user]
    if not agents or not owners:
        return None
    return _Cast(
        site,
        agents,
        owners,
        owners[-1].user or owners[0].user,  # type: ignore[arg-type]
        list(Customer.objects.filter(site=site, merged_into=None).order_by("pk")[:40]),
        {one.code: one for one in CauseClass.objects.all()},
        _departments(site, rows.holding([PostCode.DEPT_HANDLER], today)),
    )


def _departments(site: Site, handlers: Any) -> dict[str, StepDepartment]:
    """Say who does the steps of departments, where handlers are: marketing asks about the order, the laboratory finds out
    why; without these the first and the last of the handlers."""
    found = [(one, _place(one, site)) for one in handlers.order_by("number").distinct()]
    by_code = {team.department.code: (one, team) for one, team in found if team is not None}
    rows = {row.kind: row for row in StepDepartment.objects.filter(site=site, family="")}
    for kind, code, other in (
        (StepKind.CHECK_ORDER, "marketing", found[:1]),
        (StepKind.INVESTIGATE, "laboratory", found[-1:]),
    ):
        person, team = by_code.get(code) or next(iter(other), (None, None))
        if kind not in rows and person is not None and team is not None:
            rows[kind] = StepDepartment.objects.create(
                site=site, kind=kind, department=team.department, assignee=person
            )
    return rows


def _place(person: Employee, site: Site) -> Team | None:
    """The team that the person is in today."""
    rows = person.teammemberships.filter(period__contains=site.today())
    found = rows.select_related("team__department").first()
    return found.team if found else None


def _in_working_hours(site: Site, at: datetime.datetime, number: int) -> datetime.datetime:
    local = at.astimezone(site.zone)
    return local.replace(hour=9 + number * 5 % 9, minute=number * 17 % 60).astimezone(datetime.UTC)


def _intake(cast: _Cast, number: int, received_at: datetime.datetime, **more: Any) -> Intake:
    """The form of a story, with what its cause asks for."""
    story, customer = cast.story(number), cast.customer(number)
    cause = cast.causes.get(story.cause)
    asked = set(cause.needs) if cause else set()
    goods = {
        "order_no": f"PO-{received_at:%y%m}-{100 + number}" if "order_no" in asked else "",
        "lot_no": f"L{number % 12 + 1:02d}-{received_at:%m}" if "lot_no" in asked else "",
        "policy_no": f"VIP-{70000 + number}" if "policy_no" in asked else "",
        "shipped_on": received_at.date() - 6 * DAY if "shipped_on" in asked else None,
        "defective_quantity": Decimal(1 + number % 3) if "defective_quantity" in asked else None,
    }
    given: dict[str, Any] = {
        "channel": CHANNELS[number % len(CHANNELS)],
        "title": story.title,
        "content": story.content,
        "demand": story.demand,
        "customer": customer,
        "contact_name": customer.name if customer else "Example",
        "contact_phone": "" if customer else f"138 0000 {number:04d}",
        "cause": cause,
        "taker": cast.agent(number),
        "owner": cast.owner(number),
        "received_at": received_at,
    }
    return Intake(site=cast.site, **(given | goods | more))


# What is over, or decided: written as it stood.


def _row(cast: _Cast, number: int, received_at: datetime.datetime, **more: Any) -> Case:
    """The form as a row that was just received."""
    intake = _intake(cast, number, received_at, **more)
    case = Case(
        site=intake.site, channel=intake.channel, title=intake.title, content=intake.content, demand=intake.demand,
        customer=intake.customer, contact_name=intake.contact_name, contact_phone=intake.contact_phone, cause=intake.cause,
        order_no=intake.order_no, lot_no=intake.lot_no, policy_no=intake.policy_no, shipped_on=intake.shipped_on,
        defective_quantity=intake.defective_quantity, taker=intake.taker, owner=intake.owner, received_at=received_at,
        recorded_at=received_at, triggers=list(intake.triggers), parent=intake.parent,
        severity=Severity.SERIOUS if intake.triggers else Severity.ORDINARY,
    )  # fmt: skip
    if intake.parent is not None:
        case.root, case.chain_seq = intake.parent.root or intake.parent, intake.parent.chain_seq + 1
    assert intake.taker is not None
    team = intake.taker.teammemberships.filter(period__contains=cast.site.today()).first()
    case.team = team.team if team else None
    case.save(force_insert=True)
    _event(case, "record", received_at, intake.taker.user, "", State.RECEIVED)
    return case


def _event(
    case: Case,
    kind: str,
    at: datetime.datetime,
    by: User | None,
    came: str,
    to: str,
    comment: str = "",
    **data: Any,
) -> None:
    CaseEvent.objects.create(
        case=case, kind=kind, at=at, actor=by, from_state=came, to_state=to, comment=comment, data=data
    )


def _move(
    case: Case, key: str, at: datetime.datetime, to: State, by: User | None, comment: str = "", **changed: Any
) -> None:
    """One transition at its time."""
    came = case.state
    for name, given in (changed | {"state": to}).items():
        setattr(case, name, given)
    case.version += 1
    case.save()
    _event(case, key, at, by, came, to, comment)


def _accepted(cast: _Cast, case: Case, at: datetime.datetime) -> Any:
    """Number, clock and steps of the acceptance; the clock."""
    by = case.owner.user
    _move(
        case,
        "submit",
        at - HOUR / 2,
        State.SUBMITTED,
        case.taker.user if case.taker else None,
        submitted_at=at - HOUR / 2,
    )
    on = at.astimezone(cast.site.zone).date()
    number, series, seq = numbers.next_number(cast.site, on)
    case.number, case.number_series, case.number_seq = number, series, seq
    kind = deadlines.kind_of_close(cast.site, case.severity, on)
    clock = start_clock(kind, case, site=cast.site, actor=None, at=at, owner=by, team=case.team)
    _move(case, "accept", at, State.ACCEPTED, by, accepted_at=at, due_at=clock.due_at)
    case.refresh_from_db()
    return clock


def _steps(cast: _Cast, case: Case, ends: dict[StepKind, datetime.datetime | None]) -> None:
    """The steps as they went; None: not done yet."""
    assert case.accepted_at is not None
    assert case.due_at is not None
    begun = case.accepted_at
    for position, (kind, done_at) in enumerate(ends.items()):
        place = cast.departments.get(kind)
        due_at = min(case.accepted_at + (position + 1) * DAY, case.due_at)
        late = done_at is not None and done_at > due_at
        Step.objects.create(
            case=case, kind=kind, position=position, department=place.department if place else None,
            assignee=(place.assignee if place else None) or case.owner, due_at=due_at, started_at=begun, done_at=done_at,
            state=StepState.DONE if done_at else StepState.RUNNING,
            result=cast.story(case.pk).finding if kind == StepKind.INVESTIGATE and done_at else "",
            overdue_reason="等待样品 / Waiting for the sample" if late else "",
        )  # fmt: skip
        begun = done_at or begun


def _contact(
    case: Case,
    about: About,
    at: datetime.datetime,
    words: str,
    *,
    means: Means = Means.PHONE,
    ours: bool = True,
) -> None:
    Contact.objects.create(
        case=case, at=at, is_ours=ours, means=means, about=about, words=words, decided_at=case.decided_at,
        by=case.owner.user, recorded_at=at,
    )  # fmt: skip
    _event(case, "contact", at, case.owner.user, "", "", words, about=str(about))


def _investigated(cast: _Cast, case: Case, number: int, pace: float) -> datetime.datetime:
    """Acknowledged, found out, reported; when it was reported."""
    assert case.accepted_at is not None
    at = case.accepted_at
    _contact(
        case,
        About.ACKNOWLEDGEMENT,
        at + HOUR,
        _said(
            cast,
            number,
            "已告知客户受理编号与预计答复时间。",
            "Told the number and when to expect an answer.",
        ),
    )
    case.acknowledged_at = at + HOUR
    outcome = (
        Outcome.NOT_SUBSTANTIATED
        if number in NOT_UPHELD
        else Outcome.PARTLY
        if number % 5 == 0
        else Outcome.SUBSTANTIATED
    )
    fault = "none" if outcome == Outcome.NOT_SUBSTANTIATED else "third_party" if number % 9 == 4 else "own"
    is_upheld = outcome != Outcome.NOT_SUBSTANTIATED
    place = cast.departments.get(StepKind.INVESTIGATE)
    Findings.objects.create(
        case=case, text=cast.story(number).finding, fault=fault, outcome=outcome, originating_unit=place.department if place else None,
        is_own_quality_problem=fault == "own" and number % 2 == 0, is_human_negligence=is_upheld and number % 4 == 1,
        is_improvement_tracked=is_upheld and number % 4 != 1, verdict_by=case.owner.user, verdict_at=at + 2.5 * DAY * pace,
    )  # fmt: skip
    lines = REMEDIES[number % len(REMEDIES)] if is_upheld else ((Remedy.EXPLANATION, 0, None),)
    RemedyLine.objects.bulk_create(
        [
            RemedyLine(case=case, kind=kind, amount=Decimal(cost), quantity=count)
            for kind, cost, count in lines
        ]
    )
    by, done = case.owner.user, at + 2.4 * DAY * pace
    amount = sum((Decimal(cost) for _kind, cost, _count in lines), Decimal(0))
    _move(
        case,
        "finish_investigation",
        done,
        State.INVESTIGATED,
        by,
        investigated_at=done,
        fault=fault,
        outcome=outcome,
        amount=amount,
    )
    reported = at + 3 * DAY * pace
    text = cast.story(number).finding
    weight = weigh(case)
    Report.objects.create(
        case=case, round=1, text=text, outcome=outcome, amount=weight.own, counted_amount=weight.counted, tier=weight.tier,
        submitted_at=reported, submitted_by=by,
    )  # fmt: skip
    clock = start_clock(
        deadlines.REPORT,
        case,
        site=cast.site,
        actor=None,
        at=done,
        due_at=deadlines.report_due(case, done),
        owner=by,
        team=case.team,
    )
    stop_clock(clock, actor=None, at=reported)
    _move(case, "submit_report", reported, State.REPORTED, by, text, reported_at=reported)
    return reported


def _decided(cast: _Cast, case: Case, at: datetime.datetime) -> None:
    is_upheld = case.outcome != Outcome.NOT_SUBSTANTIATED
    key, to = ("decide", State.DECIDED) if is_upheld else ("decide_not_upheld", State.NOT_UPHELD)
    words = _said(cast, case.pk, "同意。", "Agreed.")
    Report.objects.filter(case=case).update(
        decided_at=at, decided_by=cast.director, is_approved=True, decision=words
    )
    _move(case, key, at, to, cast.director, words, decided_at=at)


def _told(cast: _Cast, case: Case, at: datetime.datetime) -> None:
    words = _said(cast, case.pk, "已向客户说明处理决定。", "Told the customer what was decided.")
    _contact(case, About.DECISION, at, words, means=Means.LETTER if case.is_serious else Means.PHONE)
    _move(case, "convey", at, State.CONVEYED, case.owner.user, words, conveyed_at=at)


def _answered(cast: _Cast, case: Case, at: datetime.datetime, *, accepts: bool) -> None:
    words = _said(
        cast,
        case.pk,
        "同意。" if accepts else "补偿太少，不同意。",
        "Fine." if accepts else "That is too little.",
    )
    _contact(case, About.ANSWER, at, words, ours=False)
    key, to = ("accept_decision", State.EXECUTING) if accepts else ("refuse_decision", State.NOT_ACCEPTED)
    closed = {} if accepts else {"closed_at": at}
    _move(case, key, at, to, case.owner.user, words, answered_at=at, is_decision_accepted=accepts, **closed)


def _said(cast: _Cast, number: int, chinese: str, english: str) -> str:
    return chinese if cast.story(number) in CHINESE else english


def _past(cast: _Cast, number: int, received_at: datetime.datetime) -> int:
    """One complaint that is over, with the form that followed where the customer did not accept; how many."""
    more: dict[str, Any] = {"triggers": (SERIOUS[number],)} if number in SERIOUS else {}
    case = _row(cast, number, received_at, **more)
    clock = _accepted(cast, case, received_at + (1 + number % 4) * HOUR)
    if number in WITHDRAWN:
        words = _said(cast, number, "客户来电撤诉。", "The customer rang and takes it back.")
        at = received_at + 1.5 * DAY
        _move(
            case,
            "withdraw",
            at,
            State.WITHDRAWN,
            case.owner.user,
            words,
            closed_at=at,
            outcome=Outcome.WITHDRAWN,
        )
        stop_clock(clock, actor=None, at=at)
        _indexed(case)
        return 1
    pace = 0.5 if case.is_serious else 1.6 if number in LATE else 0.7 + number % 4 * 0.1
    reported = _investigated(cast, case, number, pace)
    _decided(cast, case, reported + 0.8 * DAY * pace)
    _told(cast, case, reported + 1.1 * DAY * pace)
    answered = reported + 1.4 * DAY * pace
    _answered(cast, case, answered, accepts=number not in REFUSED)
    assert case.accepted_at is not None
    assert case.due_at is not None
    ends = {
        StepKind.REGISTER: case.accepted_at + HOUR, StepKind.CHECK_ORDER: case.accepted_at + 0.8 * DAY * pace,
        StepKind.INVESTIGATE: case.investigated_at, StepKind.REPORT: case.reported_at, StepKind.DECIDE: case.decided_at,
        StepKind.CLOSE: answered + DAY / 4,
    }  # fmt: skip
    _steps(cast, case, ends)
    end = answered
    if number not in REFUSED:
        end = answered + DAY / 4
        _move(case, "close", end, State.CLOSED, case.owner.user, closed_at=end)
    if end > case.due_at:
        _explained(cast, case, number)
    stop_clock(clock, actor=None, at=end)
    _indexed(case)
    if number not in REFUSED:
        return 1
    return 1 + _followed(cast, case, number, answered)


def _explained(cast: _Cast, case: Case, number: int) -> None:
    """Closed late: the flag stays, with why and the apology."""
    assert case.due_at is not None
    case.overdue_at = case.due_at
    case.overdue_reason = _said(cast, number, "供应商样品检测延迟。", "The supplier’s test took longer.")
    case.save(update_fields=["overdue_at", "overdue_reason"])
    words = _said(cast, number, "就延误向客户致歉。", "Apologised for the delay.")
    _contact(case, About.APOLOGY, case.due_at + 2 * HOUR, words)


def _followed(cast: _Cast, parent: Case, number: int, at: datetime.datetime) -> int:
    """The new form with the old one attached, which the customer accepted."""
    case = _row(cast, number, at, parent=parent, channel=Channel.FOLLOW_UP)
    clock = _accepted(cast, case, at + HOUR)
    reported = _investigated(cast, case, number, 0.6)
    _decided(cast, case, reported + DAY / 2)
    _told(cast, case, reported + DAY * 0.7)
    _answered(cast, case, reported + DAY, accepts=True)
    end = reported + DAY * 1.2
    _move(case, "close", end, State.CLOSED, case.owner.user, closed_at=end)
    stop_clock(clock, actor=None, at=end)
    _indexed(case)
    return 1


def _indexed(cases: Case | Iterable[Case]) -> None:
    for case in [cases] if isinstance(cases, Case) else cases:
        Case.objects.filter(pk=case.pk).update(search=search.index(case))


def _under_way(cast: _Cast, now: datetime.datetime) -> int:
    """Reported and waiting for the decision; decided; told; being carried out; not upheld: their clocks run."""
    states = (State.REPORTED, State.DECIDED, State.CONVEYED, State.EXECUTING)
    plan = [
        *((PAST + offset, upto) for offset, upto in enumerate(states)),
        (REJECTED, State.NOT_UPHELD),
        (SMALL, State.REPORTED),
    ]
    for number, upto in plan:
        case = _row(cast, number, now - 4.5 * DAY)
        _accepted(cast, case, now - 4.4 * DAY)
        reported = _investigated(cast, case, number, 0.9)
        if upto == State.REPORTED:
            _asked(cast, case, number)
        else:
            _decided(cast, case, reported + DAY * 0.6)
        if upto in (State.CONVEYED, State.EXECUTING):
            _told(cast, case, reported + DAY * 0.8)
        if upto == State.EXECUTING:
            _answered(cast, case, reported + DAY, accepts=True)
        assert case.accepted_at is not None
        last = {StepKind.DECIDE: case.decided_at} | ({StepKind.CLOSE: None} if case.decided_at else {})
        _steps(cast, case, {
            StepKind.REGISTER: case.accepted_at + HOUR, StepKind.CHECK_ORDER: case.accepted_at + DAY / 2,
            StepKind.INVESTIGATE: case.investigated_at, StepKind.REPORT: case.reported_at, **last,
        })  # fmt: skip
        _indexed(case)
    return len(plan)


def _asked(cast: _Cast, case: Case, number: int) -> None:
    """The report on its way to who may approve its amount: those below have endorsed it."""
    finding = cast.story(number).finding
    request = approvals.start(KIND, case.reports.get(), applicant=case.owner, actor=None, reason=finding)
    while request.steps.filter(state=Asked.WAITING).exists():
        step = request.steps.get(state=Asked.OPEN)
        approvals.approve(request, actor=step.approver.user, comment=_said(cast, number, "同意。", "Agreed."))


# What is open: through the services.


def _open(cast: _Cast, now: datetime.datetime) -> int:
    """Received, submitted, under investigation on several days: one overdue, one especially serious; report due."""
    plan = (
        (0.1, State.RECEIVED), (0.05, State.SUBMITTED), (0.3, State.SUBMITTED), (0.6, State.ACCEPTED), (1.5, State.ACCEPTED),
        (2.4, State.ACCEPTED), (5.3, State.ACCEPTED), (OPEN_LATE / DAY, State.ACCEPTED), (3.2, State.INVESTIGATED),
        (4.1, State.INVESTIGATED),
    )  # fmt: skip
    for offset, (back, upto) in enumerate(plan):
        number = PAST + 4 + offset
        more: dict[str, Any] = {"triggers": (Trigger.LAWSUIT,)} if offset == 4 else {}
        received_at = now - back * DAY
        case = services.record_case(_intake(cast, number, received_at, **more), actor=None)
        if upto == State.RECEIVED:
            continue
        case = services.submit(case, actor=None)
        if upto == State.SUBMITTED:
            continue
        accepted_at = received_at + HOUR
        case = services.accept(case, actor=None, owner=cast.owner(number), at=accepted_at)
        words = _said(cast, number, "已致电确认收到投诉。", "Rang to say that we have it.")
        services.log_contact(
            case,
            actor=None,
            means=Means.PHONE,
            about=About.ACKNOWLEDGEMENT,
            words=words,
            at=accepted_at + HOUR,
        )
        if upto == State.INVESTIGATED:
            _investigate(cast, case, number, now)
    services.mark_overdue()
    return len(plan)


def _investigate(cast: _Cast, case: Case, number: int, now: datetime.datetime) -> None:
    """Every department did its step, the findings are written."""
    finding = cast.story(number).finding
    for kind in (StepKind.CHECK_ORDER, StepKind.INVESTIGATE):
        for step in Step.objects.filter(case=case, kind=kind):
            if now > step.due_at:
                services.explain_late_step(
                    step, actor=None, reason=_said(cast, number, "等待样品。", "Waited for the sample.")
                )
            services.finish_step(step, actor=None, result=finding)
    services.write_findings(case, actor=None, text=finding, fault="own", outcome=Outcome.SUBSTANTIATED)
    services.finish_investigation(moving.held(case), actor=None, at=now - HOUR)
