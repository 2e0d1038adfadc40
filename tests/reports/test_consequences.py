"""What a change of a rule would have changed last month, against a count of the same calls by hand."""

import datetime
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from callcenter.access.posts import PostCode
from callcenter.people.models import Site
from callcenter.rulebook import consequences
from callcenter.rulebook.consequences import Consequence, Question
from callcenter.rulebook.services import set_value
from callcenter.telephony.facts.models import Outcome
from reports.rollups import whatif
from reports.rollups.services import sum_stale
from tests.factories import make_site, make_user
from tests.reports.factories import call, load_calls, load_queue_intervals

FIRST, END = datetime.date(2026, 3, 1), datetime.date(2026, 4, 1)
ANSWERED, ABANDONED = Outcome.ANSWERED, Outcome.ABANDONED


@pytest.fixture(autouse=True)
def _april(db: None) -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 4, 15, 4, 0, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def site() -> Site:
    return make_site()


def month_of_calls(site: Site, days: int = 5) -> list[dict[str, Any]]:
    """Some calls on each of the first days of March 2026, waits from 0 to 60 s."""
    dice = random.Random(7)
    calls = [
        call(dice.choice([ANSWERED, ANSWERED, ABANDONED]), wait=dice.randrange(60), day=day)
        for day in (FIRST + datetime.timedelta(n) for n in range(days))
        for _ in range(40)
    ]
    load_calls(site, calls)
    sum_stale(site, FIRST, END)
    return calls


def ask(site: Site, key: str, value: Any, post: PostCode = PostCode.DIRECTOR) -> Consequence | None:
    return consequences.of(Question(key, site, value, make_user(post, site=site)))


def counted(calls: list[dict[str, Any]], outcome: Outcome, most: int | None = None) -> int:
    return sum(
        1 for one in calls if one["outcome"] == outcome and (most is None or one["wait_seconds"] <= most)
    )


@pytest.mark.parametrize("seconds", [0, 10, 20, 30, 3600])
def test_another_threshold_is_counted_over_the_calls_themselves(site: Site, seconds: int) -> None:
    calls = month_of_calls(site)
    found = ask(site, "kpi.sl_seconds", seconds)
    assert found is not None
    (figure,) = found.figures
    assert figure.before_of == f"{counted(calls, ANSWERED, 20)}/{len(calls)}"
    assert figure.after_of == f"{counted(calls, ANSWERED, seconds)}/{len(calls)}"


def test_days_that_turn_are_those_that_pass_the_bounds_by_hand(site: Site) -> None:
    calls = month_of_calls(site)
    set_value(
        "kpi.sl_target",
        site=site,
        value=Decimal(40),
        effective_on=FIRST,
        reason="x",
        actor=None,
        is_backdating=True,
    )
    set_value(
        "kpi.sl_alarm",
        site=site,
        value=Decimal(20),
        effective_on=FIRST,
        reason="x",
        actor=None,
        is_backdating=True,
    )

    def verdict(day: datetime.date, seconds: int) -> str:
        of_day = [one for one in calls if one["day"] == day]
        share = 100 * counted(of_day, ANSWERED, seconds) / len(of_day)
        return "on target" if share >= 40 else "alarm" if share < 20 else "off target"

    found = ask(site, "kpi.sl_seconds", 40)
    assert found is not None
    expected = {
        day: (verdict(day, 20), verdict(day, 40))
        for day in sorted({one["day"] for one in calls})
        if verdict(day, 20) != verdict(day, 40)
    }
    assert expected
    assert {one.day: (one.before_verdict[0], one.after_verdict[0]) for one in found.turned} == expected
    assert f"{len(expected)} day" in found.summary


def test_another_short_abandon_changes_the_abandon_rate_on_both_sides(site: Site) -> None:
    calls = month_of_calls(site)
    found = ask(site, "kpi.short_abandon_seconds", 15)
    assert found is not None
    (figure,) = found.figures
    for told, seconds in ((figure.before_of, 5), (figure.after_of, 15)):
        short = counted(calls, ABANDONED, seconds)
        assert told == f"{counted(calls, ABANDONED) - short}/{len(calls) - short}"


def test_another_variant_is_worked_out_from_the_sums(site: Site) -> None:
    calls = month_of_calls(site)
    found = ask(site, "kpi.sl_denominator", "answered")
    assert found is not None
    (figure,) = found.figures
    assert figure.before_of == f"{counted(calls, ANSWERED, 20)}/{len(calls)}"
    assert figure.after_of == f"{counted(calls, ANSWERED, 20)}/{counted(calls, ANSWERED)}"


def test_another_target_leaves_the_figure_and_turns_days(site: Site) -> None:
    calls = month_of_calls(site)
    found = ask(site, "kpi.sl_target", Decimal(1))
    assert found is not None
    assert found.figures[0].before == found.figures[0].after
    assert {one.day for one in found.turned} == {one["day"] for one in calls}
    assert {one.after_verdict[0] for one in found.turned} == {"on target"}
    assert found.chart is not None
    assert [target.value for target in found.chart.targets] == [0.8, 0.01]


def test_every_kpi_rule_can_be_asked_about(site: Site) -> None:
    month_of_calls(site, days=2)
    for key in whatif.rule_keys():
        value = {"kpi.sl_denominator": "with_abandoned"}.get(key, 33 if "seconds" in key else Decimal(33))
        found = ask(site, key, value)
        assert found is not None
        assert found.figures, key


def test_interval_statistics_stay_as_the_switch_counted_them(site: Site) -> None:
    load_queue_intervals(
        site,
        [{"queue": "support", "offered": 10, "answered": 8, "answered_in_target": 6, "abandoned": 2}],
    )
    load_calls(site, [call(wait=25), call(wait=5)])
    sum_stale(site, FIRST, END)
    found = ask(site, "kpi.sl_seconds", 30)
    assert found is not None
    assert (found.figures[0].before_of, found.figures[0].after_of) == ("7/12", "8/12")
    assert any("interval statistics" in note for note in found.notes)


def test_calls_of_other_months_and_sites_do_not_count(site: Site) -> None:
    month_of_calls(site, days=1)
    other = make_site()
    load_calls(other, [call(wait=1, day=FIRST)])
    load_calls(
        site, [call(wait=1, day=END), call(wait=1, day=FIRST - datetime.timedelta(1))], feed="calls:more"
    )
    sum_stale(site, FIRST - datetime.timedelta(1), END + datetime.timedelta(1))
    found = ask(site, "kpi.sl_seconds", 3600)
    assert found is not None
    assert found.figures[0].after_of.endswith("/40")


def test_a_month_without_figures_says_so(site: Site) -> None:
    found = ask(site, "kpi.sl_seconds", 30)
    assert found is not None
    assert found.notes == ("There are no figures of that month.",)


def test_who_may_not_read_the_report_is_told_nothing(site: Site) -> None:
    month_of_calls(site, days=1)
    assert ask(site, "kpi.sl_seconds", 30, PostCode.SYSADMIN) is None
    elsewhere = make_user(PostCode.DIRECTOR)
    assert consequences.of(Question("kpi.sl_seconds", site, 30, elsewhere)) is None


def test_a_scan_that_takes_too_long_ends_with_a_sentence(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    month_of_calls(site, days=1)
    monkeypatch.setattr(whatif, "LIMIT_MS", 50)
    slow = whatif.MOVED.replace("FROM telephony_call", ", max(pg_sleep(1)::text) FROM telephony_call")
    monkeypatch.setattr(whatif, "MOVED", slow)
    found = ask(site, "kpi.sl_seconds", 30)
    assert found is not None
    assert found.notes == ("Counting the calls of that month anew takes too long to show it here.",)
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] == "0"


def test_the_limit_of_the_scan_ends_with_it(site: Site) -> None:
    month_of_calls(site, days=1)
    assert ask(site, "kpi.sl_seconds", 30)
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] == "0"


def test_queries_do_not_grow_with_days_and_calls(site: Site) -> None:
    asked = Question("kpi.sl_seconds", site, 30, make_user(PostCode.DIRECTOR, site=site))

    def queries() -> int:
        consequences.of(asked)
        with CaptureQueriesContext(
            connection,
        ) as found:
            consequences.of(asked)
        return sum(1 for query in found if "rulebook_version" not in query["sql"])

    month_of_calls(site, days=1)
    few = queries()
    month_of_calls(site, days=20)
    assert queries() == few


def test_preview_of_a_change_shows_it_on_the_page(site: Site) -> None:
    calls = month_of_calls(site)
    client = Client()
    client.force_login(make_user(PostCode.DIRECTOR, site=site))
    form = {"value": "30", "effective_on": "2026-05-01", "site": site.code, "reason": "New contract"}
    for path, more in (("preview/", {}), ("change/", {"preview": "1"})):
        page = client.post(f"/rulebook/kpi.sl_seconds/{path}", form | more).content.decode()
        assert f"{counted(calls, ANSWERED, 30)}/{len(calls)}" in page
        assert "As it would have been" in page
    ending = client.post("/rulebook/kpi.sl_seconds/preview/", form | {"is_ending": "on"}).content.decode()
    assert "Nothing would have been different." in ending
    wrong = client.post("/rulebook/kpi.sl_seconds/preview/", form | {"value": "4000"}).content.decode()
    assert "As it would have been" not in wrong


def test_company_value_is_shown_at_the_site_of_the_top_bar_unless_it_has_its_own(site: Site) -> None:
    month_of_calls(site)
    client = Client()
    admin = make_user(PostCode.SYSADMIN, site=site)
    set_value(
        "kpi.sl_seconds", site=site, value=15, effective_on=END, reason="x", actor=admin, is_backdating=True
    )
    client.force_login(admin)
    form = {"value": "30", "effective_on": "2026-05-01", "site": "", "reason": "New contract"}
    page = client.post("/rulebook/kpi.sl_seconds/preview/", form).content.decode()
    assert "has a value of its own" in page


def test_a_program_asks_what_a_value_would_have_changed(site: Site) -> None:
    calls = month_of_calls(site)
    client = Client()
    client.force_login(make_user(PostCode.DIRECTOR, site=site))
    where = "/api/v1/rulebook/rules/kpi.sl_seconds/consequence/"
    told = client.get(where, {"site": site.code, "value": "40"}).json()
    assert told["figures"][0]["after_of"] == f"{counted(calls, ANSWERED, 40)}/{len(calls)}"
    assert client.get(where, {"site": site.code, "value": "-1"}).status_code == 409
    assert client.get(where, {"site": site.code, "value": "soon"}).status_code == 400
    assert client.get(where, {"value": "40"}).status_code == 404
    unknown = where.replace("kpi.sl_seconds", "report.daily_due")
    assert client.get(unknown, {"site": site.code, "value": "09:30"}).status_code == 404
