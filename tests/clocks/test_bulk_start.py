"""Many deadlines started at once: as one by one, in few statements, all or none."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callcenter.audit.models import Event
from callcenter.clocks import services
from callcenter.clocks.models import Clock, ClockEvent, Rung
from callcenter.clocks.services import Start, start_clock, start_clocks
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee, Site
from callcenter.rulebook.services import set_value
from tests.clocks.conftest import GiveHours
from tests.clocks.test_services import HOUR, MONDAY, OFFICE
from tests.factories import make_employee, make_site
from tests.together import together

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
NOW = MONDAY + 3 * HOUR


@pytest.fixture(autouse=True)
def _monday_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def site(hours: GiveHours) -> Site:
    hours(OFFICE)
    return make_site(time_zone="Asia/Shanghai")


@pytest.fixture
def people(site: Site) -> list[Employee]:
    return [make_employee(site=site) for _n in range(3)]


def facts(clock: Clock) -> dict[str, object]:
    """Everything of a clock but its numbers and its object."""
    names = (
        "started_at",
        "due_at",
        "next_alarm_at",
        "policy_data",
        "calendar_id",
        "epoch",
        "site_id",
        "kind",
    )
    rungs = list(
        Rung.objects.filter(clock=clock).order_by("step").values_list("step", "fire_at", "state", "epoch")
    )
    events = list(ClockEvent.objects.filter(clock=clock).values_list("kind", "occurred_at", "reason"))
    trail = list(
        Event.objects.filter(verb="clocks.clock.started", subject_id=clock.pk).values_list("after", "site_id")
    )
    return {name: getattr(clock, name) for name in names} | {"rungs": rungs, "events": events, "trail": trail}


@pytest.mark.parametrize(
    ("kind", "due_in"),
    [("clocktests.reply", None), ("clocktests.close", None), ("clocktests.report", DAY)],
)
def test_each_is_as_if_it_had_been_started_alone(
    site: Site, people: list[Employee], kind: str, due_in: datetime.timedelta | None
) -> None:
    set_value(
        "clocktests.reply_hours",
        site=site,
        value=4,
        effective_on=NOW.date() - DAY,
        reason="Quicker",
        actor=None,
        is_backdating=True,
    )
    moments = [NOW, NOW - 2 * HOUR, NOW - 6 * DAY]  # the last under the old rule, its steps too old to fire
    due = [at + due_in if due_in else None for at in moments]
    many = start_clocks(
        kind,
        [Start(person, at=at, due_at=d) for person, at, d in zip(people, moments, due, strict=True)],
        site=site,
        actor=None,
    )
    alone = [
        start_clock(kind, make_employee(site=site), site=site, actor=None, at=at, due_at=d)
        for at, d in zip(moments, due, strict=True)
    ]
    assert [clock.subject_id for clock in many] == [person.pk for person in people]
    for one, other in zip(many, alone, strict=True):
        one.refresh_from_db()
        other.refresh_from_db()
        assert facts(one) == facts(other)


def test_one_that_runs_already_stops_all_of_them(site: Site, people: list[Employee]) -> None:
    start_clock("clocktests.reply", people[1], site=site, actor=None)
    with pytest.raises(RuleViolation) as refused:
        start_clocks("clocktests.reply", [Start(person) for person in people], site=site, actor=None)
    assert [objection.code for objection in refused.value.objections] == ["clocks.already_running"]
    assert Clock.objects.count() == 1
    with pytest.raises(RuleViolation, match="already_running"):
        start_clocks("clocktests.reply", [Start(people[0]), Start(people[0])], site=site, actor=None)


def test_none_begins_in_the_future_and_none_at_all_is_nothing(site: Site, people: list[Employee]) -> None:
    with pytest.raises(RuleViolation, match="in_future"):
        start_clocks(
            "clocktests.reply", [Start(people[0]), Start(people[1], at=NOW + HOUR)], site=site, actor=None
        )
    assert start_clocks("clocktests.reply", [], site=site, actor=None) == []
    assert Clock.objects.count() == 0


@pytest.mark.parametrize(("kind", "due_at"), [("clocktests.report", None), ("clocktests.reply", NOW + DAY)])
def test_a_moment_belongs_to_kinds_with_a_moment_and_to_all_of_them(
    site: Site, people: list[Employee], kind: str, due_at: datetime.datetime | None
) -> None:
    other = NOW + DAY if due_at is None else None
    with pytest.raises(ValueError, match=r"due_at|itself"):
        start_clocks(
            kind, [Start(people[0], due_at=other), Start(people[1], due_at=due_at)], site=site, actor=None
        )


def test_a_thousand_take_as_many_statements_as_ten(site: Site) -> None:
    def statements(count: int, first: int) -> int:
        subjects = [Employee(pk=first + number, number=str(number)) for number in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as taken:
            clocks = start_clocks(
                "clocktests.reply", [Start(subject) for subject in subjects], site=site, actor=None
            )
        assert len(clocks) == count
        return len(taken)

    few, many = statements(10, 1_000_000), statements(1_000, 2_000_000)
    assert many <= few + 3  # of the steps there are four for each clock
    assert services.running_clock("clocktests.reply", Employee(pk=2_000_999)) is not None


@pytest.mark.django_db(transaction=True)
def test_two_who_start_the_same_in_another_order_do_not_wait_for_each_other_for_ever(
    site: Site, people: list[Employee]
) -> None:
    def begin(subjects: list[Employee]) -> int:
        try:
            return len(
                start_clocks("clocktests.reply", [Start(one) for one in subjects], site=site, actor=None)
            )
        except RuleViolation:
            return 0

    made = together(lambda: begin(people), lambda: begin(people[::-1]))
    assert sorted(made) == [0, 3]
    assert Clock.objects.count() == 3
