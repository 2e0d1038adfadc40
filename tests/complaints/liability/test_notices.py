"""Reward/Penalty Notices: no entry in the ledger before the GM; contests; Personnel Notices to the bulletin (S2A-37, 38)."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from callcenter.approvals import services as approvals
from complaints.liability.models import (
    NoticeState,
    Penalty,
    PenaltyNotice,
    PersonnelNotice,
    PersonnelState,
    Verdict,
)
from complaints.liability.notices import services
from complaints.liability.personnel import services as personnel
from quality.conduct.ledger.selectors import balances
from quality.conduct.models import PointsEntry
from quality.conduct.services import deduct
from staffing.records.bulletins.models import Bulletin
from tests.complaints.liability.factories import House, approved, judged, make_house, waiting
from tests.refusals import refused, refused_by_the_database
from tests.together import outcomes

NOVEMBER = datetime.date(2026, 11, 1)


def points(house: House) -> int:
    return balances(house.site, NOVEMBER, [house.ann.pk])[house.ann.pk]


def after_window(notice: PenaltyNotice) -> Any:
    assert notice.contest_until is not None
    return time_machine.travel(notice.contest_until + datetime.timedelta(seconds=1), tick=False)


def test_nothing_is_in_the_ledger_before_the_general_manager_and_the_window(house: House) -> None:
    notice = waiting(house)
    assert points(house) == 0
    request = services.running_requests(notice).get()
    assert request.steps.get(state="open").approver == house.gm
    approvals.approve(request, actor=house.gm.user)
    notice.refresh_from_db()
    assert (notice.state, points(house)) == (NoticeState.APPROVED, 0)
    assert notice.contest_until == datetime.datetime(2026, 11, 7, 23, 59, 59, tzinfo=house.site.zone)
    assert services.execute_due() == 0
    with after_window(notice):
        assert services.execute_due() == 1
        assert services.execute_due() == 0
    notice.refresh_from_db()
    assert (notice.state, points(house)) == (NoticeState.EXECUTED, 3)


def test_a_no_of_the_general_manager_ends_it(house: House) -> None:
    notice = waiting(house)
    approvals.reject(services.running_requests(notice).get(), actor=house.gm.user, comment="Too hard")
    notice.refresh_from_db()
    assert (notice.state, notice.decision, points(house)) == (NoticeState.REFUSED, "Too hard", 0)


def test_the_employee_contests_within_five_working_days(house: House) -> None:
    notice = approved(house)
    for who in (house.bo, house.office):
        with pytest.raises(PermissionDenied):
            services.contest(notice, actor=who.user, words="No")
    with after_window(notice):
        assert refused(services.contest, notice, actor=house.ann.user, words="No") == [
            "liability.contest_too_late"
        ]
    assert refused(services.contest, notice, actor=house.ann.user, words=" ") == ["liability.words_needed"]
    notice = services.contest(notice, actor=house.ann.user, words="It was Bo")
    with after_window(notice):
        assert services.execute_due() == 0


@pytest.mark.parametrize(
    ("is_upheld", "state", "left"), [(True, NoticeState.REVOKED, 0), (False, NoticeState.EXECUTED, 3)]
)
def test_a_contest_is_decided_by_another_than_the_author(
    house: House, is_upheld: bool, state: NoticeState, left: int
) -> None:
    notice = services.contest(approved(house), actor=house.ann.user, words="It was Bo")
    for who in (house.office, house.ann, house.director, house.hr):
        with pytest.raises(PermissionDenied):
            services.decide_contest(notice, actor=who.user, is_upheld=is_upheld, words="x")
    notice = services.decide_contest(notice, actor=house.deputy.user, is_upheld=is_upheld, words="The tape")
    assert (notice.state, points(house)) == (state, left)


def test_a_notice_that_is_revoked_later_gives_the_points_back(house: House) -> None:
    notice = approved(house)
    with after_window(notice):
        services.execute_due()
        assert points(house) == 3
        notice = services.revoke(notice, actor=house.gm.user, reason="The court")
    assert (notice.state, points(house)) == (NoticeState.REVOKED, 0)


def test_nobody_draws_up_sends_or_decides_about_themselves(house: House) -> None:
    for who in (house.director, house.hr, house.gm, house.officer):
        with pytest.raises(PermissionDenied):
            services.draw_up(house.ann, 1, "x", actor=who.user)
    with pytest.raises(PermissionDenied):
        services.draw_up(house.office, 1, "x", actor=house.office.user)
    about_deputy = services.draw_up(house.deputy, 2, "x", actor=house.office.user)
    services.send_up(about_deputy, actor=house.office.user)
    approvals.approve(services.running_requests(about_deputy).get(), actor=house.gm.user)
    contested = services.contest(about_deputy, actor=house.deputy.user, words="No")
    with pytest.raises(PermissionDenied):
        services.decide_contest(contested, actor=house.deputy.user, is_upheld=True, words="x")


def test_a_draft_is_changed_dropped_taken_back(house: House) -> None:
    draft = services.draw_up(house.ann, 1, "x", actor=house.office.user)
    draft = services.change(draft, actor=house.office.user, employee=house.bo, points=2, grounds="y")
    assert (draft.employee, draft.points) == (house.bo, 2)
    sent = services.send_up(draft, actor=house.office.user)
    approvals.withdraw(services.running_requests(sent).get(), actor=house.office.user)
    dropped = services.drop(draft, actor=house.office.user, reason="A mistake")
    assert dropped.state == NoticeState.DROPPED
    assert refused(services.send_up, dropped, actor=house.office.user) == ["liability.notice_state"]
    assert refused(services.draw_up, house.ann, 0, " ", actor=house.office.user) == [
        "liability.points_needed", "liability.words_needed",
    ]  # fmt: skip


def test_a_line_without_a_deduction_gives_no_notice(house: House) -> None:
    line = judged(house, Verdict.NONE)
    found = refused(services.draw_up, house.ann, 1, "x", actor=house.office.user, line=line)
    assert found == ["liability.line_without_deduction"]


def test_people_see_their_own_notices_once_they_are_approved(house: House) -> None:
    notice = waiting(house)

    def seen(who: Any) -> bool:
        return PenaltyNotice.objects.visible_to(who.user).filter(pk=notice.pk).exists()

    assert not seen(house.ann)
    assert seen(house.office)
    approvals.approve(services.running_requests(notice).get(), actor=house.gm.user)
    assert seen(house.ann)
    assert not seen(house.bo)


def test_the_database_lets_no_points_in_before_the_approval(house: House) -> None:
    for notice in (waiting(house), approved(house)):
        refused_by_the_database(
            "notice_is_approved_before_points",
            deduct,
            house.ann,
            3,
            source=notice,
            actor=house.office.user,
            reason="x",
        )

        def executed(notice: PenaltyNotice = notice) -> None:
            PenaltyNotice.objects.filter(pk=notice.pk).update(state="executed")

        refused_by_the_database("notice_is_approved|executed_notice", executed)
    assert not PointsEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_who_execute_at_once_one_takes_the_points() -> None:
    house = make_house()
    notice = approved(house)
    with after_window(notice):
        outcomes(services.execute_due, services.execute_due)
    assert PointsEntry.objects.count() == 1


def proposed(house: House) -> PersonnelNotice:
    line = judged(house, Verdict.ADMINISTRATIVE)
    return personnel.propose(line, house.ann, Penalty.WRITTEN, actor=house.office.user, grounds="Wrong words")


def test_a_penalty_goes_from_the_gm_office_over_the_gm_and_hr_to_everybody(house: House) -> None:
    notice = proposed(house)
    assert notice.state == PersonnelState.PROPOSED
    assert refused(personnel.draw_up, notice, actor=house.hr.user, title="t", text="t") == [
        "liability.notice_state"
    ]
    approvals.approve(personnel.running_requests(notice).get(), actor=house.gm.user)
    with pytest.raises(PermissionDenied):
        personnel.draw_up(notice, actor=house.office.user, title="t", text="t")
    assert refused(personnel.publish, notice, actor=house.hr.user) == ["liability.notice_state"]
    missing = refused(personnel.draw_up, notice, actor=house.hr.user, title=" ", text=" ")
    assert missing == ["liability.words_needed", "liability.words_needed"]
    notice = personnel.draw_up(
        notice, actor=house.hr.user, title="Personnel Notice", text="A written warning"
    )
    assert notice.state == PersonnelState.NOTICE
    notice = personnel.publish(notice, actor=house.hr.user)
    assert (notice.state, notice.bulletin) == (PersonnelState.PUBLISHED, Bulletin.objects.get())


def test_a_penalty_is_proposed_once_and_only_out_of_a_verdict(house: House) -> None:
    notice = proposed(house)
    again = {"actor": house.office.user, "grounds": "x"}
    assert refused(personnel.propose, notice.line, house.ann, Penalty.ORAL, **again) == [
        "liability.proposed_already"
    ]
    line = judged(house, Verdict.DEDUCTION)
    assert refused(personnel.propose, line, house.ann, Penalty.ORAL, **again) == [
        "liability.line_without_penalty"
    ]
    approvals.reject(personnel.running_requests(notice).get(), actor=house.gm.user, comment="No")
    notice.refresh_from_db()
    assert notice.state == PersonnelState.REFUSED


def test_the_database_holds_the_steps_of_a_personnel_notice(house: House) -> None:
    change = PersonnelNotice.objects.filter(pk=proposed(house).pk).update
    for state in ("approved", "notice", "published"):
        refused_by_the_database("personnel_notice_goes_step_by_step", change, state=state)
