"""Rewards go the way of penalties: GM office, GM, HR, the employee; points in the ledger only after that (S2A-38)."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db.backends.postgresql.psycopg_any import DateRange

from callcenter.approvals import services as approvals
from callcenter.notifications.models import Message
from complaints.cases import log
from complaints.cases.states import State
from complaints.liability.judging import services as judging
from complaints.liability.models import NoticeState, PenaltyNotice, Verdict
from complaints.liability.notices import services
from complaints.liability.notices.rewards import propose_reward
from quality.conduct.ledger.selectors import balances, rewards
from quality.conduct.models import PointsEntry
from quality.conduct.services import reward
from staffing.records.bulletins.models import Bulletin
from tests.complaints.liability.factories import House, a_case, facts, judged
from tests.quality.conduct.factories import version
from tests.refusals import refused, refused_by_the_database

NOVEMBER = datetime.date(2026, 11, 1)


def given(house: House) -> int:
    return rewards(house.site, NOVEMBER, [house.ann.pk])[house.ann.pk]


def drawn_up(house: House, points: int = 3, code: str = "RW-01") -> PenaltyNotice:
    return services.draw_up(
        house.ann, points, "A letter of thanks", actor=house.office.user, reward=version(code)
    )


def approved(house: House) -> PenaltyNotice:
    notice = services.send_up(drawn_up(house), actor=house.office.user)
    approvals.approve(services.running_requests(notice).get(), actor=house.gm.user)
    notice.refresh_from_db()
    return notice


def published(house: House) -> PenaltyNotice:
    return services.publish(approved(house), actor=house.hr.user, title="Praise", text="Ann was praised")


def told(who: Any) -> list[str]:
    return list(Message.objects.filter(recipient=who.user).order_by("pk").values_list("kind", flat=True))


def test_a_reward_is_in_the_ledger_once_hr_has_executed_it(house: House) -> None:
    notice = approved(house)
    assert (notice.state, given(house)) == (NoticeState.APPROVED, 0)
    assert "liability.reward_approved" in told(house.ann)
    assert "liability.reward_to_publish" in told(house.hr)
    notice = services.publish(notice, actor=house.hr.user, title="Praise", text="Ann was praised")
    assert (notice.state, given(house)) == (NoticeState.EXECUTED, 3)
    assert notice.bulletin == Bulletin.objects.get()
    assert "liability.notice_decided" in told(house.ann)
    entry = PointsEntry.objects.get()
    assert (entry.points, entry.kind, entry.item, entry.source) == (-3, "reward", notice.item, notice)


def test_a_reward_is_not_a_deduction_less(house: House) -> None:
    published(house)
    assert balances(house.site, NOVEMBER, [house.ann.pk]) == {house.ann.pk: 0}


def test_what_hr_does_not_execute_is_executed_at_the_end_of_the_window(house: House) -> None:
    notice = approved(house)
    assert notice.contest_until is not None
    with time_machine.travel(notice.contest_until + datetime.timedelta(seconds=1), tick=False):
        assert services.execute_due() == 1
        notice.refresh_from_db()
        assert (notice.state, given(house), notice.published_at) == (NoticeState.EXECUTED, 3, None)
        services.publish(notice, actor=house.hr.user, title="Praise", text="Ann was praised")
    assert PointsEntry.objects.count() == 1


def test_the_employee_contests_a_reward_that_is_executed_once(house: House) -> None:
    notice = services.contest(published(house), actor=house.ann.user, words="It was Bo")
    notice = services.decide_contest(notice, actor=house.deputy.user, is_upheld=False, words="It was Ann")
    assert (notice.state, given(house), PointsEntry.objects.count()) == (NoticeState.EXECUTED, 3, 1)
    assert refused(services.contest, notice, actor=house.ann.user, words="Again") == [
        "liability.notice_state"
    ]


def test_a_contest_that_is_right_takes_points_and_bulletin_back(house: House) -> None:
    notice = services.contest(published(house), actor=house.ann.user, words="It was Bo")
    notice = services.decide_contest(notice, actor=house.deputy.user, is_upheld=True, words="It was Bo")
    assert (notice.state, given(house)) == (NoticeState.REVOKED, 0)
    assert Bulletin.objects.get().withdrawn_at is not None


def test_a_revoked_reward_takes_the_points_back(house: House) -> None:
    notice = services.revoke(published(house), actor=house.gm.user, reason="The letter was forged")
    assert (notice.state, given(house)) == (NoticeState.REVOKED, 0)
    assert sorted(PointsEntry.objects.values_list("points", flat=True)) == [-3, 3]


def test_hr_alone_publishes_and_never_about_themselves(house: House) -> None:
    notice = approved(house)
    for who in (house.office, house.gm, house.director, house.ann):
        with pytest.raises(PermissionDenied):
            services.publish(notice, actor=who.user, title="t", text="t")
    own = services.draw_up(house.hr, 2, "x", actor=house.office.user, reward=version("RW-02"))
    own = services.send_up(own, actor=house.office.user)
    approvals.approve(services.running_requests(own).get(), actor=house.gm.user)
    with pytest.raises(PermissionDenied):
        services.publish(own, actor=house.hr.user, title="t", text="t")


def test_a_reward_is_of_the_catalogue_with_its_points(house: House) -> None:
    office = {"actor": house.office.user}
    assert refused(drawn_up, house, 6) == ["conduct.points_out_of_range"]
    assert refused(services.draw_up, house.ann, 2, "x", reward=version("FD-04"), **office) == [
        "conduct.no_reward"
    ]
    ended = version("RW-03")
    ended.period = DateRange(ended.since, house.site.today())
    ended.save()
    assert refused(services.draw_up, house.ann, 2, "x", reward=ended, **office) == ["conduct.item_not_in_use"]


def test_a_draft_of_a_reward_stays_a_reward(house: House) -> None:
    draft = drawn_up(house)
    given = {"actor": house.office.user, "employee": house.bo, "grounds": "y"}
    draft = services.change(draft, points=5, reward=version("RW-02"), **given)
    assert (draft.employee, draft.points, draft.item) == (house.bo, 5, version("RW-02").item)
    assert services.change(draft, points=4, **given).version == version("RW-02")
    assert refused(services.change, draft, points=9, **given) == ["conduct.points_out_of_range"]


def test_penalties_are_not_published_and_rewards_once(house: House) -> None:
    line = judged(house, Verdict.DEDUCTION)
    penalty = services.draw_up(house.ann, 2, "x", actor=house.office.user, line=line)
    penalty = services.send_up(penalty, actor=house.office.user)
    approvals.approve(services.running_requests(penalty).get(), actor=house.gm.user)
    words = {"title": "t", "text": "t", "actor": house.hr.user}
    assert refused(services.publish, penalty, **words) == ["liability.rewards_are_published"]
    assert refused(services.publish, published(house), **words) == ["liability.published_already"]


def test_the_database_wants_rewards_of_the_catalogue_after_the_approval(house: House) -> None:
    notice = drawn_up(house)
    refused_by_the_database(
        "notice_is_approved_before_points", reward, house.ann, 3, source=notice, actor=house.gm.user, reason="x",
        item=version("RW-01").item,
    )  # fmt: skip
    rows = PenaltyNotice.objects.filter(pk=notice.pk)
    refused_by_the_database("reward_is_of_the_catalogue", rows.update, item=None, version=None)
    published(house)
    line = judged(house, Verdict.DEDUCTION)
    penalty = services.draw_up(house.bo, 2, "x", actor=house.office.user, line=line)
    bulletin = Bulletin.objects.get()
    refused_by_the_database(
        "approved_rewards_alone_are_published",
        PenaltyNotice.objects.filter(pk=penalty.pk).update,
        bulletin=bulletin,
        published_at=bulletin.published_at,
    )


def proposed(house: House, case: Any, who: Any = None, **changed: Any) -> PenaltyNotice:
    given = {"points": 3, "grounds": "The customer praised her", "reward": version("RW-01")} | changed
    person = given.pop("employee", house.ann)
    return propose_reward(case, person, actor=(who or house.officer).user, **given)


def test_the_service_department_proposes_a_reward_because_of_a_complaint(house: House) -> None:
    case = a_case(house, State.CLOSED)
    notice = proposed(house, case)
    assert (notice.state, notice.kind, notice.case) == (NoticeState.DRAFT, "reward", case)
    assert "liability.reward_proposed" in told(house.office)
    assert told(house.ann) == []
    event = case.events.get()
    assert (event.kind, log.sentence(event)) == ("reward_proposed", f"Reward proposed: {notice.number}")
    assert house.ann.name not in str(event.data) + event.comment  # not for whom before it is approved
    notice = services.send_up(notice, actor=house.office.user)
    approvals.approve(services.running_requests(notice).get(), actor=house.gm.user)
    notice.refresh_from_db()
    services.publish(notice, actor=house.hr.user, title="Praise", text="Ann was praised")
    assert given(house) == 3
    assert PenaltyNotice.objects.get().case == case


def test_who_proposes_does_not_send_up_and_others_do_not_propose(house: House) -> None:
    case = a_case(house)
    notice = proposed(house, case)
    with pytest.raises(PermissionDenied):
        services.send_up(notice, actor=house.officer.user)
    for who in (house.bo, house.hr, house.gm):
        with pytest.raises(PermissionDenied, match="The service department of the site, and the GM office"):
            proposed(house, case, who)
    assert proposed(house, case, house.office).written_by == house.office.user


def test_nobody_proposes_for_themselves_or_in_a_complaint_about_themselves(house: House) -> None:
    assert refused(lambda: proposed(house, a_case(house), employee=house.officer)) == ["liability.own_reward"]
    with pytest.raises(PermissionDenied, match="is a complaint about you"):
        proposed(house, a_case(house, about=house.director), house.director)


def test_nobody_is_rewarded_for_what_they_are_responsible_for(house: House) -> None:
    case = a_case(house, State.INVESTIGATED, fault="own")
    judging.judge(case, facts(house), actor=house.officer.user)
    found = refused(lambda: proposed(house, case, points=99, grounds=" "))
    assert found == [
        "liability.words_needed",
        "conduct.points_out_of_range",
        "liability.rewarded_is_responsible",
    ]
    merged = a_case(house, State.MERGED, merged_into=case)
    assert refused(lambda: proposed(house, merged, employee=house.director)) == ["liability.merged"]
