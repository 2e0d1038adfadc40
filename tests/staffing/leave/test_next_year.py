"""Leave over and after the turn of the year: counted on days still to be granted, reserved, and covered once they are."""

import datetime
from decimal import Decimal as D

import pytest

from callcenter.audit.models import Event
from callcenter.notifications.models import Message
from staffing.leave import asking, balances, cancelling, ledger
from staffing.leave.funding import lines_of
from staffing.leave.ledger import EntryKind, Line
from staffing.leave.models import LedgerEntry
from staffing.leave.outlook import foresee
from staffing.leave.selectors import balances as balances_of
from tests.factories import make_employee
from tests.staffing.leave.factories import approve, at, make_kind, set_rule, wanted

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime.date(2027, 1, 1)


def jan(number):
    return datetime.date(2027, 1, number)


@pytest.fixture
def december(line, clock):
    clock.move_to(at("12-10 09:00"))
    kind = make_kind(line.site, "annual")
    balances.settle(line.site, datetime.date(2026, 12, 10))
    return kind


def left(line, kind, on):
    return ledger.available(lines_of(line.agent, kind), on)


def seek(line, kind, first, last=None):
    return asking.ask(line.agent, wanted(kind, first, last), actor=line.agent.user)


def test_leave_of_january_counts_on_the_days_of_its_year(line, december):
    told = foresee(line.agent, wanted(december, jan(4), jan(6)))
    assert codes_of(told) == []
    assert [(f.share.amount, f.available, f.foreseen, f.after) for f in told.funds] == [(3, 5, 5, 2)]


def codes_of(told):
    return [each.code for each in told.objections]


def test_it_takes_nothing_of_the_old_year(line, december):
    seek(line, december, jan(4), jan(6))
    assert left(line, december, datetime.date(2026, 12, 20)) == 5
    shown = balances_of(line.agent)[0]
    assert (shown.left, shown.reserved, shown.foreseen) == (5, 3, 3)
    told = foresee(line.agent, wanted(december, jan(11), jan(13)))
    assert [(f.available, f.after) for f in told.funds] == [(2, -1)]
    assert codes_of(told) == ["leave.balance"]


def test_it_is_covered_when_the_year_is_granted(line, december, clock):
    leave = seek(line, december, jan(4), jan(6))
    approve(leave, line.leader, line.director, line.manager)
    clock.move_to(datetime.datetime(2027, 1, 1, 9, tzinfo=line.site.zone))
    balances.settle(line.site, NEW_YEAR)
    entries = LedgerEntry.objects.filter(employee=line.agent).order_by("pk")
    assert [(e.entry, e.amount, e.on.year) for e in entries] == [
        ("grant", 5, 2026),
        ("reservation", -3, 2027),
        ("release", 3, 2027),
        ("taking", -3, 2027),
        ("expiry", -5, 2027),
        ("carry_over", 5, 2027),
        ("grant", 5, 2027),
    ]
    shown = balances_of(line.agent)[0]
    assert (shown.left, shown.taken, shown.foreseen) == (7, 3, 0)
    assert dict(shown.expires)[datetime.date(2027, 4, 1)] == 2  # what was carried over went first
    assert not Message.objects.filter(kind="leave.not_covered").exists()


def test_leave_over_the_turn_of_the_year_uses_each_years_own(line, december):
    told = foresee(line.agent, wanted(december, datetime.date(2026, 12, 28), jan(8)))
    assert [(f.share.on, f.share.amount, f.available) for f in told.funds] == [
        (datetime.date(2026, 12, 28), 4, 5),
        (jan(1), 6, 5),
    ]
    assert codes_of(told) == ["leave.balance"]
    leave = seek(line, december, datetime.date(2026, 12, 28), jan(7))
    assert left(line, december, datetime.date(2026, 12, 31)) == 1
    cancelling.cancel(leave, actor=line.agent.user)
    assert left(line, december, datetime.date(2026, 12, 31)) == 5
    assert ledger.balance(lines_of(line.agent, december)) == 5


def test_the_rulebook_may_keep_it_to_what_is_granted(line, december):
    set_rule("leave.foresee_next_year", False)
    assert codes_of(foresee(line.agent, wanted(december, jan(4)))) == ["leave.balance"]


def test_service_that_becomes_long_enough_only_later_is_foreseen(line, december):
    person = make_employee(team=line.team, superior=line.leader, since=datetime.date(2025, 12, 20))
    assert codes_of(foresee(person, wanted(december, datetime.date(2026, 12, 18)))) == ["leave.balance"]
    # twelve days of five, rounded down to half days: nothing
    assert codes_of(foresee(person, wanted(december, datetime.date(2026, 12, 21)))) == ["leave.balance"]
    assert codes_of(foresee(person, wanted(december, jan(4)))) == []


def test_a_year_that_gives_less_than_was_counted_on_is_told(line, december, clock):
    leave = seek(line, december, jan(4), jan(8))
    balances.correct(line.agent, december, balances.Booking(D(-5), "left early"), actor=line.director.user)
    set_rule("leave.annual_days", "3")
    clock.move_to(datetime.datetime(2027, 1, 1, 9, tzinfo=line.site.zone))
    balances.settle(line.site, NEW_YEAR)
    message = Message.objects.get(kind="leave.not_covered", recipient=line.director.user)
    assert "2" in str(message.figures["missing"])
    event = Event.objects.get(verb="leave.request.not_covered")
    assert (event.subject_id, event.after["missing"]) == (leave.pk, "2")


def test_use_of_a_later_day_leaves_alone_what_is_gone_by_then():
    lines = [
        Line(EntryKind.GRANT, D(5), 1, NEW_YEAR),
        Line(EntryKind.TAKING, D(-2), 2, on=datetime.date(2026, 12, 20)),
        Line(EntryKind.RESERVATION, D(-3), 3, on=jan(5)),
    ]
    found = ledger.use(lines)
    assert (found.left, found.uncovered) == ({1: D(3)}, {jan(5): D(3)})
    assert ledger.expiring(lines, NEW_YEAR) == [(1, D(3))]
    covered = ledger.use([*lines, Line(EntryKind.GRANT, D(5), 4, datetime.date(2028, 1, 1))])
    assert (covered.left, covered.uncovered) == ({1: D(3), 4: D(2)}, {})
