"""Handing many complaints to one owner by the API: a job that says how far it is and what became of each."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callcenter.audit.models import Event
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.models import Job
from complaints.cases.models import Case, State
from tests.api_calls import codes, get, post, wrong_fields
from tests.complaints.factories import Center, make_case, make_center
from tests.integrations.client_factories import caller

pytestmark = pytest.mark.django_db
HAND_OVERS = "/api/v1/complaints/hand-overs/"


@pytest.fixture
def center() -> Center:
    return make_center()


def many(center: Center, count: int = 3) -> list[Case]:
    return [make_case(center.site, State.ACCEPTED, owner=center.director) for _number in range(count)]


def handing(center: Center, cases: list[Case] | None = None, **more: Any) -> dict[str, Any]:
    """To the officer; without cases for what the filters leave."""
    given: dict[str, Any] = {"site": center.site.code, "owner": center.officer.number, "reason": "Holiday"}
    if cases is not None:
        given["complaints"] = [case.reference for case in cases]
    return given | more


def test_complaints_by_number_and_receipt_go_to_a_worker_that_says_what_became_of_each(
    center: Center,
) -> None:
    good, over = many(center), make_case(center.site, State.CLOSED, owner=center.director)
    received = make_case(center.site, State.RECEIVED, owner=center.director)
    theirs = make_case(center.site, State.ACCEPTED, owner=center.officer)
    asked = post(center.director, HAND_OVERS, handing(center, [*good, over, received, theirs]))
    assert asked.status_code == 202
    shown = asked.json()
    address = f"{HAND_OVERS}{shown['id']}/"
    assert asked["Location"].endswith(address)
    assert (shown["state"], shown["rows_total"], shown["site"]) == ("pending", 6, center.site.code)
    jobs.run(shown["id"])
    done = get(center.director, address).json()
    assert (done["state"], done["done"], done["refused"], done["unchanged"]) == ("done", 4, 1, 1)
    (refused,) = get(center.director, f"{address}lines/", fate="refused").json()["results"]
    assert refused["complaint"] == over.reference
    assert over.reference in refused["words"]
    lines = get(center.director, f"{address}lines/", page_size=2).json()
    assert (len(lines["results"]), bool(lines["next"])) == (2, True)
    assert {case.owner_id for case in Case.objects.filter(pk__in=[one.pk for one in good])} == {
        center.officer.pk
    }
    assert Event.objects.filter(verb="desk.cases.hand_over_asked").count() == 1


def test_all_that_filters_leave_are_handed_over_when_they_are_as_many_as_expected(center: Center) -> None:
    cases = many(center)
    make_case(center.site, State.CLOSED)
    make_case(make_center().site, State.ACCEPTED)
    wrong = handing(center, filters="state=accepted", count=2)
    answer = post(center.director, HAND_OVERS, wrong)
    assert codes(answer) == ["desk.others_match"]
    assert answer.json()["objections"][0]["figures"] == {"count": 3}
    unclear = handing(center, filters="state=nonsense", count=3)
    assert codes(post(center.director, HAND_OVERS, unclear)) == ["desk.filter_unclear"]
    assert not Job.objects.exists()
    right = handing(center, filters="state=accepted", count=3)
    job = Job.objects.get(pk=post(center.director, HAND_OVERS, right).json()["id"])
    assert job.params["keys"] == sorted(case.pk for case in cases)


def test_what_cannot_be_meant_is_said_at_its_field(center: Center) -> None:
    cases, elsewhere = many(center), make_center()
    assert wrong_fields(post(center.director, HAND_OVERS)) == {"site", "owner"}
    assert wrong_fields(post(center.director, HAND_OVERS, handing(center))) == {"complaints"}
    both = handing(center, cases, filters="state=accepted", count=3)
    assert wrong_fields(post(center.director, HAND_OVERS, both)) == {"complaints"}
    assert wrong_fields(post(center.director, HAND_OVERS, handing(center, filters="state=accepted"))) == {
        "count"
    }
    strange = [cases[0], make_case(elsewhere.site, State.ACCEPTED)]
    assert wrong_fields(post(center.director, HAND_OVERS, handing(center, strange))) == {"complaints.1"}
    named = handing(center, complaints=["KS-190001-0001", cases[0].reference, "IN-999999"])
    assert wrong_fields(post(center.director, HAND_OVERS, named)) == {"complaints.0", "complaints.2"}
    for number in (center.agent.number, elsewhere.officer.number, "nobody"):
        given = handing(center, cases, owner=number)
        assert wrong_fields(post(center.director, HAND_OVERS, given)) == {"owner"}
    assert not Job.objects.exists()


def test_filters_that_leave_none_hand_over_nothing(center: Center) -> None:
    given = handing(center, filters="state=accepted", count=0)
    assert codes(post(center.director, HAND_OVERS, given)) == ["files.bulk_how_many"]


def test_who_does_not_serve_the_site_may_not_ask(center: Center) -> None:
    cases, elsewhere = many(center), make_center()
    for who in (center.agent, center.leader, center.lab, center.deputy_gm):
        for given in ({}, handing(center, cases)):
            assert post(who, HAND_OVERS, given).status_code == 403
    assert post(elsewhere.director, HAND_OVERS, handing(center, cases)).status_code == 403
    assert not Job.objects.exists()


def test_others_do_not_see_it(center: Center) -> None:
    asked = post(center.officer, HAND_OVERS, handing(center, many(center))).json()
    address, elsewhere = f"{HAND_OVERS}{asked['id']}/", make_center()
    for who in (center.agent, center.leader, elsewhere.director, elsewhere.officer):
        assert get(who, HAND_OVERS).json()["results"] == []
        for name in ("", "lines/"):
            assert get(who, f"{address}{name}").status_code == 404
        assert post(who, f"{address}cancel/").status_code == 404
    assert [one["id"] for one in get(center.director, HAND_OVERS).json()["results"]] == [asked["id"]]


def test_it_is_stopped_and_says_how_far_it_came(center: Center) -> None:
    asked = post(center.director, HAND_OVERS, handing(center, many(center))).json()
    address = f"{HAND_OVERS}{asked['id']}/"
    assert post(center.director, f"{address}cancel/").json()["state"] == "cancelled"
    assert codes(post(center.director, f"{address}cancel/")) == ["files.job_not_cancellable"]
    shown = get(center.director, address).json()
    assert (shown["done"], shown["refused"], shown["rows_total"]) == (0, 0, 3)
    assert wrong_fields(get(center.director, f"{address}lines/", fate="lost")) == {"fate"}


def test_a_key_starts_one_job(center: Center) -> None:
    given = handing(center, many(center))
    answers = [post(center.director, HAND_OVERS, given, **{"Idempotency-Key": "one"}) for _ in range(2)]
    assert [one.status_code for one in answers] == [202, 202]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert Job.objects.count() == 1


def test_a_program_hands_over_at_its_site_with_the_scope_to_write(center: Center) -> None:
    given = {"data": handing(center, many(center)), "content_type": "application/json"}
    assert caller("complaints:read", site=center.site).post(HAND_OVERS, **given).status_code == 403
    program = caller("complaints:write", site=center.site)
    asked = program.post(HAND_OVERS, **given)
    assert asked.status_code == 202
    jobs.run(asked.json()["id"])
    assert program.get(f"{HAND_OVERS}{asked.json()['id']}/").json()["done"] == 3
    assert caller("complaints:write", site=make_center().site).post(HAND_OVERS, **given).status_code == 403


def test_the_list_takes_as_many_queries_for_many_as_for_one(center: Center) -> None:
    def one() -> None:
        asked = post(center.director, HAND_OVERS, handing(center, many(center, 1)))
        jobs.run(asked.json()["id"])

    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            assert get(center.director, HAND_OVERS).status_code == 200
        return len(found)

    one()
    before = count()
    for _number in range(4):
        one()
    assert count() <= before
