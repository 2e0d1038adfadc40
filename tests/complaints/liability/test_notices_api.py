"""Notices by the API: from the review's verdict over the GM to the ledger, contested and revoked, published; nobody about themselves."""

import datetime
from typing import Any

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callcenter.approvals import services as approvals
from callcenter.audit.models import Event
from complaints.liability.models import PenaltyNotice, PersonnelNotice, ReviewLine, Verdict
from complaints.liability.notices import services as notices
from complaints.liability.personnel import services as personnel
from quality.conduct.models import PointsEntry
from staffing.records.bulletins.models import Bulletin
from tests.api_calls import codes, get, post, wrong_fields
from tests.complaints.liability.factories import House, approved, closed, in_october, judged, opened, waiting
from tests.factories import make_employee
from tests.integrations.client_factories import caller
from tests.quality.conduct.factories import version

REVIEWS = "/api/v1/complaints/liability-reviews/"
NOTICES = "/api/v1/complaints/penalty-notices/"
PERSONNEL = "/api/v1/complaints/personnel-notices/"


def at(notice: PenaltyNotice | PersonnelNotice) -> str:
    return f"{NOTICES if isinstance(notice, PenaltyNotice) else PERSONNEL}{notice.pk}/"


def about(who: Any, **changed: Any) -> dict[str, Any]:
    return {"employee": who.number, "points": 3, "grounds": "Wrong words"} | changed


def test_a_review_is_judged_and_finished(house: House) -> None:
    closed(house, in_october())
    review = opened(house)
    address, line = f"{REVIEWS}{review.pk}/", review.lines.get()
    verdict = f"{address}lines/{line.pk}/verdict/"
    assert codes(post(house.office, f"{address}finish/")) == ["liability.review_left"]
    assert codes(post(house.office, verdict, {"verdict": "deduction"})) == [
        "liability.unit_needed",
        "liability.words_needed",
    ]
    given = {"verdict": "deduction", "unit": house.department.code, "words": "Wrong words"}
    assert wrong_fields(post(house.office, verdict, given | {"unit": "none"})) == {"unit"}
    assert post(house.director, verdict, given).status_code == 403
    assert post(house.ann, verdict, given).status_code == 404
    assert post(house.office, verdict, given).json()["unit"] == house.department.code
    ended = post(house.office, f"{address}finish/", {"summary": "One"}).json()
    assert (ended["summary"], bool(ended["finished_at"])) == ("One", True)
    assert codes(post(house.office, verdict, given)) == ["liability.review_finished"]


def test_a_line_is_judged_in_its_own_review_alone(house: House) -> None:
    line = judged(house, Verdict.NONE)
    later = ReviewLine.objects.create(
        review=type(line.review).objects.create(
            site=house.site, month=datetime.date(2026, 9, 1), created_at=in_october(), due_at=in_october()
        ),
        case=closed(house, in_october(1)),
    )
    strange = f"{REVIEWS}{line.review_id}/lines/{later.pk}/verdict/"
    assert post(house.office, strange, {"verdict": "none"}).status_code == 404


def test_a_penalty_goes_from_the_line_to_the_general_manager(house: House) -> None:
    line = judged(house, Verdict.DEDUCTION)
    made = post(house.office, NOTICES, about(house.ann, line=line.pk))
    assert (made.status_code, made.json()["state"], made.json()["case"]) == (
        201,
        "draft",
        line.case.reference,
    )
    address = f"{NOTICES}{made.json()['id']}/"
    changed = post(house.office, f"{address}change/", about(house.bo, points=2)).json()
    assert (changed["employee"], changed["points"]) == (house.bo.number, 2)
    assert post(house.office, f"{address}send-up/").json()["state"] == "waiting"
    assert codes(post(house.office, f"{address}send-up/")) == ["liability.notice_state"]
    assert codes(post(house.office, f"{address}drop/", {"reason": "x"})) == ["liability.notice_state"]
    assert not PointsEntry.objects.exists()


def test_a_draft_is_dropped_with_its_reason(house: House) -> None:
    notice = notices.draw_up(house.ann, 1, "x", actor=house.office.user)
    assert wrong_fields(post(house.office, f"{at(notice)}drop/")) == {"reason"}
    dropped = post(house.office, f"{at(notice)}drop/", {"reason": "A mistake"}).json()
    assert (dropped["state"], dropped["decision"]) == ("dropped", "A mistake")


def test_a_notice_is_contested_by_its_employee_and_decided_by_another_than_its_author(house: House) -> None:
    notice = approved(house)
    words = {"words": "It was Bo"}
    assert post(house.office, f"{at(notice)}contest/", words).status_code == 403
    assert post(house.bo, f"{at(notice)}contest/", words).status_code == 404
    assert notice.contest_until is not None
    with time_machine.travel(notice.contest_until + datetime.timedelta(seconds=1), tick=False):
        assert codes(post(house.ann, f"{at(notice)}contest/", words)) == ["liability.contest_too_late"]
    assert post(house.ann, f"{at(notice)}contest/", words).json()["contest"] == "It was Bo"
    decision = {"is_upheld": False, "words": "The tape"}
    for who in (house.office, house.ann, house.director, house.hr):
        assert post(who, f"{at(notice)}decide-contest/", decision).status_code == 403
    decided = post(house.deputy, f"{at(notice)}decide-contest/", decision).json()
    assert (decided["state"], decided["decision"]) == ("executed", "The tape")
    assert PointsEntry.objects.get().points == 3
    assert post(house.gm, f"{at(notice)}revoke/", {"reason": "The court"}).json()["state"] == "revoked"
    assert sum(PointsEntry.objects.values_list("points", flat=True)) == 0
    verbs = Event.objects.filter(verb__startswith="liability.notice").values_list("verb", flat=True)
    assert {"liability.notice.contest_decided", "liability.notice.revoked"} <= set(verbs)


def test_a_reward_is_of_the_catalogue_and_published_by_hr(house: House) -> None:
    version("RW-01")
    for code in ("FD-04", "RW-99"):
        assert wrong_fields(post(house.office, NOTICES, about(house.ann, reward=code))) == {"reward"}
    line = judged(house, Verdict.DEDUCTION)
    both = about(house.ann, reward="RW-01", line=line.pk)
    assert wrong_fields(post(house.office, NOTICES, both)) == {"line"}
    made = post(house.office, NOTICES, about(house.ann, reward="RW-01")).json()
    assert (made["kind"], made["item"]) == ("reward", "RW-01")
    address = f"{NOTICES}{made['id']}/"
    text = {"title": "Praise", "text": "Ann was praised"}
    assert codes(post(house.hr, f"{address}publish/", text)) == ["liability.notice_state"]
    post(house.office, f"{address}send-up/")
    notice = PenaltyNotice.objects.get(pk=made["id"])
    approvals.approve(notices.running_requests(notice).get(), actor=house.gm.user)
    assert post(house.office, f"{address}publish/", text).status_code == 403
    assert post(house.hr, f"{address}publish/", text).json()["published_at"]
    assert codes(post(house.hr, f"{address}publish/", text)) == ["liability.published_already"]
    assert Bulletin.objects.get().title == "Praise"


def test_a_penalty_does_not_become_a_reward(house: House) -> None:
    version("RW-01")
    notice = notices.draw_up(house.ann, 1, "x", actor=house.office.user)
    assert wrong_fields(post(house.office, f"{at(notice)}change/", about(house.ann, reward="RW-01"))) == {
        "reward"
    }


def test_only_the_gm_office_draws_up_and_never_about_itself(house: House) -> None:
    line = judged(house, Verdict.DEDUCTION)
    for who in (house.hr, house.gm, house.ann):
        for given in (about(house.bo), about(house.bo, line=line.pk), about(house.bo, line=0), {}):
            assert post(who, NOTICES, given).status_code == 403
            assert post(who, PERSONNEL, given).status_code == 403
    for given in (about(house.bo), about(house.bo, line=line.pk)):
        assert post(house.director, NOTICES, given).status_code == 403
    assert post(house.director, PERSONNEL).status_code == 403
    assert post(house.office, NOTICES, about(house.office)).status_code == 403
    assert wrong_fields(post(house.office, NOTICES, about(house.ann, points=0, line=0))) == {"points", "line"}
    gone = make_employee(site=house.site, left_on=house.site.today() - datetime.timedelta(days=1))
    assert wrong_fields(post(house.office, NOTICES, about(gone))) == {"employee"}
    assert codes(post(house.office, NOTICES, about(house.ann, line=judged(house, Verdict.NONE).pk))) == [
        "liability.line_without_deduction"
    ]
    assert not PenaltyNotice.objects.exists()


def test_a_notice_is_not_there_for_its_employee_before_it_is_approved(house: House) -> None:
    notice = waiting(house)
    for who in (house.ann, house.bo):
        assert get(who, at(notice)).status_code == 404
        assert post(who, f"{at(notice)}contest/", {"words": "x"}).status_code == 404
        assert get(who, NOTICES).json()["results"] == []


def proposal(house: House, of: ReviewLine, **changed: Any) -> dict[str, Any]:
    given = {"line": of.pk, "employee": house.ann.number, "penalty": "written", "grounds": "Wrong words"}
    return given | changed


def test_a_personnel_notice_goes_from_the_gm_office_over_the_gm_and_hr_to_everybody(house: House) -> None:
    line = judged(house, Verdict.ADMINISTRATIVE)
    made = post(house.office, PERSONNEL, proposal(house, line))
    assert (made.status_code, made.json()["state"]) == (201, "proposed")
    assert codes(post(house.office, PERSONNEL, proposal(house, line))) == ["liability.proposed_already"]
    notice = PersonnelNotice.objects.get()
    assert get(house.ann, at(notice)).status_code == 404
    text = {"title": "Personnel Notice", "text": "A written warning"}
    assert codes(post(house.hr, f"{at(notice)}draw-up/", text)) == ["liability.notice_state"]
    approvals.approve(personnel.running_requests(notice).get(), actor=house.gm.user)
    assert codes(post(house.hr, f"{at(notice)}publish/")) == ["liability.notice_state"]
    assert post(house.office, f"{at(notice)}draw-up/", text).status_code == 403
    assert wrong_fields(post(house.hr, f"{at(notice)}draw-up/")) == {"title", "text"}
    assert post(house.hr, f"{at(notice)}draw-up/", text).json()["state"] == "notice"
    assert post(house.office, f"{at(notice)}publish/").status_code == 403
    assert post(house.hr, f"{at(notice)}publish/").json()["state"] == "published"
    assert Bulletin.objects.get().title == "Personnel Notice"


def test_a_personnel_notice_needs_its_verdict(house: House) -> None:
    line = judged(house, Verdict.DEDUCTION)
    assert codes(post(house.office, PERSONNEL, proposal(house, line))) == ["liability.line_without_penalty"]
    wrong = proposal(house, line, line=0, penalty="hanging", employee="nobody")
    assert wrong_fields(post(house.office, PERSONNEL, wrong)) == {"line", "penalty", "employee"}


def test_a_key_draws_one_notice_up(house: House) -> None:
    answers = [post(house.office, NOTICES, about(house.ann), **{"Idempotency-Key": "one"}) for _ in range(2)]
    assert len({one.json()["number"] for one in answers}) == 1
    assert PenaltyNotice.objects.count() == 1


def test_programs_have_no_business_with_notices(house: House) -> None:
    notice = approved(house)
    program = caller("complaints:read", "complaints:write", site=house.site)
    for address in (NOTICES, PERSONNEL, REVIEWS, at(notice)):
        assert program.get(address).status_code == 403
    body = {"data": {"reason": "x"}, "content_type": "application/json"}
    assert program.post(f"{at(notice)}revoke/", **body).status_code == 403


def test_personnel_notices_take_as_many_queries_for_many_as_for_one(house: House) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            assert get(house.hr, PERSONNEL).status_code == 200
        return len(found)

    def one(day: int) -> None:
        post(house.office, PERSONNEL, proposal(house, _line(house, day)))

    one(3)
    before = count()
    for day in (4, 5, 6):
        one(day)
    assert count() <= before


def _line(house: House, day: int) -> ReviewLine:
    closed(house, in_october(day))
    line = opened(house).lines.filter(verdict="").latest("pk")
    given = {"verdict": "administrative", "unit": house.department.code, "words": "Wrong words"}
    post(house.office, f"{REVIEWS}{line.review_id}/lines/{line.pk}/verdict/", given)
    return line
