"""What the database refuses, whoever writes; and races for the last day, the last place, the last word."""

import datetime

import pytest
import time_machine
from django.db import Error, IntegrityError, connection, transaction

from callcenter.approvals import services as approvals
from staffing.leave import asking, cancelling, looking_after
from staffing.leave.cancelling import request_of
from staffing.leave.models import Certificate, LeaveDay, LeaveKind, LeaveRequest, LedgerEntry
from staffing.leave.states import State
from tests.staffing.leave.factories import (
    D12,
    approve,
    ask,
    at,
    day,
    make_colleague,
    make_grant,
    make_kind,
    make_line,
    wanted,
)
from tests.together import outcomes, together


def refuses(name):
    return pytest.raises(IntegrityError, match=name)


def make_leave(line, **fields):
    given = {
        "employee": line.agent, "site": line.site, "team": line.team, "kind": make_kind(line.site),
        "first_on": D12, "last_on": D12, "starts_at": at("03-12 08:00"), "ends_at": at("03-12 16:30"),
        "amount": 8, "days": 1, "path": "ordinary", "state": State.APPROVED, "decides": "director",
    }  # fmt: skip
    return LeaveRequest.objects.create(**given | fields)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "state", [State.WAITING, State.SUBMITTED, State.LATE_REQUEST, State.APPROVED, State.CLOSED]
)
def test_leave_does_not_overlap_leave(line, state):
    make_leave(line)
    with refuses("nobody_is_on_leave_twice_at_once"):
        make_leave(
            line,
            state=state,
            starts_at=at("03-12 16:29"),
            ends_at=at("03-12 18:00"),
            waiting_since=at("03-10 09:00"),
        )


@pytest.mark.django_db
def test_leave_follows_leave_and_what_has_ended_is_in_nobodys_way(line):
    make_leave(line)
    make_leave(line, starts_at=at("03-12 16:30"), ends_at=at("03-12 18:00"))
    for state in (State.REJECTED, State.CANCELLED, State.ABSENCE):
        make_leave(line, state=state)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("leave_ends_after_it_starts", {"ends_at": at("03-12 08:00")}),
        ("leave_ends_after_it_starts", {"last_on": day(11)}),
        ("leave_takes_working_time", {"amount": 0}),
        ("leave_takes_working_time", {"days": 0}),
        ("late_leave_says_until_when_consent_counts", {"is_late": True}),
        ("late_leave_says_until_when_consent_counts", {"consent_by": at("03-12 16:30")}),
        ("leave_on_the_waiting_list_says_since_when", {"state": State.WAITING}),
    ],
)
def test_the_database_refuses_a_leave_that_cannot_be(line, name, fields):
    with pytest.raises(Error, match=name):
        make_leave(line, **fields)


@pytest.mark.django_db
def test_a_day_of_a_leave_is_there_once_and_no_longer_than_worked(line):
    leave = make_leave(line)
    LeaveDay.objects.create(request=leave, on=D12, minutes=480, of_minutes=480)
    with refuses("leave_has_a_day_once"), transaction.atomic():
        LeaveDay.objects.create(request=leave, on=D12, minutes=1, of_minutes=480)
    with refuses("leave_takes_no_more_than_the_day"):
        LeaveDay.objects.create(request=leave, on=day(13), minutes=481, of_minutes=480)


@pytest.mark.django_db
def test_a_certificate_ends_after_it_starts(line):
    with refuses("certificate_ends_after_it_starts"):
        Certificate.objects.create(request=make_leave(line), starts_on=day(13), ends_on=day(12))


def make_entry(line, entry, amount, **fields):
    kind = make_kind(line.site, "annual")
    return LedgerEntry.objects.create(
        employee=line.agent, kind=kind, entry=entry, amount=amount, on=D12, **fields
    )


@pytest.mark.django_db
@pytest.mark.parametrize("entry", ["reservation", "release", "taking"])
def test_leave_is_reserved_and_taken_by_a_request_only(line, entry):
    with refuses("reserved_and_taken_leave_belongs_to_a_request"):
        make_entry(line, entry, 1 if entry == "release" else -1)


@pytest.mark.django_db
def test_a_grant_belongs_to_no_request(line):
    with refuses("reserved_and_taken_leave_belongs_to_a_request"):
        make_entry(line, "grant", 1, request=make_leave(line))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("entry", "amount"),
    [("grant", -1), ("carry_over", -1), ("taking", 1), ("reservation", 1), ("correction", 0)],
)
def test_given_leave_is_above_zero_and_used_leave_below(line, entry, amount):
    request = make_leave(line) if entry in ("taking", "reservation") else None
    with refuses("leave_given_is_positive_and_leave_used_negative"):
        make_entry(line, entry, amount, request=request)


@pytest.mark.django_db
def test_a_grant_expires_once_and_an_expiry_names_it(line):
    granted = make_entry(line, "grant", 5)
    with refuses("expired_leave_says_what_expired"), transaction.atomic():
        make_entry(line, "expiry", -5)
    make_entry(line, "expiry", -5, of_grant=granted)
    with refuses("leave_expires_once"):
        make_entry(line, "expiry", -5, of_grant=granted)


@pytest.mark.django_db
def test_a_period_is_accrued_once(line):
    make_entry(line, "grant", 5, period="2026")
    with refuses("leave_is_accrued_once_for_a_period"):
        make_entry(line, "grant", 5, period="2026")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE leave_ledgerentry SET amount = 9", "DELETE FROM leave_ledgerentry"]
)
def test_the_ledger_is_append_only(line, statement):
    make_entry(line, "grant", 5)
    with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("leave_balance_grows_only_where_there_is_one", {"accrual": "yearly"}),
        ("personal_leave_is_asked_for_in_person", {"others_may_ask": True}),
        ("leave_code_is_unique_in_its_site", {"code": "personal"}),
    ],
)
def test_the_database_refuses_a_kind_that_cannot_be(line, name, fields):
    make_kind(line.site)
    with refuses(name):
        LeaveKind.objects.create(
            **{"site": line.site, "code": "own", "name": "Own", "nature": "personal"} | fields
        )


# Races: each would end otherwise without the lock.


@pytest.fixture
def raced(transactional_db):
    with time_machine.travel(at("03-10 09:00"), tick=False):
        yield make_line()


def test_two_requests_for_the_last_day_of_a_balance(raced):
    kind = make_kind(raced.site, "annual", takes_place=False)
    make_grant(raced.agent, kind, "1")

    def asks(number):
        user = type(raced.agent.user).objects.get(pk=raced.agent.user.pk)
        return lambda: asking.ask(raced.agent, wanted(kind, day(number)), actor=user)

    assert outcomes(asks(12), asks(13)) == ["done", "leave.balance"]


def test_two_people_for_the_last_place(raced):
    kind = make_kind(raced.site)
    other = make_colleague(raced)

    def asks(person):
        return lambda: asking.ask(person, wanted(kind), actor=person.user)

    assert outcomes(asks(raced.agent), asks(other)) == ["done", "leave.capacity_full"]


def test_two_requests_for_the_same_day(raced):
    kind = make_kind(raced.site, "personal-special")

    def asks():
        user = type(raced.agent.user).objects.get(pk=raced.agent.user.pk)
        return asking.ask(raced.agent, wanted(kind), actor=user)

    assert outcomes(asks, asks) == ["done", "leave.overlaps"]


def test_approving_while_it_is_taken_back(raced):
    kind = make_kind(raced.site, "annual")
    make_grant(raced.agent, kind)
    leave = approve(ask(raced, "annual"), raced.leader)
    found = together(
        lambda: (approvals.approve(request_of(leave), actor=raced.director.user), "approved")[1],
        lambda: (cancelling.cancel(leave, actor=raced.agent.user), "cancelled")[1],
    )
    leave.refresh_from_db()
    entries = [each.amount for each in LedgerEntry.objects.filter(request=leave)]
    if leave.state == State.APPROVED:
        assert sum(entries) == -1
        assert "approved" in found
    else:  # taken back first, or approved and then taken back
        assert leave.state == State.CANCELLED
        assert sum(entries) == 0


def test_consent_at_the_moment_at_which_it_becomes_an_absence(raced):
    with time_machine.travel(at("03-12 07:05"), tick=False):
        leave = approve(ask(raced, "personal-special"), raced.leader)
    with time_machine.travel(at("03-12 16:30"), tick=False):
        found = outcomes(
            lambda: approvals.approve(request_of(leave), actor=raced.director.user),
            lambda: looking_after.make_absence(leave),
        )
    leave.refresh_from_db()
    assert leave.state == State.ABSENCE
    assert found[0] in ("approvals.not_open", "done")
    assert datetime.timedelta(0) < leave.ends_at - leave.starts_at
