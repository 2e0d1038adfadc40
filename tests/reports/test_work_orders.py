"""Work orders in day sums and reports: counted by hand, marked when they move, each figure leading to exactly its rows."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.workorders import measures
from complaints.workorders.orders import services as orders
from complaints.workorders.tickets import services as tickets
from reports.daily.report import build
from reports.models import ReportedDay, StaleDay
from reports.rollups import counts, services
from reports.rollups.periods import Kind, period_of
from tests.complaints.workorders.factories import facts, make_floor, make_order, send

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 4)  # a Wednesday
ONE_DAY = datetime.timedelta(days=1)
KEYS = ("received", "ended", "open", "on_time", "returned")


def at(day: datetime.date, hour: int = 10) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour), datetime.UTC)


def on(day: datetime.date, hour: int = 10):
    return time_machine.travel(at(day, hour), tick=False)


@pytest.fixture
def floor():
    with on(DAY - 30 * ONE_DAY):
        return make_floor(time_zone="UTC")


def days_of_work(floor):
    """On DAY five come: one closed on the spot, one sent and returned, one done in time, one done late, one left alone."""
    user, handler = floor.agent.user, floor.handler.user
    with on(DAY):
        spot = facts(floor, answer="At the counter", promised_reply_at=None, is_satisfied=True)
        orders.record_order(floor.site, spot, actor=user)
        due = {"required_by": at(DAY + ONE_DAY, 12)}
        back = send(make_order(floor, promised_reply_at=at(DAY, 12)), floor, **due)
        good = send(make_order(floor, promised_reply_at=at(DAY, 12)), floor, **due)
        late = send(make_order(floor, promised_reply_at=at(DAY, 12)), floor, **due)
        make_order(floor, promised_reply_at=at(DAY, 12))
        make_order(make_floor(time_zone="UTC"))  # at another site: counted nowhere here
    with on(DAY, 15):
        tickets.return_ticket(back, actor=handler, words="Not ours")
    for ticket, day in ((good, DAY + ONE_DAY), (late, DAY + 2 * ONE_DAY)):
        with on(day, 11):
            got = tickets.receive(ticket, floor.handler, actor=handler)
            got = tickets.contact(got, actor=handler, words="At the gate")
            tickets.hand_in_slip(got, actor=handler, handling="x", result="Sent", satisfaction="unknown")


def test_a_day_counts_what_came_ended_came_back_and_is_left(floor):
    days_of_work(floor)
    with on(DAY + 5 * ONE_DAY):
        first, second = (measures.counts_of_day(floor.site, DAY + n * ONE_DAY) for n in (0, 1))
    assert {name: first[name] for name in ("orders_received", "orders_ended", "orders_resolved_on_spot")} == {
        "orders_received": 5,
        "orders_ended": 1,
        "orders_resolved_on_spot": 1,
    }
    assert (first["orders_open"], first["tickets_returned"], first["tickets_due"]) == (4, 1, 0)
    assert (first["order_customers_asked"], first["order_customers_satisfied"]) == (1, 1)
    assert (second["tickets_on_time"], second["tickets_due"]) == (1, 2)
    assert (second["orders_received"], second["orders_open"]) == (0, 4)


def test_what_a_running_day_still_waits_for_is_not_late(floor):
    days_of_work(floor)
    day = DAY + ONE_DAY
    with on(DAY):
        waiting = send(make_order(floor, promised_reply_at=at(DAY, 12)), floor, required_by=at(day, 20))
    with on(day, 19):
        assert measures.counts_of_day(floor.site, day)["tickets_due"] == 2
    with on(day, 21):
        assert measures.counts_of_day(floor.site, day)["tickets_due"] == 3
    assert waiting.is_open


def test_counting_asks_the_same_for_five_orders_and_for_fifty(floor):
    days_of_work(floor)
    with CaptureQueriesContext(connection) as few:
        measures.counts_of_day(floor.site, DAY)
    with on(DAY):
        for _ in range(45):
            make_order(floor, promised_reply_at=at(DAY, 12))
    with CaptureQueriesContext(connection) as many:
        assert measures.counts_of_day(floor.site, DAY)["orders_received"] == 50
    assert len(few) == len(many) == 3


def test_every_act_marks_its_day_and_the_days_on_which_its_tickets_were_due(floor):
    with on(DAY):
        ticket = send(make_order(floor, promised_reply_at=at(DAY, 12)), floor, required_by=at(DAY, 20))
        assert set(StaleDay.objects.values_list("day", flat=True)) == {DAY}
    StaleDay.objects.all().delete()
    with on(DAY + 3 * ONE_DAY):
        tickets.return_ticket(ticket, actor=floor.handler.user, words="Not ours")
        assert set(StaleDay.objects.values_list("day", flat=True)) == {DAY, DAY + 3 * ONE_DAY}
        StaleDay.objects.all().delete()
        make_order(floor, received_at=at(DAY + ONE_DAY), promised_reply_at=at(DAY + 3 * ONE_DAY, 12))
        assert set(StaleDay.objects.values_list("day", flat=True)) == {DAY + n * ONE_DAY for n in (1, 2, 3)}


def test_a_site_with_work_orders_alone_is_counted(floor):
    with on(DAY):
        make_order(floor, promised_reply_at=at(DAY, 12))
        assert counts.is_in_use(floor.site)
        services.recompute_day(floor.site, DAY)
        assert ReportedDay.objects.get(site=floor.site, day=DAY).counts["orders_received"] == 1
        assert counts.mark_uncounted() == 1


@pytest.mark.parametrize("kind", [Kind.DAY, Kind.WEEK, Kind.MONTH])
def test_every_figure_leads_to_exactly_its_rows(client, floor, kind):
    days_of_work(floor)
    director = floor.director.user
    client.force_login(director)
    with on(DAY + 5 * ONE_DAY):
        for day in period_of(Kind.MONTH, DAY).days[: DAY.day + 5]:
            services.recompute_day(floor.site, day)
        listed = dict.fromkeys(KEYS, 0)
        for day in (DAY, DAY + ONE_DAY) if kind is Kind.DAY else (DAY,):
            found = build(floor.site, period_of(kind, day), reader=director).complaints
            for key in KEYS:
                line = found.figure(f"work_orders.{key}")
                if not line.url:
                    assert key == "open", key  # what was open then is no list of today
                    continue
                rows = list(client.get(line.url).context["rows"])
                assert len(rows) == line.figure.numerator, (key, day, line.url)
                listed[key] += len(rows)
    assert {key: listed[key] for key in ("received", "ended", "on_time", "returned")} == {
        "received": 5,
        "ended": 1,
        "on_time": 1,
        "returned": 1,
    }
    assert listed["open"] == (4 if kind is Kind.MONTH else 0)


def test_who_does_not_see_the_orders_of_the_site_is_led_nowhere(floor):
    days_of_work(floor)
    with on(DAY + 5 * ONE_DAY):
        services.recompute_day(floor.site, DAY)
        found = build(floor.site, period_of(Kind.DAY, DAY), reader=floor.leader.user).complaints
    assert {found.figure(f"work_orders.{key}").url for key in KEYS} == {""}
