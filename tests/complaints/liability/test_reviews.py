"""The GM office's review of a month: every closed complaint, the 9th, the end only when nothing waits (S2A-37)."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callcenter.clocks.services import running_clock
from callcenter.clocks.sweeping import sweep
from callcenter.notifications.models import Message
from complaints.cases.states import State
from complaints.liability.deadlines import REVIEW
from complaints.liability.models import NoticeState, PenaltyNotice, Review, ReviewLine, Verdict
from complaints.liability.reviews import services
from tests.complaints.liability.factories import (
    LAST_MONTH,
    House,
    a_case,
    closed,
    in_october,
    judged,
    make_house,
    opened,
)
from tests.refusals import refused, refused_by_the_database
from tests.together import outcomes


def test_the_review_lists_every_complaint_closed_in_the_month(house: House) -> None:
    zone = house.site.zone
    first = datetime.datetime(2026, 10, 1, tzinfo=zone)
    last = datetime.datetime(2026, 10, 31, 23, 59, 59, tzinfo=zone)
    inside = [closed(house, first), closed(house, last), closed(house, in_october(), overdue_at=in_october())]
    inside.append(a_case(house, State.NOT_ACCEPTED, closed_at=in_october()))
    closed(house, first - datetime.timedelta(seconds=1))
    closed(house, last + datetime.timedelta(seconds=1))
    a_case(house, State.MERGED, closed_at=in_october(), merged_into=inside[0])
    a_case(house, State.EXECUTING)
    review = opened(house)
    assert set(review.lines.values_list("case", flat=True)) == {one.pk for one in inside}
    assert review.lines.filter(is_overdue=True).count() == 1
    assert review.due_at == datetime.datetime(2026, 11, 9, 23, 59, 59, tzinfo=zone)
    clock = running_clock(REVIEW, review)
    assert clock is not None
    assert clock.due_at == review.due_at


def test_on_the_1st_reviews_open_by_themselves_once(house: House) -> None:
    closed(house, in_october())
    with time_machine.travel(datetime.datetime(2026, 10, 31, 16, tzinfo=datetime.UTC), tick=False):
        assert services.open_due() == 1  # midnight in Shanghai
        assert services.open_due() == 0
    assert Review.objects.get().month == LAST_MONTH


def test_what_closes_late_is_taken_in_until_the_end(house: House) -> None:
    review = opened(house)
    closed(house, in_october(30))
    services.open_due()
    assert review.lines.count() == 1
    closed(house, in_october(31))
    left = refused(services.finish_review, review, actor=house.office.user)
    assert left == ["liability.review_left"]


def test_a_month_that_runs_is_not_reviewed(house: House) -> None:
    running = refused(services.open_review, house.site, datetime.date(2026, 11, 1), actor=house.office.user)
    assert running == ["liability.month_runs"]


def test_a_month_ends_only_when_every_complaint_has_its_verdict(house: House) -> None:
    line = judged(house, Verdict.NONE)
    closed(house, in_october(20))
    review = opened(house)
    assert refused(services.finish_review, review, actor=house.office.user) == ["liability.review_left"]
    for one in review.lines.filter(verdict=""):
        services.give_verdict(one, Verdict.NONE, actor=house.office.user)
    assert services.finish_review(review, actor=house.office.user).finished_by == house.office.user
    assert running_clock(REVIEW, review) is None
    again = refused(services.give_verdict, line, Verdict.NONE, actor=house.office.user)
    assert again == ["liability.review_finished"]


def test_a_penalty_or_deduction_names_unit_and_grounds(house: House) -> None:
    closed(house, in_october())
    line = opened(house).lines.get()
    for verdict in (Verdict.ADMINISTRATIVE, Verdict.DEDUCTION):
        found = refused(services.give_verdict, line, verdict, actor=house.office.user)
        assert found == ["liability.unit_needed", "liability.words_needed"]


def test_only_the_gm_office_reviews_and_not_what_is_theirs(house: House) -> None:
    closed(house, in_october())
    line = opened(house).lines.get()
    for who in (house.gm, house.deputy, house.hr, house.director, house.officer, house.ann):
        with pytest.raises(PermissionDenied):
            services.give_verdict(line, Verdict.NONE, actor=who.user)
        with pytest.raises(PermissionDenied):
            services.finish_review(line.review, actor=who.user)
    closed(house, in_october(), about=house.office)
    own = opened(house).lines.get(case__about=house.office)
    with pytest.raises(PermissionDenied):
        services.give_verdict(own, Verdict.NONE, actor=house.office.user)


def test_unreviewed_on_the_9th_goes_to_the_general_manager(house: House) -> None:
    closed(house, in_october())
    review = opened(house)

    def told(kind: str) -> set[Any]:
        return set(Message.objects.filter(kind=kind).values_list("recipient", flat=True))

    with time_machine.travel(review.due_at - datetime.timedelta(days=2), tick=False):
        sweep()
    assert house.gm.user_id not in told("clocks.overdue")
    with time_machine.travel(review.due_at + datetime.timedelta(seconds=1), tick=False):
        sweep()
    assert {house.gm.user_id, house.office.user_id} <= told("clocks.overdue")


def test_for_each_overdue_complaint_pr_03_is_proposed_once(house: House) -> None:
    closed(house, in_october(), overdue_at=in_october())
    closed(house, in_october())
    opened(house)
    opened(house)
    notice = PenaltyNotice.objects.get()
    assert (notice.state, notice.employee, notice.points) == (NoticeState.DRAFT, house.officer, 2)
    assert (notice.item and notice.item.code, notice.written_by) == ("PR-03", None)


def test_a_review_of_a_thousand_takes_as_many_statements_as_of_ten(house: House) -> None:
    def count(cases: int) -> int:
        ReviewLine.objects.all().delete()
        Review.objects.all().delete()
        for _ in range(cases):
            closed(house, in_october())
        with CaptureQueriesContext(connection) as found:
            opened(house)
        return len(found)

    count(1)
    assert count(2) == count(40)


def test_the_database_keeps_one_review_of_a_month_and_verdicts_whole(house: House) -> None:
    line = judged(house, Verdict.NONE)
    fields = {
        "site": house.site,
        "month": LAST_MONTH,
        "created_at": line.reviewed_at,
        "due_at": line.reviewed_at,
    }
    refused_by_the_database("month_is_reviewed_once", Review.objects.create, **fields)
    change = ReviewLine.objects.filter(pk=line.pk).update
    refused_by_the_database("reviewed_complaint_has_a_verdict", change, verdict="")
    refused_by_the_database("penalty_of_a_review_names_the_unit", change, verdict="deduction", unit=None)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_a_month_at_once_it_is_opened_once() -> None:
    house = make_house()
    closed(house, in_october())

    def act() -> Any:
        return services.open_review(house.site, LAST_MONTH, actor=None)

    assert outcomes(act, act) == ["done", "done"]
    assert (Review.objects.count(), ReviewLine.objects.count()) == (1, 1)
