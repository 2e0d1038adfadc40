"""The loader: whole days, once, all or nothing."""

import datetime
from functools import partial

import polars as pl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.telephony.facts import changes
from callcenter.telephony.facts.load import replace_days
from callcenter.telephony.facts.partitions import ensure_partitions
from callcenter.telephony.models import Call, DayLoad, Queue, SwitchAgent
from tests.factories import make_site, make_user
from tests.telephony.factories import DAY, load_calls, make_calls, moment
from tests.together import together

TOMORROW = DAY + datetime.timedelta(days=1)


@pytest.mark.django_db
def test_new_days_are_stored_with_their_queues_and_agents() -> None:
    site = make_site()
    result = load_calls(site, make_calls(3))
    assert (result.new, result.rows, result.rows_written) == ({DAY}, 3, 3)
    assert (result.new_queues, result.new_agents) == (["sales"], ["1017"])
    call = Call.objects.select_related("queue", "agent").get(site=site, switch_ref="1")
    assert (call.day, call.half_hour, call.queue.code, call.agent.code) == (DAY, 20, "sales", "1017")  # type: ignore[union-attr]
    assert call.started_at == moment("2026-03-02 02:01")
    assert Queue.objects.get(site=site).name == "sales"
    assert SwitchAgent.objects.get(site=site).employee is None


@pytest.mark.django_db
def test_the_day_is_the_one_of_the_site_and_not_of_utc() -> None:
    site = make_site(time_zone="Asia/Shanghai")
    load_calls(
        site, make_calls(1, started_at=moment("2026-03-01 16:10"), ended_at=moment("2026-03-01 16:11"))
    )
    assert list(Call.objects.values_list("day", "half_hour")) == [(DAY, 0)]


@pytest.mark.django_db
def test_the_same_rows_again_in_any_order_change_nothing() -> None:
    site = make_site()
    load_calls(site, make_calls(5))
    before = list(Call.objects.order_by("id").values_list("id", flat=True))
    events = Event.objects.count()
    again = make_calls(5).reverse().with_columns(source_row=pl.lit(99))
    result = load_calls(site, again)
    assert (result.unchanged, result.rows_written) == ({DAY}, 0)
    assert list(Call.objects.order_by("id").values_list("id", flat=True)) == before
    assert DayLoad.objects.get(site=site).revision == 1
    assert Event.objects.count() == events


@pytest.mark.django_db
def test_a_corrected_day_replaces_that_day_only_and_counts_its_revision() -> None:
    site = make_site()
    load_calls(site, pl.concat([make_calls(3), make_calls(2, TOMORROW)]))
    kept = set(Call.objects.filter(day=TOMORROW).values_list("id", flat=True))
    result = load_calls(site, pl.concat([make_calls(4), make_calls(2, TOMORROW)]))
    assert (result.changed, result.unchanged, result.rows_written) == ({DAY}, {TOMORROW}, 4)
    assert Call.objects.filter(day=DAY).count() == 4
    assert set(Call.objects.filter(day=TOMORROW).values_list("id", flat=True)) == kept
    assert dict(DayLoad.objects.values_list("day", "revision")) == {DAY: 2, TOMORROW: 1}


@pytest.mark.django_db
def test_days_of_other_feeds_and_sites_stay_as_they_are() -> None:
    one, other = make_site(), make_site()
    load_calls(one)
    load_calls(other)
    load_calls(one, feed="calls:second")
    load_calls(one, make_calls(1))
    assert Call.objects.filter(site=one, feed="calls:test").count() == 1
    assert Call.objects.filter(site=one, feed="calls:second").count() == 3
    assert Call.objects.filter(site=other).count() == 3


@pytest.mark.django_db
def test_the_listeners_hear_of_touched_days_only(monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site()
    load_calls(site, pl.concat([make_calls(3), make_calls(2, TOMORROW)]))
    heard: list[tuple[int, set[datetime.date]]] = []
    monkeypatch.setattr(changes, "_listeners", [lambda site_id, days, why: heard.append((site_id, days))])
    load_calls(site, pl.concat([make_calls(4), make_calls(2, TOMORROW)]))
    assert heard == [(site.pk, {DAY})]


@pytest.mark.django_db
def test_a_load_is_on_record_with_its_days() -> None:
    site = make_site()
    load_calls(site)
    event = Event.objects.get(verb="telephony.days.loaded")
    assert event.site_id == site.pk
    assert event.after is not None
    assert (event.after["feed"], event.after["new"], event.after["rows"]) == ("calls:test", ["2026-03-02"], 3)


@pytest.mark.django_db
def test_a_load_that_breaks_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site()

    def break_off(*_: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(changes, "_listeners", [break_off])
    with pytest.raises(RuntimeError, match="killed"):
        load_calls(site, make_calls(3, datetime.date(2031, 5, 1)))
    assert not Call.objects.exists()
    assert not DayLoad.objects.exists()
    assert not SwitchAgent.objects.exists()


@pytest.mark.django_db
def test_frames_of_an_iterator_hold_whole_days() -> None:
    site = make_site()
    assert replace_days(site, "calls:x", iter([make_calls(2), make_calls(2, TOMORROW)]), actor=None).new == {
        DAY,
        TOMORROW,
    }
    with pytest.raises(ValueError, match="whole days"):
        replace_days(site, "calls:y", iter([make_calls(2), make_calls(1)]), actor=None)


@pytest.mark.django_db
def test_a_frame_with_a_column_that_is_not_known_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="wait_secs"):
        load_calls(make_site(), make_calls(1).with_columns(wait_secs=pl.lit(1)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("post", "is_allowed"),
    [
        (PostCode.AGENT, False),
        (PostCode.SHIFT_LEADER, False),
        (PostCode.INFO_COORDINATOR, True),
        (PostCode.DIRECTOR, True),
    ],
)
def test_loading_asks_who_may(post: PostCode, is_allowed: bool) -> None:
    site = make_site()
    user = make_user(post, site=site)
    if is_allowed:
        assert replace_days(site, "calls:x", make_calls(1), actor=user).new
    else:
        with pytest.raises(PermissionDenied):
            replace_days(site, "calls:x", make_calls(1), actor=user)
    with pytest.raises(PermissionDenied):
        replace_days(make_site(), "calls:x", make_calls(1), actor=user)


@pytest.mark.django_db
def test_months_are_made_once_and_told() -> None:
    day = datetime.date(2040, 2, 10)
    made = ensure_partitions(day, since=datetime.date(2040, 1, 31), tables=["telephony_call"])
    assert made == ["telephony_call_y2040m01", "telephony_call_y2040m02"]
    assert ensure_partitions(day, since=datetime.date(2040, 1, 31), tables=["telephony_call"]) == []


@pytest.mark.django_db(transaction=True)
def test_two_loads_of_one_feed_wait_for_each_other() -> None:
    site = make_site()
    frames = (make_calls(40), make_calls(60))
    together(*(partial(load_calls, site, frame) for frame in frames))
    held = DayLoad.objects.get(site=site)
    assert Call.objects.filter(site=site).count() == held.rows
    assert held.rows in (40, 60)
    assert held.revision == 2


@pytest.mark.django_db(transaction=True)
def test_two_feeds_that_need_the_same_new_month_and_the_same_names_both_load() -> None:
    site = make_site()
    day = datetime.date(2035, 7, 1)
    together(
        partial(load_calls, site, make_calls(20, day), "calls:a"),
        partial(load_calls, site, make_calls(20, day), "calls:b"),
    )
    assert Call.objects.filter(site=site, day=day).count() == 40
    assert SwitchAgent.objects.filter(site=site).count() == 1
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE telephony_call_y2035m07")
