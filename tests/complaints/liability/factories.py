"""The people of liability, and complaints as far as needed."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.people.models import Department, Employee, Site, Team
from complaints.cases.dossier import Case
from complaints.cases.states import State
from complaints.liability.judging.models import LossKind
from complaints.liability.judging.services import LiabilityFacts, LossFacts, ShareFacts
from complaints.liability.models import PenaltyNotice, Review, ReviewLine, Verdict
from complaints.liability.notices import services as notices
from complaints.liability.reviews import services as reviews
from tests.complaints.factories import make_case
from tests.factories import make_department, make_employee, make_team
from tests.quality.conduct.factories import catalogue

LAST_MONTH = datetime.date(2026, 10, 1)


@dataclass
class House:
    """A site with its service department, and the office above all."""

    site: Site
    department: Department
    team: Team
    gm: Employee
    deputy: Employee
    office: Employee
    hr: Employee
    manager: Employee
    director: Employee
    officer: Employee
    ann: Employee
    bo: Employee


def make_house() -> House:
    catalogue()
    department = make_department()
    site, team = department.site, make_team(department)
    gm = make_employee(PostCode.GM, site=site, name="Gao Ming")
    deputy = make_employee(PostCode.DEPUTY_GM, site=site, superior=gm, name="Du Yi")
    office = make_employee(PostCode.GM_OFFICE, site=site, superior=gm, name="Yan Shu")
    manager = make_employee(PostCode.CENTER_MANAGER, site=site, superior=deputy, name="Shen Wei")
    director = make_employee(PostCode.DIRECTOR, team=team, superior=manager, name="Dai Qing")
    officer = make_employee(PostCode.COMPLAINT_OFFICER, site=site, superior=director, name="Kong Fu")
    return House(
        site, department, team, gm, deputy, office,
        make_employee(PostCode.HR, site=site, superior=gm, name="Hu Rong"), manager, director, officer,
        ann=make_employee(team=team, superior=director, name="Ann Li"),
        bo=make_employee(team=team, superior=director, name="Bo Wu"),
    )  # fmt: skip


def a_case(house: House, state: State = State.ACCEPTED, **fields: Any) -> Case:
    return make_case(house.site, state, **({"owner": house.officer} | fields))


def facts(house: House, *shares: ShareFacts, **fields: Any) -> LiabilityFacts:
    """Ann and Bo by halves, a compensation and two hours of handling."""
    losses = [
        LossFacts(LossKind.COMPENSATION, house.department, Decimal("100.01")),
        LossFacts(LossKind.HANDLING, house.department, hours=Decimal(2)),
    ]
    halves = (ShareFacts(Decimal(50), house.ann), ShareFacts(Decimal(50), house.bo))
    given = {"unit": house.department, "words": "Wrong words", "shares": shares or halves, "losses": losses}
    return LiabilityFacts(**(given | fields))


def closed(house: House, at: datetime.datetime, **fields: Any) -> Case:
    return a_case(house, State.CLOSED, received_at=at - datetime.timedelta(days=5), closed_at=at, **fields)


def in_october(day: int = 12) -> datetime.datetime:
    return datetime.datetime(2026, 10, day, 4, tzinfo=datetime.UTC)


def opened(house: House) -> Review:
    return reviews.open_review(house.site, LAST_MONTH, actor=house.office.user)


def judged(house: House, verdict: Verdict, **fields: Any) -> ReviewLine:
    """A line of October's review with that verdict."""
    closed(house, in_october(), **fields)
    line = opened(house).lines.latest("pk")
    return reviews.give_verdict(
        line, verdict, actor=house.office.user, unit=house.department, words="Wrong words"
    )


def waiting(house: House, points: int = 3) -> PenaltyNotice:
    """A notice about Ann that waits for the general manager."""
    line = judged(house, Verdict.DEDUCTION)
    made = notices.draw_up(house.ann, points, "Wrong words", actor=house.office.user, line=line)
    return notices.send_up(made, actor=house.office.user)


def approved(house: House, points: int = 3) -> PenaltyNotice:
    from callcenter.approvals import services as approvals

    notice = waiting(house, points)
    approvals.approve(notices.running_requests(notice).get(), actor=house.gm.user)
    notice.refresh_from_db()
    return notice


def later(**span: int) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(**span)
