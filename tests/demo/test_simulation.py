"""A day on the floor, call by call."""

import datetime
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest

from callcenter.demo.arrivals import Arrivals
from callcenter.demo.calendar import day_of
from callcenter.demo.center import SHANGHAI, SYDNEY
from callcenter.demo.facts import Frames, SwitchPerson, make_day, queue_rows
from callcenter.demo.parameters import parameters
from callcenter.demo.shifts import on_duty, without
from callcenter.demo.simulation import NOBODY, Desk, intervals, simulate

PEOPLE = [SwitchPerson(str(6000 + number), 1 + number % 5) for number in range(23)]
WORKDAY = datetime.date(2026, 11, 18)  # a Wednesday


def calls(*rows: tuple[int, int, int, int], after: int = 0) -> Arrivals:
    """Calls as (entered, patience, talk, priority), without an IVR."""
    columns = np.array(rows).T
    zeros = np.zeros(len(rows), dtype=np.int64)
    return Arrivals(
        columns[0], zeros, zeros, columns[3], zeros, columns[1], columns[2], zeros, zeros + after, zeros.astype(bool), zeros * 1.0
    )  # fmt: skip


def shanghai(date: datetime.date = WORKDAY, seed: int = 1) -> Frames:
    return make_day(SHANGHAI, date, PEOPLE, zone=ZoneInfo("Asia/Shanghai"), seed=seed)


def test_callers_are_served_in_the_order_of_their_coming() -> None:
    found = simulate(calls((0, 999, 100, 0), (10, 999, 50, 0), (20, 999, 50, 0)), [Desk("a", [(0, 9999)])])
    assert found.wait == [0, 90, 130]


def test_a_high_priority_caller_goes_before_one_who_came_a_minute_earlier_but_not_two() -> None:
    desk = [Desk("a", [(0, 9999)])]
    found = simulate(calls((0, 999, 200, 0), (30, 999, 50, 0), (90, 999, 50, 2)), desk)
    assert found.wait == [0, 220, 110]
    desk = [Desk("a", [(0, 9999)])]
    found = simulate(calls((0, 999, 200, 0), (30, 999, 50, 0), (130, 999, 50, 2)), desk)
    assert found.wait == [0, 170, 120]


def test_a_caller_out_of_patience_leaves_and_the_next_is_served() -> None:
    found = simulate(calls((0, 999, 100, 0), (10, 30, 50, 0), (20, 999, 50, 0)), [Desk("a", [(0, 9999)])])
    assert found.desk == [0, NOBODY, 0]
    assert found.wait == [0, 30, 80]


def test_the_agent_idle_longest_is_next_and_after_call_work_keeps_one_busy() -> None:
    desks = [Desk("a", [(0, 9999)]), Desk("b", [(5, 9999)])]
    found = simulate(calls((10, 99, 20, 0), (20, 99, 20, 0), (35, 99, 20, 0), after=30), desks)
    assert found.desk == [0, 1, 0]
    assert found.wait == [0, 0, 25]


def test_nobody_takes_a_call_in_a_break_or_after_the_shift() -> None:
    desk = Desk("a", [(0, 100), (200, 300)])
    found = simulate(calls((150, 999, 10, 0), (295, 999, 60, 0), (400, 50, 10, 0)), [desk])
    assert found.desk == [0, 0, NOBODY]
    assert found.wait == [50, 0, 50]
    first = intervals(desk)[0]
    assert (first.login, first.pause, first.talk, first.idle) == (355, 100, 70, 185)


def test_an_outage_cuts_the_segments() -> None:
    assert without([(0, 100), (200, 300)], 50, 250) == [(0, 50), (250, 300)]


def test_a_five_day_week_covers_every_day_and_gives_everybody_two_days_off() -> None:
    monday = datetime.date(2026, 11, 9)
    worked: dict[int, int] = {}
    for back in range(7):
        day = day_of(monday + datetime.timedelta(days=back), "CN")
        for person, _ in on_duty(range(20), day, SHANGHAI.hours):
            worked[person] = worked.get(person, 0) + 1
    assert len(worked) == 20
    assert max(worked.values()) <= 5


def test_a_day_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    assert shanghai().calls.equals(shanghai().calls)
    assert shanghai().agents.equals(shanghai().agents)
    assert not shanghai(seed=2).calls.equals(shanghai().calls)


def test_agents_sums_agree_with_the_calls_they_took() -> None:
    made = shanghai()
    answered = made.calls.filter(pl.col("outcome") == 1)
    for seconds in ("talk_seconds", "hold_seconds", "acw_seconds"):
        assert made.agents[seconds].sum() == answered[seconds].sum()
    assert made.agents["handled"].sum() == answered.height
    spent = sum(made.agents[f"{state}_seconds"].sum() for state in ("talk", "hold", "acw", "idle", "pause"))
    assert spent == made.agents["login_seconds"].sum()
    assert made.agents["idle_seconds"].min() >= 0
    assert made.agents["login_seconds"].max() <= 1800


def test_no_agent_has_two_calls_at_once() -> None:
    taken = shanghai().calls.filter(pl.col("agent").is_not_null()).sort("agent", "answered_at")
    overlaps = taken.filter(pl.col("answered_at") < pl.col("ended_at").shift(1).over("agent"))
    assert overlaps.is_empty()


def test_weeks_of_calls_look_like_the_records() -> None:
    days = [datetime.date(2026, 11, 2) + datetime.timedelta(days=back) for back in range(14)]
    made = pl.concat([shanghai(day).calls for day in days])
    offered = made.filter(pl.col("outcome") != 3)
    answered = offered.filter(pl.col("outcome") == 1)
    fitted = parameters()
    assert 1 - offered.height / made.height == pytest.approx(fitted["ignored_share"], abs=0.003)
    for kind in ("PS", "NW"):
        share = (made["call_type"] == kind).mean()
        assert share == pytest.approx(fitted["types"][kind]["share"], abs=0.02)
    assert answered["talk_seconds"].mean() == pytest.approx(fitted["fit"]["mean_service_seconds"], rel=0.15)
    in_time = answered.filter(pl.col("wait_seconds") <= 20).height / offered.height
    assert 0.7 < in_time < 0.92
    assert 0.88 < answered.height / offered.height < 0.98
    known = offered.filter(pl.col("customer_ref") != "")
    assert known["customer_ref"].n_unique() < 0.75 * known.height  # customers come back


def test_a_bad_monday_and_an_outage_show() -> None:
    bad, plain = datetime.date(2026, 11, 9), datetime.date(2026, 11, 2)
    assert day_of(bad, "CN").factor > 1.25 * day_of(plain, "CN").factor
    outage = shanghai(datetime.date(2026, 11, 19)).calls.filter(pl.col("outcome") != 3)
    inside = outage.filter(pl.col("half_hour").is_between(20, 22))
    assert (inside["outcome"] == 2).mean() > 2 * (outage["outcome"] == 2).mean()


def test_a_public_holiday_is_quiet() -> None:
    assert shanghai(datetime.date(2026, 10, 1)).calls.height < 0.3 * shanghai(WORKDAY).calls.height


def test_calls_come_within_the_hours_of_the_site_on_its_own_clock_also_when_the_clock_changed_that_day() -> (
    None
):
    zone = ZoneInfo("Australia/Sydney")
    for date in (datetime.date(2026, 10, 4), WORKDAY):
        made = make_day(SYDNEY, date, PEOPLE[:9], zone=zone, seed=1).calls
        local = made["started_at"].dt.convert_time_zone("Australia/Sydney")
        assert set(local.dt.date()) == {date}
        assert min(local.dt.hour()) >= 8
        assert max(local.dt.hour()) < 20
        assert (local.dt.hour() * 2 + local.dt.minute() // 30).cast(pl.Int64).to_list() == made[
            "half_hour"
        ].to_list()


def test_the_switch_s_own_statistics_say_the_same_as_the_calls() -> None:
    calls = shanghai().calls
    rows = queue_rows(calls)
    counted = calls.filter(pl.col("outcome") != 3)
    answered = counted.filter(pl.col("outcome") == 1)
    assert rows["offered"].sum() == len(counted) == rows["answered"].sum() + rows["abandoned"].sum()
    assert rows["talk_seconds"].sum() == answered["talk_seconds"].sum()
    assert rows["answered_in_target"].sum() == len(answered.filter(pl.col("wait_seconds") <= 20))
    assert rows["longest_wait_seconds"].max() == counted["wait_seconds"].max()
    assert rows.select("starts_at", "queue").is_unique().all()
    assert set(rows["starts_at"].dt.minute()) == {0, 30}
