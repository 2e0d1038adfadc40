"""What the tests of approvals share: a line of four levels, and a kind of request about a team."""

from dataclasses import dataclass

import pytest

from callcenter.access.posts import PostCode
from callcenter.approvals import kinds
from callcenter.approvals.rules import Target
from callcenter.people.models import Employee, Team
from tests.factories import make_employee, make_team

CALLED: list[tuple[str, int]] = []
UNTIL = {"post": PostCode.DIRECTOR, "parties": ()}
REFUSES: list[Exception] = []


def called(word):
    def call(subject, request, actor):
        CALLED.append((word, subject.pk))
        if REFUSES:
            raise REFUSES[0]

    return call


TEST_KIND = kinds.Kind(
    "tests.move",
    "Move of a team",
    target=lambda subject: Target(UNTIL["post"]),
    facts=lambda team: [("Team", str(team))],
    url=lambda team: "",
    parties=lambda team: UNTIL["parties"],
    on_approved=called("approved"),
    on_rejected=called("rejected"),
    on_returned=called("returned"),
    on_withdrawn=called("withdrawn"),
    is_bulk_safe=True,
)
kinds.define(TEST_KIND)


@dataclass
class Line:
    """An agent and everybody above, in one team of one site."""

    agent: Employee
    leader: Employee
    director: Employee
    manager: Employee
    team: Team


@pytest.fixture
def line():
    team = make_team()
    manager = make_employee(PostCode.CENTER_MANAGER, site=team.department.site, name="Shen Wei")
    director = make_employee(PostCode.DIRECTOR, team=team, superior=manager, name="Wang Li")
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, superior=director, name="Zhao Lei")
    agent = make_employee(PostCode.AGENT, team=team, superior=leader, name="Li Na")
    return Line(agent, leader, director, manager, team)


@pytest.fixture(autouse=True)
def _fresh_kind():
    CALLED.clear()
    REFUSES.clear()
    UNTIL.update(post=PostCode.DIRECTOR, parties=())
