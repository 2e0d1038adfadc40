"""Makers of complaints: a center with its service department and line, complaints in any state, their steps."""

import datetime
import itertools
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.approvals import services as approvals
from callcenter.approvals.models import Request
from callcenter.people.models import Department, Employee, Site, Team
from complaints.cases import services
from complaints.cases.intake import Intake
from complaints.cases.models import (
    About,
    Case,
    CauseClass,
    Channel,
    Means,
    Outcome,
    Remedy,
    State,
    Step,
    StepDepartment,
    StepKind,
)
from complaints.customers.models import Customer
from complaints.liability.judging.services import LiabilityFacts, judge
from tests.complaints.customers.factories import make_customer
from tests.factories import make_department, make_employee, make_site, make_team

__all__ = ["Center", "make_case", "make_center", "make_customer", "make_intake", "make_step", "taken_to"]

_numbers = itertools.count(1)
DAY = datetime.timedelta(days=1)
OVER = (State.CLOSED, State.NOT_ACCEPTED, State.WITHDRAWN, State.MERGED, State.REDIRECTED)


@dataclass(frozen=True)
class Center:
    """A site with everybody whom a complaint meets; the officer reports to the director, up to the GM."""

    site: Site
    department: Department
    team: Team
    gm: Employee
    deputy_gm: Employee
    manager: Employee
    director: Employee
    officer: Employee
    leader: Employee
    agent: Employee
    marketing: Employee
    lab: Employee

    def user(self, name: str) -> Any:
        """The log-in of one of them: `center.user("officer")`."""
        return getattr(self, name).user


def make_center(**site: Any) -> Center:
    """A site, its line from agent to GM, and two departments that do steps of complaints."""
    place = make_site(**site)
    department = make_department(place, name="Service")
    team = make_team(department, name="Complaints")
    marketing, lab = make_department(place, name="Marketing"), make_department(place, name="Laboratory")
    gm = make_employee(PostCode.GM, site=place)
    deputy_gm = make_employee(PostCode.DEPUTY_GM, site=place, superior=gm)
    manager = make_employee(PostCode.CENTER_MANAGER, site=place, superior=deputy_gm)
    director = make_employee(PostCode.DIRECTOR, site=place, team=team, superior=manager)
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, superior=director)
    made = Center(
        site=place,
        department=department,
        team=team,
        gm=gm,
        deputy_gm=deputy_gm,
        manager=manager,
        director=director,
        leader=leader,
        officer=make_employee(PostCode.COMPLAINT_OFFICER, team=team, superior=director),
        agent=make_employee(PostCode.AGENT, team=team, superior=leader),
        marketing=make_employee(PostCode.DEPT_HANDLER, team=make_team(marketing), superior=deputy_gm),
        lab=make_employee(PostCode.DEPT_HANDLER, team=make_team(lab), superior=deputy_gm),
    )
    for kind, person, place_of in (
        (StepKind.CHECK_ORDER, made.marketing, marketing),
        (StepKind.INVESTIGATE, made.lab, lab),
    ):
        StepDepartment.objects.create(site=place, kind=kind, department=place_of, assignee=person)
    return made


def make_intake(center: Center, **fields: Any) -> Intake:
    """A complaint about a defect as an agent takes it on the hotline, with everything its cause asks for."""
    defaults: dict[str, Any] = {
        "channel": Channel.HOTLINE,
        "title": "The kettle leaks",
        "content": "It leaks since the first day. 水壶从第一天起就漏水。",
        "demand": "A new kettle",
        "customer": fields.get("customer") or make_customer(center.site),
        "cause": CauseClass.objects.get(code="defect"),
        "order_no": "PO-2026-118",
        "lot_no": "L-77",
        "shipped_on": datetime.date(2026, 1, 5),
        "defective_quantity": Decimal(1),
        "taker": center.agent,
    }
    return Intake(site=center.site, **(defaults | fields))


def taken_to(
    center: Center,
    state: State,
    *,
    remedies: tuple[services.RemedyFacts, ...] = (services.RemedyFacts(Remedy.APOLOGY),),
    outcome: Outcome = Outcome.SUBSTANTIATED,
    **fields: Any,
) -> Case:
    """A complaint that went the straight way through the services up to that state."""
    officer = center.user("officer")
    case = services.record_case(make_intake(center, **fields), actor=center.user("agent"))
    if state == State.RECEIVED:
        return case
    case = services.submit(case, actor=center.user("agent"))
    if state == State.SUBMITTED:
        return case
    case = services.accept(case, actor=officer, owner=center.officer)
    if state == State.ACCEPTED:
        return case
    services.log_contact(
        case, actor=officer, means=Means.PHONE, about=About.ACKNOWLEDGEMENT, words="We have it."
    )
    for step in Step.objects.filter(case=case, kind__in=[StepKind.CHECK_ORDER, StepKind.INVESTIGATE]):
        services.finish_step(step, actor=officer, result="Looked at.")
    fault = "own" if outcome != Outcome.NOT_SUBSTANTIATED else "none"
    services.write_findings(case, actor=officer, text="The lid is bent.", fault=fault, outcome=outcome)
    case = services.finish_investigation(case, actor=officer)
    if outcome != Outcome.NOT_SUBSTANTIATED:
        judge(case, LiabilityFacts(center.department, "The lid is bent."), actor=officer)
    if state == State.INVESTIGATED:
        return case
    services.give_verdict(
        case,
        actor=officer,
        is_own_quality_problem=outcome != Outcome.NOT_SUBSTANTIATED,
        is_human_negligence=False,
        is_improvement_tracked=outcome != Outcome.NOT_SUBSTANTIATED,
    )
    services.propose_remedies(case, remedies if outcome != Outcome.NOT_SUBSTANTIATED else (), actor=officer)
    services.submit_report(case, actor=officer, text="We propose this.")
    if state == State.REPORTED:
        return _fresh(case)
    decide(case)
    if state in (State.DECIDED, State.NOT_UPHELD):
        return _fresh(case)
    means = Means.LETTER if case.is_serious else Means.PHONE
    services.convey(case, actor=officer, means=means, words="This is our decision.")
    if state == State.CONVEYED:
        return _fresh(case)
    services.record_answer(
        case, actor=officer, accepts=state != State.NOT_ACCEPTED, words="The customer says so."
    )
    if state in (State.EXECUTING, State.NOT_ACCEPTED):
        return _fresh(case)
    services.close(case, actor=officer)
    return _fresh(case)


def decide(case: Case) -> Case:
    """Everybody of the line who is asked says yes."""
    while request := running_request(case):
        step = request.steps.get(state="open")
        approvals.approve(request, actor=step.approver.user, comment="Agreed.")
    return _fresh(case)


def running_request(case: Case) -> Request | None:
    """The open request for the decision on it."""
    reports = list(case.reports.values_list("pk", flat=True))
    return Request.objects.filter(kind="cases.decision", subject_id__in=reports, state="open").first()


def _fresh(case: Case) -> Case:
    return Case.objects.select_related("site", "owner__user", "customer", "cause").get(pk=case.pk)


def make_case(site: Site | None = None, state: State = State.RECEIVED, **fields: Any) -> Case:
    """A row in any state, as the database allows it, past the services: for lists, figures and rooms above."""
    number = next(_numbers)
    customer: Customer | None = fields.pop("customer", None)
    site = site or (customer.site if customer else make_site())
    owner = fields.pop("owner", None) or make_employee(PostCode.COMPLAINT_OFFICER, site=site)
    now = timezone.now()
    received_at = fields.pop("received_at", now - 2 * DAY)
    found: dict[str, Any] = {
        "channel": Channel.HOTLINE,
        "title": f"Complaint {number}",
        "content": "It does not work.",
        "received_at": received_at,
        "customer": customer or make_customer(site),
    }
    if state not in (State.RECEIVED, State.SUBMITTED, State.WITHDRAWN, State.MERGED, State.REDIRECTED):
        found |= {
            "number": f"KS-209901-{number:04}",
            "number_series": "KS-209901-*",
            "number_seq": number,
            "submitted_at": received_at,
            "accepted_at": received_at,
            "due_at": received_at + 6 * DAY,
        }
    told = (State.CONVEYED, State.EXECUTING, State.CLOSED, State.NOT_ACCEPTED)
    if state in (State.REPORTED, State.DECIDED, State.NOT_UPHELD, *told):
        found |= {"investigated_at": received_at, "reported_at": received_at}
    if state in (State.DECIDED, State.NOT_UPHELD, *told):
        found |= {"decided_at": received_at, "outcome": Outcome.SUBSTANTIATED, "fault": "own"}
    if state in told:
        found |= {"conveyed_at": received_at}
    if state in (State.EXECUTING, State.CLOSED, State.NOT_ACCEPTED):
        found |= {"answered_at": received_at, "is_decision_accepted": state != State.NOT_ACCEPTED}
    if state in OVER:
        found |= {"closed_at": now}
    return Case.objects.create(site=site, state=state, owner=owner, **(found | fields))


def make_step(case: Case, kind: StepKind = StepKind.OTHER, **fields: Any) -> Step:
    """A step of it that runs, due with the complaint."""
    found: dict[str, Any] = {
        "title": "Look again",
        "position": 1,
        "state": "running",
        "started_at": timezone.now(),
        "due_at": case.due_at or timezone.now() + DAY,
        "assignee": case.owner,
    }
    return Step.objects.create(case=case, kind=kind, **(found | fields))
