"""Points in money by the API: the months, HR's wages, the GM's closing; each sees what the page shows them."""

import datetime
from typing import Any

import pytest

from callcenter.audit.models import Event
from callcenter.people.models import Employee
from quality.conduct.models import MoneyMonth, Wage
from tests.api_calls import codes, get, post, wrong_fields
from tests.factories import make_site
from tests.integrations.client_factories import caller
from tests.quality.conduct.factories import People, make_people, make_points
from tests.quality.conduct.test_money import Office, turned_on

MONEY = "/api/v1/quality/conduct-money/"
IN_OCTOBER = datetime.date(2026, 10, 12)


@pytest.fixture
def office(people: People) -> Office:
    turned_on(people)
    make_points(people.ann, 5, on=IN_OCTOBER)
    return Office(people)


def october(people: People, **more: Any) -> dict[str, Any]:
    return {"site": people.site.code, "month": "2026-10-05"} | more


def waged(people: People, who: Employee, amount: str | None = "8000.00", **more: Any) -> dict[str, Any]:
    return october(people, wages=[{"employee": who.number, "wage": amount}], **more)


def test_hr_enters_wages_and_the_general_manager_closes(people: People, office: Office) -> None:
    assert codes(post(office.gm, f"{MONEY}close/", october(people))) == ["conduct.wages_missing"]
    (line,) = post(office.hr, f"{MONEY}wages/", waged(people, people.ann)).json()["lines"]
    assert (line["wage"], line["amount"]) == ("8000.00", "500.00")
    assert post(office.hr, f"{MONEY}close/", october(people)).status_code == 403
    closed = post(office.gm, f"{MONEY}close/", october(people))
    assert (closed.status_code, closed.json()["month"]) == (200, "2026-10-01")
    assert closed.json()["closed_at"]
    assert codes(post(office.gm, f"{MONEY}close/", october(people))) == ["conduct.month_closed"]
    assert codes(post(office.hr, f"{MONEY}wages/", waged(people, people.ann, "1.00"))) == [
        "conduct.month_closed"
    ]
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"conduct.wages.entered", "conduct.month.closed"} <= verbs


def test_the_months_say_which_are_over_and_which_closed(people: People, office: Office) -> None:
    post(office.hr, f"{MONEY}wages/", waged(people, people.ann))
    post(office.gm, f"{MONEY}close/", october(people))
    found = get(people.director, f"{MONEY}months/").json()
    assert [one["month"] for one in found[:2]] == ["2026-11-01", "2026-10-01"]
    assert [one["is_over"] for one in found[:2]] == [False, True]
    assert [bool(one["closed_at"]) for one in found[:3]] == [False, True, False]
    assert len(found) == 12


def test_a_month_that_runs_or_is_off_is_not_closed(people: People, office: Office) -> None:
    running = october(people, month="2026-11-05")
    assert codes(post(office.gm, f"{MONEY}close/", running)) == ["conduct.month_runs"]
    off = make_people()
    assert codes(post(office.gm, f"{MONEY}close/", october(off))) == ["conduct.money_is_off"]
    assert not MoneyMonth.objects.exists()


def test_who_may_not_enter_or_close_is_refused_before_anything_is_read(
    people: People, office: Office
) -> None:
    for who in (people.ann, people.leader, people.director, office.gmo):
        for given in ({}, waged(people, people.ann)):
            assert post(who, f"{MONEY}wages/", given).status_code == 403
            assert post(who, f"{MONEY}close/", given).status_code == 403
    make_points(office.hr, 1, on=IN_OCTOBER)
    assert post(office.hr, f"{MONEY}wages/", waged(people, office.hr)).status_code == 403
    assert not Wage.objects.exists()


def test_what_cannot_be_meant_is_said_at_its_field(people: People, office: Office) -> None:
    wrong = october(
        people,
        wages=[
            {"employee": people.ann.number, "wage": "1"},
            {"employee": people.bo.number, "wage": "1"},
            {"employee": people.ann.number, "wage": "2"},
        ],
    )
    assert wrong_fields(post(office.hr, f"{MONEY}wages/", wrong)) == {"wages.1.employee", "wages.2.employee"}
    below = waged(people, people.ann, "-1")
    assert wrong_fields(post(office.hr, f"{MONEY}wages/", below)) == {"wages.0.wage"}
    for month in ("0001-01-05", "9999-12-31", "October"):
        given = october(people, month=month)
        assert wrong_fields(post(office.gm, f"{MONEY}close/", given)) == {"month"}
        assert wrong_fields(get(office.gm, MONEY, month=month)) == {"month"}
    assert wrong_fields(post(office.gm, f"{MONEY}close/")) == {"site", "month"}
    above = waged(people, people.ann, "1000001.00")
    assert codes(post(office.hr, f"{MONEY}wages/", above)) == ["conduct.wage_out_of_range"]
    assert not Wage.objects.exists()


def test_a_wage_is_taken_out_again(people: People, office: Office) -> None:
    post(office.hr, f"{MONEY}wages/", waged(people, people.ann))
    (line,) = post(office.hr, f"{MONEY}wages/", waged(people, people.ann, None)).json()["lines"]
    assert (line["wage"], line["amount"]) == (None, None)


def test_nothing_of_another_site_is_there(people: People, office: Office) -> None:
    stranger = make_people()
    for who in (stranger.director, stranger.ann):
        for address in (MONEY, f"{MONEY}months/"):
            assert get(who, address, site=people.site.code).status_code == 404
            assert get(who, address, site="nowhere").status_code == 404
    assert get(people.ann, MONEY, site=people.site.code, month="2026-10-01").json()["lines"][0]["points"] == 5
    assert get(people.bo, MONEY, month="2026-10-01").json()["lines"] == []
    assert get(office.gm, MONEY, site=make_site().code).json()["lines"] == []


def test_a_key_closes_a_month_once(people: People, office: Office) -> None:
    post(office.hr, f"{MONEY}wages/", waged(people, people.ann))
    for _time in range(2):
        answer = post(office.gm, f"{MONEY}close/", october(people), **{"Idempotency-Key": "one"})
        assert answer.status_code == 200
    assert MoneyMonth.objects.count() == 1


def test_programs_see_no_money(people: People, office: Office) -> None:
    program = caller("quality:read", site=people.site)
    for address in (MONEY, f"{MONEY}months/"):
        assert program.get(address).status_code == 403


def test_the_page_of_a_day_before_all_calendars_is_that_of_the_running_month(
    people: People, office: Office
) -> None:
    assert get(office.gm, "/quality/conduct/money/", month="0001-01-05").status_code == 200
