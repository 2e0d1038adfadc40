"""A conduct record: the statement, the leader, the director, the contest, final; nobody about themselves."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from callcenter.access.posts import PostCode
from callcenter.approvals import services as approvals
from callcenter.clocks.services import running_clock
from callcenter.people.models import PostHolding
from quality.conduct.deadlines import CONTEST, CONTEST_DECISION, STATEMENT
from quality.conduct.ledger.selectors import balances
from quality.conduct.models import ConductRecord, Measure, PointsEntry, RecordState
from quality.conduct.records import contests, services
from quality.conduct.records.models import Outcome
from tests.factories import make_employee, make_post
from tests.quality.conduct.conftest import NOW
from tests.quality.conduct.factories import People, decided, heard, make_people, recorded, seen, version
from tests.refusals import refused, refused_by_the_database
from tests.together import outcomes

MONTH = datetime.date(2026, 11, 1)
LATER = NOW + datetime.timedelta(hours=24, seconds=1)


def points(people: People) -> int:
    return balances(people.site, MONTH, [people.ann.pk])[people.ann.pk]


def test_who_is_recorded_has_a_day_for_a_statement(people: People) -> None:
    record = recorded(people)
    assert record.statement_until == NOW + datetime.timedelta(hours=24)
    assert refused(services.confirm, record, actor=people.leader.user) == ["conduct.not_heard"]
    services.state_own(record, actor=people.ann.user, words="I was tired")
    assert running_clock(STATEMENT, record) is None
    assert services.confirm(record, actor=people.leader.user).state == RecordState.DECIDED
    assert points(people) == 2


def test_after_the_day_the_leader_confirms_without_a_statement(people: People) -> None:
    record = recorded(people)
    with time_machine.travel(LATER, tick=False):
        assert services.confirm(record, actor=people.leader.user).state == RecordState.DECIDED


def test_five_points_go_up_to_the_director(people: People) -> None:
    record = services.confirm(heard(people, "FD-09"), actor=people.leader.user, words="I saw it too")
    assert (record.state, points(people)) == (RecordState.APPROVAL, 0)
    request = services.running_requests(record).get()
    assert request.steps.get(state="open").approver == people.director
    approvals.approve(request, actor=people.director.user, comment="Agreed")
    record.refresh_from_db()
    assert (record.state, record.approved_by, points(people)) == (
        RecordState.DECIDED,
        people.director.user,
        5,
    )


def test_a_no_of_the_director_ends_it(people: People) -> None:
    record = services.confirm(heard(people, "FD-09"), actor=people.leader.user)
    approvals.reject(services.running_requests(record).get(), actor=people.director.user, comment="No proof")
    record.refresh_from_db()
    assert (record.state, record.decision, points(people)) == (RecordState.DISMISSED, "No proof", 0)


def test_the_leader_may_take_the_confirmation_back(people: People) -> None:
    record = services.confirm(heard(people, "FD-09"), actor=people.leader.user)
    approvals.withdraw(services.running_requests(record).get(), actor=people.leader.user)
    record.refresh_from_db()
    assert (record.state, record.confirmed_at) == (RecordState.RECORDED, None)


def test_what_the_director_has_recorded_is_approved_by_another(people: People) -> None:
    record = heard(people, "FD-09", by=people.director)
    record = services.confirm(record, actor=people.director.user)
    request = services.running_requests(record).get()
    assert request.steps.get(state="open").approver == people.manager


def test_the_director_who_confirms_what_another_recorded_needs_nobody_else(people: People) -> None:
    record = services.confirm(heard(people, "FD-09"), actor=people.director.user)
    assert (record.state, record.approved_by, points(people)) == (
        RecordState.DECIDED,
        people.director.user,
        5,
    )


def test_a_veto_goes_up_although_it_has_no_points(people: People) -> None:
    record = services.confirm(heard(people, "SO-07"), actor=people.leader.user)
    assert record.state == RecordState.APPROVAL
    approvals.approve(services.running_requests(record).get(), actor=people.director.user)
    assert PointsEntry.objects.get().is_veto


def test_an_item_without_points_leaves_no_entry(people: People) -> None:
    assert decided(people, "AT-5").entry is None


def test_the_director_hears_the_employee_before_approving(people: People) -> None:
    record = recorded(people, "FD-09")
    ConductRecord.objects.filter(pk=record.pk).update(
        state=RecordState.APPROVAL, confirmed_at=NOW, confirmed_by=people.leader.user
    )
    record.refresh_from_db()
    services.ask_for_approval(record, people.leader)
    request = services.running_requests(record).get()
    assert refused(approvals.approve, request, actor=people.director.user) == ["conduct.not_heard"]


def test_the_same_item_within_six_months_goes_up_step_by_step(people: People) -> None:
    first = datetime.datetime(2026, 5, 15, 4, tzinfo=datetime.UTC)  # six months and a day before the last
    days = (0, 1, 60, 120, 185)
    repeats = [decided(people, at=first + datetime.timedelta(days=day, hours=-4)) for day in days]
    assert [one.repeat for one in repeats] == [1, 2, 3, 4, 4]
    assert [one.measure for one in repeats] == [
        Measure.CORRECTION,
        Measure.ORAL,
        Measure.WRITTEN,
        Measure.DEDUCTION,
        Measure.DEDUCTION,
    ]
    assert decided(people, "FD-05").repeat == 1


@pytest.mark.parametrize("field", ["words", "at", "points", "witness", "version"])
def test_a_record_is_refused_for_every_reason(people: People, field: str) -> None:
    given: dict[str, tuple[dict[str, Any], str]] = {
        "words": ({"words": " "}, "conduct.words_needed"),
        "at": ({"at": NOW + datetime.timedelta(seconds=1)}, "conduct.in_the_future"),
        "points": ({"points": 3}, "conduct.points_out_of_range"),
        "witness": ({"witness": people.ann}, "conduct.own_witness"),
        "version": ({"at": datetime.datetime(2019, 5, 1, tzinfo=datetime.UTC)}, "conduct.item_not_in_use"),
    }
    fields, code = given[field]
    assert code in refused(services.record_conduct, people.ann, seen(**fields), actor=people.director.user)


def test_nobody_records_confirms_or_decides_about_themselves(people: People) -> None:
    for who in (people.ann, people.leader, people.director):
        with pytest.raises(PermissionDenied):
            services.record_conduct(who, seen(), actor=who.user)
    of_leader = services.record_conduct(people.leader, seen(), actor=people.qa.user)
    for act in (services.confirm, services.dismiss):
        with pytest.raises(PermissionDenied):
            act(of_leader, actor=people.leader.user, **({} if act is services.confirm else {"reason": "x"}))
    of_director = services.record_conduct(people.director, seen(), actor=people.qa.user)
    with pytest.raises(PermissionDenied):
        services.cancel(of_director, actor=people.director.user, reason="x")


def test_other_leaders_and_qa_do_not_confirm(people: People) -> None:
    record = heard(people)
    for who in (people.other_leader, people.qa, people.bo, people.ann):
        with pytest.raises(PermissionDenied):
            services.confirm(record, actor=who.user)
    with pytest.raises(PermissionDenied):
        recorded(people, by=people.other_leader)
    assert recorded(people, by=people.qa).recorded_by == people.qa.user


def test_the_window_of_a_contest_is_three_working_days(people: People) -> None:
    record = decided(people)
    zone = people.site.zone
    assert record.contest_until == datetime.datetime(2026, 11, 19, 23, 59, 59, tzinfo=zone)
    assert record.contest_until is not None
    with time_machine.travel(record.contest_until + datetime.timedelta(seconds=1), tick=False):
        late = refused(contests.contest, record, actor=people.ann.user, words="No")
        assert late == ["conduct.contest_too_late"]
        assert contests.settle() == 1
        assert contests.settle() == 0
    record.refresh_from_db()
    assert record.state == RecordState.FINAL


def test_in_its_window_a_record_is_not_made_final(people: People) -> None:
    record = decided(people)
    assert record.contest_until is not None
    with time_machine.travel(record.contest_until, tick=False):
        assert contests.settle() == 0
        contests.contest(record, actor=people.ann.user, words="It was Bo")
    assert running_clock(CONTEST, record) is None
    assert running_clock(CONTEST_DECISION, record) is not None


@pytest.mark.parametrize(
    ("outcome", "points_given", "state", "left"),
    [
        (Outcome.UPHELD, None, RecordState.FINAL, 4),
        (Outcome.CHANGED, 2, RecordState.FINAL, 2),
        (Outcome.CANCELLED, None, RecordState.CANCELLED, 0),
    ],
)
def test_a_contest_is_upheld_changed_or_cancelled(
    people: People, outcome: Outcome, points_given: int | None, state: RecordState, left: int
) -> None:
    record = contests.contest(decided(people, "FD-13", points=4), actor=people.ann.user, words="It was Bo")
    record = contests.decide_contest(
        record, outcome, actor=people.director.user, reason="The tape", points=points_given
    )
    assert (record.state, points(people)) == (state, left)
    again = refused(
        contests.decide_contest, record, Outcome.UPHELD, actor=people.director.user, reason="Again"
    )
    assert again == ["conduct.not_contestable"]
    assert refused(contests.contest, record, actor=people.ann.user, words="Again") == [
        "conduct.not_contestable"
    ]


def test_who_has_decided_before_does_not_decide_the_contest(people: People) -> None:
    record = services.confirm(heard(people, "FD-09"), actor=people.leader.user)
    approvals.approve(services.running_requests(record).get(), actor=people.director.user)
    record.refresh_from_db()
    record = contests.contest(record, actor=people.ann.user, words="No")
    for who in (people.director, people.leader, people.qa, people.ann):
        with pytest.raises(PermissionDenied):
            contests.decide_contest(record, Outcome.UPHELD, actor=who.user, reason="x")
    done = contests.decide_contest(record, Outcome.CANCELLED, actor=people.manager.user, reason="x")
    assert (done.state, points(people)) == (RecordState.CANCELLED, 0)


def test_only_the_employee_states_and_contests(people: People) -> None:
    record = recorded(people)
    with pytest.raises(PermissionDenied):
        services.state_own(record, actor=people.bo.user, words="x")
    with pytest.raises(PermissionDenied):
        contests.contest(decided(people), actor=people.leader.user, words="x")


def test_the_director_cancels_at_any_time_and_the_points_come_back(people: People) -> None:
    record = services.confirm(heard(people, "FD-09"), actor=people.leader.user)
    record = services.cancel(record, actor=people.director.user, reason="Withdrawn")
    assert (record.state, services.running_requests(record).count()) == (RecordState.CANCELLED, 0)
    second = services.cancel(decided(people), actor=people.director.user, reason="Not so")
    assert (second.state, points(people)) == (RecordState.CANCELLED, 0)
    with pytest.raises(PermissionDenied):
        services.cancel(decided(people), actor=people.leader.user, reason="x")


def test_a_cancelled_record_does_not_count_as_a_time(people: People) -> None:
    services.cancel(decided(people), actor=people.director.user, reason="Not so")
    assert decided(people).repeat == 1


def test_the_database_refuses_what_gets_past_the_services(people: People) -> None:
    record = recorded(people)

    def changed(**fields: Any) -> None:
        ConductRecord.objects.filter(pk=record.pk).update(**fields)

    cases: dict[str, dict[str, Any]] = {
        "nobody_is_their_own_witness": {"witness": people.ann},
        "conduct_record_says_what_was_seen": {"words": ""},
        "conduct_waits_for_the_director_after_the_leader": {"state": "approval"},
        "decided_conduct_says_when_and_until_when_it_is_contested": {"state": "decided"},
        "dismissed_or_cancelled_conduct_says_why": {"state": "dismissed"},
        "statement_on_conduct_has_its_moment": {"statement": "x"},
        "conduct_is_contested_once_with_words": {"contest": "x"},
        "contest_is_decided_with_words": {"outcome": "upheld"},
        "conduct_source_is_whole": {"source_id": 1},
    }
    for name, fields in cases.items():
        refused_by_the_database(name, changed, **fields)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_is_second_and_points_are_taken_once() -> None:
    people = make_people()
    record = heard(people)

    def act() -> Any:
        return services.confirm(record, actor=people.leader.user)

    assert outcomes(act, act) == ["conduct.not_open", "done"]
    assert points(people) == 2


def test_who_left_the_team_is_recorded_with_the_team_of_that_day(people: People) -> None:
    assert recorded(people).team == people.team
    newcomer = make_employee(site=people.site, since=datetime.date(2026, 11, 16))
    early = seen(at=datetime.datetime(2026, 11, 10, tzinfo=datetime.UTC))
    assert "conduct.not_employed" in refused(
        services.record_conduct, newcomer, early, actor=people.director.user
    )
    assert version("FD-04").points == "2"


def test_a_leader_who_is_qa_as_well_still_confirms_in_the_own_team_and_only_there(people: People) -> None:
    for leader in (people.leader, people.other_leader):
        of_leader = PostHolding.objects.get(employee=leader)
        PostHolding.objects.create(
            employee=leader, post=make_post(PostCode.QA_TRAINER), period=of_leader.period, is_primary=False
        )
    record = heard(people, by=people.qa)
    with pytest.raises(PermissionDenied):
        services.confirm(record, actor=people.other_leader.user)
    assert services.confirm(record, actor=people.leader.user).state == RecordState.DECIDED
