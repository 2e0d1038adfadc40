"""What the database refuses of rosters, written past the services."""

import datetime

import pytest
from django.db import DatabaseError, transaction

from staffing.roster.models import Assignment, Origin, RosterChange, RosterVersion
from tests.refusals import refused_by_the_database
from tests.staffing.factories import LATE_SHIFT, NIGHT_SHIFT, make_agent, make_assignment, make_roster

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 12)


def test_nobody_works_two_shifts_at_once() -> None:
    agent = make_agent()
    make_assignment(agent, DAY, NIGHT_SHIFT, code="N")
    refused_by_the_database(
        "nobody_works_two_shifts_at_once",
        make_assignment,
        agent,
        DAY + datetime.timedelta(days=1),
        "07:59-12:00",
        code="E",
    )
    make_assignment(agent, DAY + datetime.timedelta(days=1), "08:00-12:00", code="F")  # half-open: no overlap


def test_overtime_counts_as_being_somewhere() -> None:
    agent = make_agent()
    make_assignment(agent, DAY)
    refused_by_the_database(
        "nobody_works_two_shifts_at_once", make_assignment, agent, DAY, "16:00-18:00", origin=Origin.OVERTIME
    )
    make_assignment(agent, DAY, "16:30-18:30", origin=Origin.OVERTIME)


def test_nobody_has_two_shifts_on_a_day_but_one_that_was_taken_back_does_not_count() -> None:
    agent = make_agent()
    first = make_assignment(agent, DAY)
    refused_by_the_database(
        "nobody_has_two_shifts_on_a_day", make_assignment, agent, DAY, "17:00-21:00", code="L"
    )
    first.cancelled_at = first.starts_at
    first.save(update_fields=["cancelled_at"])
    make_assignment(agent, DAY, LATE_SHIFT, code="L")
    assert Assignment.objects.standing().count() == 1


def test_a_department_has_one_roster_a_month() -> None:
    roster = make_roster()
    refused_by_the_database("department_has_one_roster_a_month", make_roster, roster.department)


def test_a_rosters_month_is_a_first_day() -> None:
    refused_by_the_database("roster_month_is_a_first_day", make_roster, month=DAY)


def test_what_was_published_never_changes() -> None:
    roster = make_roster()
    RosterVersion.objects.create(roster=roster, number=1, content={})
    RosterChange.objects.create(roster=roster, employee=make_agent(), on=DAY, origin=Origin.SWAP)
    for model in (RosterVersion, RosterChange):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.all().delete()
