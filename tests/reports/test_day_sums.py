"""Day sums: what they count, that they add up, that summing again changes nothing, and what a revision keeps."""

import datetime
import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callcenter.measures import registry
from callcenter.people.employees.changes import transfer_team
from callcenter.rulebook.services import set_value
from callcenter.telephony.agents.services import map_agent
from callcenter.telephony.facts.models import Outcome
from callcenter.telephony.measures import BASE_NAMES
from callcenter.telephony.models import SwitchAgent
from reports.models import DayRevision, DaySum, Dimension, Reason, ReportedDay, StaleDay
from reports.rollups import selectors, services
from reports.rollups.periods import Kind, period_of
from tests.factories import make_department, make_employee, make_site, make_team
from tests.reports.factories import DAY, call, load_agent_intervals, load_calls, load_queue_intervals
from tests.together import together

ANSWERED, ABANDONED, IGNORED = Outcome.ANSWERED, Outcome.ABANDONED, Outcome.IGNORED
TODAY = period_of(Kind.DAY, DAY)
pytestmark = pytest.mark.django_db


def figures(site, period=TODAY):
    return selectors.figures(site, period)


def drain() -> int:
    done = 0
    while services.recompute_next():
        done += 1
    return done


@pytest.fixture
def site():
    return make_site(time_zone="UTC")


def test_a_day_is_counted_with_the_target_and_the_short_wait_inclusive(site):
    load_calls(
        site,
        [
            call(ANSWERED, wait=20, talk=60, hold_seconds=5, acw_seconds=7),
            call(ANSWERED, wait=21, talk=40),
            call(ABANDONED, wait=5),
            call(ABANDONED, wait=6),
            call(ABANDONED, wait=20),
            call(ABANDONED, wait=300),
            call(IGNORED, wait=900),
        ],
    )
    drain()
    found = figures(site).site
    assert {name: count for name, count in found.items() if count} == {
        "offered": 6,
        "answered": 2,
        "answered_in_target": 1,
        "abandoned": 4,
        "short_abandoned": 1,
        "abandoned_in_target": 3,
        "ignored": 1,
        "wait_answered_seconds": 41,
        "wait_abandoned_seconds": 331,
        "longest_wait_seconds": 300,
        "talk_seconds": 100,
        "hold_seconds": 5,
        "acw_seconds": 7,
    }
    reported = ReportedDay.objects.get(site=site)
    assert (reported.sl_seconds, reported.short_abandon_seconds, reported.revision) == (20, 5, 1)


calls = st.lists(
    st.builds(
        call,
        st.sampled_from(Outcome),
        wait=st.integers(0, 400),
        talk=st.integers(0, 900),
        half_hour=st.integers(0, 47),
        queue=st.sampled_from(["sales", "service", None]),
        agent=st.sampled_from(["anna", "ben", None]),
        call_type=st.sampled_from(["PS", "NW", ""]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=calls)
def test_half_hours_queues_and_types_add_up_to_the_day_and_agents_and_teams_to_what_was_answered(site, day):
    load_calls(site, day)
    drain()
    found = figures(site)
    additive = [name for name in BASE_NAMES if not name.startswith(("state_", "login"))]
    for dimension in (Dimension.HALF_HOUR, Dimension.QUEUE, Dimension.CALL_TYPE):
        total = registry.combine(found.of(dimension).values())
        assert {name: total.get(name, 0) for name in additive} == {
            name: found.site[name] for name in additive
        }
    for dimension in (Dimension.AGENT, Dimension.TEAM):
        total = registry.combine(found.of(dimension).values())
        of_answered = ("answered", "answered_in_target", "talk_seconds", "wait_answered_seconds")
        assert {n: total.get(n, 0) for n in of_answered} == {n: found.site[n] for n in of_answered}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=calls, other=calls)
def test_summing_again_changes_nothing_and_the_order_of_loads_does_not_matter(site, day, other):
    first, second = make_site(time_zone="UTC"), make_site(time_zone="UTC")
    for target, loads in ((first, (day, other)), (second, (other, day))):
        load_calls(target, loads[0], feed="calls:a" if loads[0] is day else "calls:b")
        services.recompute_day(target, DAY)
        load_calls(target, loads[1], feed="calls:b" if loads[1] is other else "calls:a")
        services.recompute_day(target, DAY)
    assert figures(first).site == figures(second).site
    before = list(DaySum.objects.order_by("pk").values())
    reported = list(ReportedDay.objects.order_by("pk").values())
    services.recompute_day(first, DAY)
    assert list(DaySum.objects.order_by("pk").values()) == before
    assert list(ReportedDay.objects.order_by("pk").values()) == reported


def test_a_corrected_file_makes_a_revision_that_keeps_what_the_day_said_and_touches_only_what_differs(site):
    kept = call(half_hour=18, queue="service", agent="ben")
    load_calls(site, [kept, call(half_hour=20, wait=5)])
    drain()
    untouched = DaySum.objects.get(dimension=Dimension.HALF_HOUR, item=18)
    load_calls(site, [kept, call(half_hour=20, wait=50)], source_name="monday-corrected.csv", job_id=7)
    drain()
    revision = DayRevision.objects.get()
    assert (revision.revision, revision.reason, revision.job_id) == (2, Reason.FACTS, 7)
    assert revision.source_name == "monday-corrected.csv"
    assert (revision.before["answered_in_target"], revision.after["answered_in_target"]) == (2, 1)
    assert revision.changed_rows == {
        "site": 1,
        "half_hour": 1,
        "queue": 1,
        "call_type": 1,
        "team": 1,
        "agent": 1,
    }
    assert ReportedDay.objects.get().revision == 2
    assert DaySum.objects.get(dimension=Dimension.HALF_HOUR, item=18).pk == untouched.pk


def test_the_same_file_again_is_no_revision(site):
    for _ in range(2):
        load_calls(site, [call()])
        drain()
    assert not DayRevision.objects.exists()
    assert ReportedDay.objects.get().revision == 1


def test_a_load_that_is_rolled_back_leaves_no_mark(site):
    mark = transaction.savepoint()
    load_calls(site, [call()])
    assert StaleDay.objects.count() == 1
    transaction.savepoint_rollback(mark)
    assert not StaleDay.objects.exists()


def test_a_team_is_the_one_its_agents_were_in_on_that_day(site):
    team = make_team()
    anna = make_employee(site=site, team=team, since=DAY, with_user=False)
    load_calls(
        site,
        [call(agent="anna"), call(agent="anna", day=DAY - datetime.timedelta(days=1)), call(agent="ben")],
    )
    SwitchAgent.objects.filter(code="anna").update(employee=anna)
    drain()
    of_day = {item: counts["answered"] for item, counts in figures(site).of(Dimension.TEAM).items()}
    assert of_day == {team.pk: 1, 0: 1}
    before = figures(site, TODAY.previous).of(Dimension.TEAM)
    assert list(before) == [0]


def test_interval_statistics_fill_in_queues_without_calls_and_calls_win_where_both_are(site):
    load_calls(site, [call(queue="sales"), call(queue="sales")])
    load_queue_intervals(
        site,
        [
            {"queue": "sales", "offered": 99, "answered": 99},
            {"queue": "service", "offered": 10, "answered": 8, "abandoned": 2, "talk_seconds": 800},
        ],
    )
    drain()
    assert figures(site).site["offered"] == 12
    assert sorted(counts["offered"] for counts in figures(site).of(Dimension.QUEUE).values()) == [2, 10]
    assert ReportedDay.objects.get().sources == {"calls": 1, "intervals": 1, "agent_states": 0}


def test_agent_states_give_log_in_time_and_on_a_day_without_calls_also_what_agents_handled(site):
    states = {
        "handled": 4,
        "talk_seconds": 600,
        "acw_seconds": 120,
        "idle_seconds": 280,
        "login_seconds": 1800,
    }
    load_agent_intervals(site, [{"agent": "anna", **states}])
    drain()
    (anna,) = figures(site).of(Dimension.AGENT).values()
    assert (anna["answered"], anna["talk_seconds"], anna["login_seconds"]) == (4, 600, 1800)
    load_calls(site, [call(agent="anna", talk=90)])
    drain()
    (anna,) = figures(site).of(Dimension.AGENT).values()
    assert (anna["answered"], anna["talk_seconds"], anna["state_talk_seconds"]) == (1, 90, 600)
    assert registry.get("telephony.occupancy").of(anna).value == 72.0


def test_a_month_is_the_sum_of_its_days_and_its_longest_wait_the_longest_of_them(site):
    for number, wait in ((1, 10), (2, 400), (3, 30)):
        load_calls(site, [call(day=DAY.replace(day=number), wait=wait)])
    drain()
    month = figures(site, period_of(Kind.MONTH, DAY))
    assert (month.site["offered"], month.site["longest_wait_seconds"]) == (3, 400)


def test_a_day_without_facts_is_not_reported(site):
    services.mark_stale(site, [DAY], Reason.ASKED)
    assert drain() == 1
    assert selectors.state(site, TODAY).days == []
    assert figures(site).site == {}


def test_marking_reported_days_leaves_days_without_figures_alone(site):
    load_calls(site, [call()])
    drain()
    assert services.mark_reported_days(site, Reason.RULE, since=DAY - datetime.timedelta(days=30)) == 1
    assert services.mark_reported_days(site, Reason.RULE, since=DAY + datetime.timedelta(days=1)) == 0


def test_the_database_refuses_a_second_row_for_the_same_sum_and_more_in_target_than_answered(site):
    row = {"site": site, "day": DAY, "dimension": Dimension.SITE}
    DaySum.objects.create(**row)
    with pytest.raises(IntegrityError, match="day_sum_is_stored_once"), transaction.atomic():
        DaySum.objects.create(**row)
    with pytest.raises(IntegrityError, match="day_sum_parts_are_within_their_whole"), transaction.atomic():
        DaySum.objects.create(**row | {"item": 1}, answered=1, answered_in_target=2)
    with pytest.raises(IntegrityError, match="first_figures_are_no_revision"), transaction.atomic():
        DayRevision.objects.create(site=site, day=DAY, revision=1, reason=Reason.FACTS, before={}, after={})


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_the_same_stale_days_sum_each_once_and_revise_none():
    site = make_site(time_zone="UTC")
    days = [DAY + datetime.timedelta(days=number) for number in range(4)]
    load_calls(site, [call(day=day) for day in days])
    services.mark_stale(site, days, Reason.ASKED)  # each day is marked twice
    together(drain, drain)
    assert not StaleDay.objects.exists()
    assert list(ReportedDay.objects.values_list("revision", flat=True)) == [1] * 4
    assert DaySum.objects.filter(dimension=Dimension.SITE).count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_mark_made_while_a_day_is_being_summed_is_left_for_the_next_round(monkeypatch):
    site = make_site(time_zone="UTC")
    load_calls(site, [call()])
    count = services.write_day_sums

    def late_load() -> None:
        load_calls(site, [call(), call(half_hour=30)])
        connection.close()

    def counted_then_changed(*args, **seconds):
        written = count(*args, **seconds)
        worker = threading.Thread(target=late_load)
        worker.start()
        worker.join(60)
        return written

    monkeypatch.setattr(services, "write_day_sums", counted_then_changed)
    services.recompute_next()
    monkeypatch.undo()
    assert StaleDay.objects.count() == 1
    assert drain() == 1
    assert figures(site).site["offered"] == 2


def test_a_rule_changed_for_past_days_sums_them_again_and_the_report_says_so(site):
    load_calls(site, [call(wait=25), call(wait=5)])
    drain()
    set_value(
        "kpi.sl_seconds",
        site=site,
        value=30,
        effective_on=DAY,
        reason="agreed with the client",
        actor=None,
        is_backdating=True,
    )
    assert StaleDay.objects.get().reason == Reason.RULE
    drain()
    revision = DayRevision.objects.get()
    assert (revision.reason, revision.before["sl_seconds"], revision.after["sl_seconds"]) == (
        Reason.RULE,
        20,
        30,
    )
    assert figures(site).site["answered_in_target"] == 2


def test_a_target_changed_for_past_days_sums_nothing_again(site):
    load_calls(site, [call()])
    drain()
    set_value(
        "kpi.sl_target",
        site=site,
        value=Decimal(90),
        effective_on=DAY,
        reason="agreed with the client",
        actor=None,
        is_backdating=True,
    )
    assert not StaleDay.objects.exists()


def test_naming_an_agent_and_changing_a_team_sum_the_days_again(site):
    load_calls(site, [call(agent="anna")])
    drain()
    department = make_team(make_department(site)).department
    first, second = make_team(department), make_team(department)
    anna = make_employee(site=site, team=first, since=DAY - datetime.timedelta(days=30), with_user=False)
    map_agent(SwitchAgent.objects.get(), employee=anna, actor=None)
    assert StaleDay.objects.get().reason == Reason.MAPPING
    drain()
    assert list(figures(site).of(Dimension.TEAM)) == [first.pk]
    transfer_team(anna, second, start=DAY, actor=None, reason="moved on Monday")
    assert StaleDay.objects.get().reason == Reason.MEMBERSHIP
    drain()
    assert list(figures(site).of(Dimension.TEAM)) == [second.pk]
    transfer_team(anna, first, start=DAY + datetime.timedelta(days=1), actor=None, reason="back on Tuesday")
    assert not StaleDay.objects.exists()


def test_the_database_keeps_what_a_day_said(site):
    load_calls(site, [call(wait=5)])
    drain()
    load_calls(site, [call(wait=50)])
    drain()
    for spoil in (lambda kept: kept.update(note="never mind"), lambda kept: kept.delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            spoil(DayRevision.objects.all())
