"""Days worked out of what the database holds: set-based, idempotent, revised when facts come late."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.rulebook.services import set_value
from staffing.attendance.days import services
from staffing.attendance.days.models import Reason
from staffing.attendance.models import AttendanceDay, AttendanceRevision, SiteDay, StaleDay
from staffing.roster.models import Origin
from tests.factories import make_employee, make_site, make_team
from tests.staffing.attendance.factories import DAY, import_punches, make_punch, moment, worked_out
from tests.staffing.factories import NIGHT_SHIFT, make_agent, make_assignment

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 20, 4, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _later() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_day_is_worked_out_of_shift_and_punches() -> None:
    agent = make_agent()
    shift = make_assignment(agent, DAY)
    import_punches(agent, "out 16:30", "in 08:05")
    day = worked_out(agent)
    assert (day.codes, day.late_seconds, day.worked_seconds) == (["late"], 300, 8 * 3600 - 300)
    assert (day.state, day.revision, day.team_id, day.shift_code) == ("done", 1, shift.team_id, "D")
    assert (day.first_in, day.last_out) == (moment(agent, DAY, "08:05"), moment(agent, DAY, "16:30"))
    assert not StaleDay.objects.exists()


def test_working_a_day_out_again_changes_nothing() -> None:
    agent = make_agent()
    make_assignment(agent, DAY)
    import_punches(agent, "in 07:45", "out 16:30")
    first = worked_out(agent)
    with transaction.atomic():
        assert services.work_out_days(agent.site, {(agent.pk, DAY): Reason.ASKED}) == 0
    again = AttendanceDay.objects.get()
    assert (again.revision, again.computed_at) == (first.revision, first.computed_at)
    assert not AttendanceRevision.objects.exists()


def test_late_punches_leave_a_revision_that_says_what_changed() -> None:
    agent = make_agent()
    make_assignment(agent, DAY)
    import_punches(agent, "in 07:45")
    assert worked_out(agent).codes == ["missing_punch"]
    import_punches(agent, "out 16:30")
    day = worked_out(agent)
    revision = AttendanceRevision.objects.get()
    assert (day.codes, day.revision, revision.number, revision.reason) == ([], 2, 1, "punch")
    assert revision.before["codes"] == ["missing_punch"]
    assert revision.after["worked_seconds"] == 8 * 3600
    assert "first_in" not in revision.after


def test_a_back_dated_punch_touches_only_its_own_day() -> None:
    agent = make_agent()
    for step in range(3):
        make_assignment(agent, DAY + datetime.timedelta(days=step))
        import_punches(agent, "in 07:45", "out 16:30", on=DAY + datetime.timedelta(days=step))
    worked_out(agent)
    import_punches(agent, "out 16:45", on=DAY + datetime.timedelta(days=1))
    worked_out(agent)
    assert list(AttendanceDay.objects.order_by("on").values_list("revision", flat=True)) == [1, 2, 1]


def test_a_night_shift_is_one_day_and_its_departure_marks_that_day() -> None:
    agent = make_agent()
    make_assignment(agent, DAY, NIGHT_SHIFT, code="N")
    import_punches(agent, "in 19:45")
    import_punches(agent, "out 08:00", on=DAY + datetime.timedelta(days=1))
    assert worked_out(agent).worked_seconds == 11 * 3600 + 1800
    others = AttendanceDay.objects.exclude(on=DAY)
    assert all(day.codes == ["off"] for day in others)


def test_a_punch_without_a_shift_stays_on_its_calendar_day() -> None:
    agent = make_agent()
    import_punches(agent, "in 09:00")
    assert worked_out(agent).codes == ["stray_punch", "off"]


def test_overtime_is_told_by_its_class() -> None:
    agent = make_agent()
    make_assignment(agent, DAY)
    make_assignment(agent, DAY, "16:30-18:30", origin=Origin.OVERTIME)
    import_punches(agent, "in 07:45", "out 18:30")
    day = worked_out(agent)
    assert (day.codes, day.overtime_seconds, day.overtime_class) == (["overtime"], 7200, 150)


def test_a_changed_rule_has_only_the_days_it_holds_on_worked_out_anew() -> None:
    agent = make_agent()
    director = make_employee(PostCode.DIRECTOR, site=agent.site)
    following = DAY + datetime.timedelta(days=1)
    for on in (DAY, following):
        make_assignment(agent, on)
        import_punches(agent, "in 08:05", "out 16:30", on=on)
    assert worked_out(agent).codes == ["late"]
    set_value(
        "attendance.late_grace",
        value=datetime.timedelta(minutes=5),
        site=agent.site,
        effective_on=following,
        reason="P05",
        actor=director.user,
        is_backdating=True,
    )
    assert worked_out(agent, following).codes == ["rollcall_late"]
    assert worked_out(agent).codes == ["late"]  # the value of that day holds
    assert AttendanceRevision.objects.get().reason == Reason.RULE


def test_who_does_not_come_shows_within_five_minutes() -> None:
    agent = make_agent()
    make_assignment(agent, DAY)
    seen = []
    for clock in ("07:30", "08:00:01", "08:04"):
        with time_machine.travel(moment(agent, DAY, clock), tick=False):
            services.watch()
            day = AttendanceDay.objects.get()
            seen.append((day.state, day.codes, day.is_so_far))
    assert seen == [("due", [], False), ("running", ["late"], True), ("running", ["absent"], True)]


def test_a_day_of_a_site_closes_once_its_shifts_are_over() -> None:
    agent = make_agent()
    make_assignment(agent, DAY)
    import_punches(agent, "in 07:45", "out 16:30")
    with time_machine.travel(moment(agent, DAY, "23:00"), tick=False):
        worked_out(agent)
        services.watch()
        assert not SiteDay.objects.exists()
    with time_machine.travel(moment(agent, DAY + datetime.timedelta(days=1), "00:01"), tick=False):
        services.watch()
        services.watch()
    assert SiteDay.objects.get().counts == {"people": 1}
    assert Event.objects.filter(verb="attendance.day_closed").count() == 1


def test_the_number_of_queries_does_not_grow_with_the_people() -> None:
    team = make_team()

    def queries_for(count: int) -> int:
        people = [make_agent(team, with_user=False) for _each in range(count)]
        for agent in people:
            make_assignment(agent, DAY)
        for agent in people:
            import_punches(agent, "in 07:45", "out 16:30")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            services.work_out_stale()
        return len(captured)

    assert queries_for(2) == queries_for(12)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_punch_never_changes(change: str, request: pytest.FixtureRequest) -> None:
    from django.db import DatabaseError

    punch = make_punch(make_agent(), "07:45")
    acts: dict[str, Callable[[], object]] = {
        "update": lambda: type(punch).objects.filter(pk=punch.pk).update(note="x"),
        "delete": lambda: type(punch).objects.filter(pk=punch.pk).delete(),
    }
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        acts[change]()


def test_the_database_refuses_a_day_twice() -> None:
    from django.db import IntegrityError

    agent = make_agent()
    day = worked_out(agent)
    with pytest.raises(IntegrityError, match="a_day_of_a_person_is_there_once"), transaction.atomic():
        AttendanceDay.objects.create(site=day.site, employee=agent, on=day.on)


def test_the_database_refuses_a_punch_twice() -> None:
    from django.db import IntegrityError

    agent = make_agent()
    make_punch(agent, "07:45")
    with pytest.raises(IntegrityError, match="a_punch_is_recorded_once"), transaction.atomic():
        make_punch(agent, "07:45")
    make_punch(agent, "07:45", source_key="door-2")


def test_a_punch_of_a_double_shift_reaches_both_its_days() -> None:
    """An evening and the night right after it are one presence: in before the one, out after the other."""
    agent = make_agent()
    tomorrow = DAY + datetime.timedelta(days=1)
    make_assignment(agent, DAY, "16:00-23:30", code="E")
    make_assignment(agent, tomorrow, "00:00-08:00", code="N")
    import_punches(agent, "in 15:45")
    assert (worked_out(agent).codes, worked_out(agent, tomorrow).codes) == ([], ["missing_punch"])
    import_punches(agent, "out 13:55", on=tomorrow)
    assert (worked_out(agent).codes, worked_out(agent).is_incomplete) == ([], False)
    assert worked_out(agent, tomorrow).codes == []


def test_days_of_the_old_site_keep_its_clock_after_a_move() -> None:
    agent = make_agent()
    shift = make_assignment(agent, DAY)
    import_punches(agent, "in 07:45", "out 16:30")
    before = worked_out(agent)
    agent.site = make_site(time_zone="America/New_York")
    agent.save(update_fields=["site"])
    with transaction.atomic():
        services.work_out_days(agent.site, {(agent.pk, DAY): Reason.ASKED})
    after = worked_out(agent)
    assert (after.revision, after.worked_seconds, after.site_id) == (1, before.worked_seconds, shift.site_id)
