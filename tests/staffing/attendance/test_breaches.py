"""Breaches: proposed from the days by themselves, decided by the leader, withdrawn when their ground is gone."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.beat import SCHEDULE
from callcenter.clocks.models import Clock
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from callcenter.rulebook.services import set_value
from staffing.attendance import off_post, rules, today
from staffing.attendance.breaches import changes, services
from staffing.attendance.breaches.models import Breach
from staffing.attendance.days.models import AttendanceDay, Reason
from staffing.attendance.days.services import mark_stale, watch, work_out_days, work_out_stale
from tests.factories import make_employee, make_team
from tests.staffing.attendance.factories import DAY, import_punches, moment, user_of, worked_out
from tests.staffing.factories import make_assignment
from tests.together import outcomes

pytestmark = pytest.mark.django_db
MINUTE = 60


@pytest.fixture(autouse=True)
def _later() -> Any:
    with time_machine.travel(datetime.datetime(2026, 3, 12, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def agent() -> Employee:
    return an_agent()


def an_agent() -> Employee:
    """With a shift leader and a director above, on a day shift."""
    team = make_team()
    director = make_employee(PostCode.DIRECTOR, site=team.department.site)
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, superior=director)
    found = make_employee(team=team, superior=leader)
    make_assignment(found, DAY)
    return found


def above(agent: Employee) -> tuple[Employee, Employee]:
    leader = agent.reportinglines.get().superior
    return leader, leader.reportinglines.get().superior


def late(agent: Employee, clock: str = "08:25") -> Breach:
    import_punches(agent, f"in {clock}", "out 16:30")
    worked_out(agent)
    return Breach.objects.get()


def told(employee: Employee) -> list[str]:
    return list(Message.objects.filter(recipient=employee.user).order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("punches", "expected"),
    [
        (("in 08:19:59", "out 16:30"), []),
        (("in 08:20", "out 16:30"), [("late_breach", 1200)]),
        (("in 07:45", "out 16:30"), []),
        ((), [("absent", 8 * 60 * MINUTE)]),
        (("in 07:45",), []),  # a missing departure is for a correction, no breach
    ],
)
def test_twenty_minutes_late_and_an_absence_are_proposed(
    agent: Employee, punches: tuple[str, ...], expected: list[tuple[str, int]]
) -> None:
    import_punches(agent, *punches)
    worked_out(agent)
    assert list(Breach.objects.values_list("kind", "seconds")) == expected


def test_being_off_post_for_twenty_minutes_is_proposed(
    agent: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(ids: Any, first: Any, last: Any) -> off_post.Found:
        return {(agent.pk, DAY): [rules.Finding(rules.OFF_POST_BREACH, each) for each in (1300, 1500)]}

    monkeypatch.setattr(off_post, "_finders", [find])
    import_punches(agent, "in 07:45", "out 16:30")
    worked_out(agent)
    assert list(Breach.objects.values_list("kind", "seconds")) == [("off_post_breach", 1500)]


def test_the_same_day_proposes_it_once_and_everybody_hears_of_it_once(agent: Employee) -> None:
    breach = late(agent)
    mark_stale([(agent.pk, DAY)], Reason.ASKED)
    work_out_stale()
    leader, director = above(agent)
    assert Breach.objects.get() == breach
    assert (told(leader), told(agent), told(director)) == (
        ["attendance.breach_proposed"],
        ["attendance.breach_of_yours"],
        [],
    )
    clock = Clock.objects.of(breach).get()
    assert clock.due_at == datetime.datetime(2026, 3, 13, 23, 59, 59, tzinfo=agent.site.zone)
    assert Event.objects.filter(verb="attendance.breach.proposed", actor=None).count() == 1


def test_the_leader_confirms_and_who_takes_it_over_hears_of_it(
    agent: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, str]] = []
    monkeypatch.setattr(changes, "_listeners", [lambda row, before: heard.append((before, row.state))])
    breach, (leader, director) = late(agent), above(agent)
    services.confirm_breach(breach, actor=leader.user)
    services.reopen_breach(breach, actor=director.user, reason="New facts")
    services.dismiss_breach(breach, actor=leader.user, reason="The lift was stuck")
    assert heard == [("proposed", "confirmed"), ("confirmed", "proposed"), ("proposed", "dismissed")]
    breach.refresh_from_db()
    assert (breach.reason, breach.decided_by) == ("The lift was stuck", leader.user)
    assert not Clock.objects.of(breach).running().exists()
    assert told(agent) == ["attendance.breach_of_yours"] * 4
    verbs = Event.objects.about(breach).order_by("pk").values_list("verb", flat=True)
    assert [verb.rpartition(".")[2] for verb in verbs] == ["proposed", "confirmed", "reopened", "dismissed"]


def test_dismissed_it_is_not_proposed_again(agent: Employee) -> None:
    breach, (leader, _director) = late(agent), above(agent)
    services.dismiss_breach(breach, actor=leader.user, reason="Sent on an errand")
    import_punches(agent, "in 08:23")
    worked_out(agent)
    breach = Breach.objects.get()
    assert (breach.state, breach.seconds) == ("dismissed", 23 * MINUTE)


@pytest.mark.parametrize("state", ["proposed", "confirmed"])
def test_an_earlier_punch_that_comes_late_withdraws_it(agent: Employee, state: str) -> None:
    breach, (leader, _director) = late(agent), above(agent)
    if state == "confirmed":
        services.confirm_breach(breach, actor=leader.user)
    import_punches(agent, "in 07:50")
    worked_out(agent)
    breach.refresh_from_db()
    assert breach.state == "withdrawn"
    assert not Clock.objects.of(breach).running().exists()
    assert [kind for kind in told(agent) if kind.startswith("attendance.")][
        -1
    ] == "attendance.breach_of_yours"
    with pytest.raises(RuleViolation, match="breach_withdrawn"):
        services.reopen_breach(breach, actor=above(agent)[1].user, reason="x")


def test_with_its_ground_back_it_is_proposed_anew(agent: Employee) -> None:
    watch(now=moment(agent, DAY, "17:00"))
    assert Breach.objects.get().kind == "absent"
    import_punches(agent, "in 08:25", "out 16:30")
    worked_out(agent)
    assert list(Breach.objects.order_by("pk").values_list("kind", "state")) == [
        ("absent", "withdrawn"),
        ("late_breach", "proposed"),
    ]


def test_the_employee_says_what_happened_and_the_leader_hears(agent: Employee) -> None:
    breach, (leader, _director) = late(agent), above(agent)
    services.answer_breach(breach, actor=agent.user, statement="The bus broke down.")
    assert told(leader)[-1] == "attendance.breach_answered"
    with pytest.raises(PermissionDenied):
        services.answer_breach(breach, actor=leader.user, statement="x")
    services.confirm_breach(breach, actor=leader.user)
    with pytest.raises(RuleViolation, match="breach_decided"):
        services.answer_breach(breach, actor=agent.user, statement="Once more")


def test_nobody_decides_their_own_and_only_the_director_reopens(agent: Employee) -> None:
    breach, (leader, director) = late(agent), above(agent)
    for actor in (agent, make_employee(PostCode.SHIFT_LEADER, team=make_team())):
        with pytest.raises(PermissionDenied):
            services.confirm_breach(breach, actor=actor.user)
    services.confirm_breach(breach, actor=director.user)
    with pytest.raises(PermissionDenied):
        services.reopen_breach(breach, actor=leader.user, reason="x")
    with pytest.raises(RuleViolation, match="reason_needed"):
        services.reopen_breach(breach, actor=director.user, reason=" ")


def test_a_leaders_own_breach_is_the_directors(agent: Employee) -> None:
    leader, director = above(agent)
    make_assignment(leader, DAY)
    late(leader, "08:40")
    breach = Breach.objects.get(employee=leader)
    assert not Breach.objects.to_decide_by(leader.user).exists()
    assert Breach.objects.to_decide_by(director.user).get() == breach
    assert "attendance.breach_proposed" in told(director)
    with pytest.raises(PermissionDenied):
        services.dismiss_breach(breach, actor=leader.user, reason="I had to")


def test_dismissing_needs_a_reason_and_a_decision_is_made_once(agent: Employee) -> None:
    breach, (leader, _director) = late(agent), above(agent)
    with pytest.raises(RuleViolation, match="reason_needed"):
        services.dismiss_breach(breach, actor=leader.user, reason="  ")
    services.confirm_breach(breach, actor=leader.user)
    with pytest.raises(RuleViolation, match="breach_decided"):
        services.dismiss_breach(breach, actor=leader.user, reason="After all")


@pytest.mark.parametrize("second", [0, 17, 59])
def test_late_and_absent_show_within_five_minutes_at_the_real_beat_and_the_leader_is_told_once(
    agent: Employee, second: int
) -> None:
    """Whatever second of the minute the task runs in; who came is not told of."""
    leader, _director = above(agent)
    there = make_employee(team=agent.teammemberships.get().team, superior=leader)
    make_assignment(there, DAY)
    import_punches(there, "in 07:55")
    ticks = [line for line in SCHEDULE.values() if line["task"] == "attendance.watch_running_shifts"]
    every = datetime.timedelta(seconds=ticks[0]["schedule"])
    start = moment(agent, DAY, "08:00")
    now, shown = start - every + datetime.timedelta(seconds=second), {}
    while now < start + datetime.timedelta(minutes=30):
        watch(now=now)
        day = AttendanceDay.objects.get(employee=agent)
        for code in day.codes:
            shown.setdefault(code, now - start)
        if told(leader):
            shown.setdefault("told", now - start)
        now += every
    assert list(shown) == ["late", "absent", "told"]
    assert max(shown.values()) <= datetime.timedelta(minutes=5)
    assert told(leader) == ["attendance.absent_now"]


def test_where_clocks_send_once_a_day_nobody_is_told_at_once(agent: Employee) -> None:
    _leader, director = above(agent)
    set_value(
        "attendance.tells_at_once",
        site=agent.site,
        value=False,
        effective_on=DAY,
        reason="Nightly file",
        actor=director.user,
    )
    watch(now=moment(agent, DAY, "08:06"))
    watch(now=moment(agent, DAY, "17:00"))
    assert not Message.objects.filter(kind__startswith="attendance.").exists()
    assert Breach.objects.get().kind == "absent"


def test_people_with_breaches_cost_as_many_queries_as_one(agent: Employee) -> None:
    team, (leader, _director) = agent.teammemberships.get().team, above(agent)

    def cost(count: int, on: datetime.date) -> int:
        people = [make_employee(team=team, superior=leader) for _each in range(count)]
        for person in people:
            make_assignment(person, on)
            import_punches(person, "in 08:30", "out 16:30", on=on)
        with CaptureQueriesContext(connection) as found, transaction.atomic():
            work_out_days(agent.site, {(person.pk, on): Reason.PUNCH for person in people})
        return len(found)

    cost(1, DAY)
    assert cost(1, DAY) == cost(8, DAY)
    assert Breach.objects.count() == 10


def test_the_database_refuses_a_breach_twice(agent: Employee) -> None:
    breach = late(agent)
    with pytest.raises(IntegrityError, match="a_day_has_a_breach_of_a_kind_once"), transaction.atomic():
        Breach.objects.create(site=breach.site, employee=agent, on=DAY, kind=breach.kind)
    with pytest.raises(IntegrityError, match="dismissed_breach_says_why"), transaction.atomic():
        Breach.objects.filter(pk=breach.pk).update(
            state="dismissed", decided_at=breach.proposed_at, decided_by=agent.user
        )


def test_leader_and_agent_find_it_on_today_and_decide_in_the_browser(agent: Employee, rf: Any) -> None:
    breach, (leader, _director) = late(agent), above(agent)
    for provider, person in ((today.breaches_to_decide, leader), (today.breaches_of_mine, agent)):
        request = rf.get("/")
        request.user = person.user
        assert len(provider(request)) == 1
    client = Client()
    client.force_login(user_of(leader))
    answer = client.post(f"{breach.get_absolute_url()}decide/", {"act": "dismiss", "reason": ""})
    assert answer.status_code == 422
    assert client.post("/staffing/attendance/breaches/confirm/", {"selected": [breach.pk]}).status_code == 302
    breach.refresh_from_db()
    assert breach.state == "confirmed"


def test_one_with_a_statement_is_not_confirmed_in_bulk(agent: Employee) -> None:
    breach, (leader, _director) = late(agent), above(agent)
    services.answer_breach(breach, actor=agent.user, statement="The bus broke down.")
    client = Client()
    client.force_login(user_of(leader))
    client.post("/staffing/attendance/breaches/confirm/", {"selected": [breach.pk]})
    breach.refresh_from_db()
    assert breach.state == "proposed"


@pytest.mark.django_db(transaction=True)
def test_of_two_leaders_who_decide_at_once_one_does() -> None:
    breach_of = an_agent()
    with transaction.atomic():
        import_punches(breach_of, "in 08:25", "out 16:30")
    worked_out(breach_of)
    breach, (leader, director) = Breach.objects.get(), above(breach_of)
    confirm: Callable[[], object] = lambda: services.confirm_breach(breach, actor=leader.user)  # noqa: E731
    dismiss: Callable[[], object] = lambda: services.dismiss_breach(  # noqa: E731
        breach, actor=director.user, reason="Known to me"
    )
    assert outcomes(confirm, dismiss) == ["attendance.breach_decided", "done"]
