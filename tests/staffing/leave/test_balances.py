"""Balances: grants, corrections, what the day brings to a ledger, and the import from Excel."""

import datetime
from decimal import Decimal as D
from pathlib import Path

import pytest

from callcenter.audit.models import Event
from callcenter.files.imports.registry import ImportRefused, Source
from staffing.leave import balances, ledger
from staffing.leave.balances import Booking
from staffing.leave.funding import lines_of
from staffing.leave.importer import BalanceImporter
from staffing.leave.models import LedgerEntry
from tests.factories import make_employee
from tests.refusals import refused
from tests.staffing.factories import make_assignment
from tests.staffing.leave.factories import day, make_grant, make_kind, set_rule

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime.date(2027, 1, 1)


def left(person, kind):
    return ledger.balance(lines_of(person, kind))


def test_a_grant_and_a_correction_leave_their_reason(line):
    kind = make_kind(line.site, "annual")
    balances.grant(line.agent, kind, Booking(D(5), "for 2026", NEW_YEAR), actor=line.director.user)
    balances.correct(line.agent, kind, Booking(D("-0.5"), "counted twice"), actor=line.director.user)
    assert left(line.agent, kind) == D("4.5")
    event = Event.objects.get(verb="leave.balance.corrected")
    assert (event.actor, event.reason, event.site_id) == (line.director.user, "counted twice", line.site.pk)


@pytest.mark.parametrize(
    ("amount", "note", "code"),
    [
        ("0", "x", "leave.amount_needed"),
        ("1000", "x", "leave.amount_needed"),
        ("1", " ", "leave.words_needed"),
    ],
)
def test_a_booking_has_an_amount_and_a_reason(line, amount, note, code):
    kind = make_kind(line.site, "annual")
    for act in (balances.grant, balances.correct):
        assert refused(act, line.agent, kind, Booking(D(amount), note), actor=line.director.user) == [code]


def test_a_grant_gives_and_a_balance_stays_above_zero(line):
    kind = make_kind(line.site, "annual")
    grant = refused(balances.grant, line.agent, kind, Booking(D(-1), "x"), actor=line.director.user)
    assert grant == ["leave.amount_needed"]
    correct = refused(balances.correct, line.agent, kind, Booking(D(-1), "x"), actor=line.director.user)
    assert correct == ["leave.below_zero"]


def test_only_kinds_with_a_balance_are_booked(line):
    kind = make_kind(line.site, "personal")
    found = refused(balances.grant, line.agent, kind, Booking(D(1), "x"), actor=line.director.user)
    assert found == ["leave.no_ledger"]


def test_a_year_is_booked_once_for_everybody_in_service(line):
    kind = make_kind(line.site, "annual")
    new = make_employee(site=line.site, since=datetime.date(2025, 9, 1))
    assert balances.settle(line.site, day(10)) == {"accrued": 4, "expired": 0}
    assert balances.settle(line.site, day(11)) == {"accrued": 0, "expired": 0}
    assert (left(line.agent, kind), left(new, kind)) == (5, 0)
    assert balances.settle(line.site, datetime.date(2026, 9, 1))["accrued"] == 1
    assert left(new, kind) == D("1.5")  # 122 of 365 days of five


def test_a_month_gives_its_part(line):
    kind = make_kind(line.site, "annual", accrual="monthly")
    for month in (3, 3, 4):
        balances.settle(line.site, datetime.date(2026, month, 10))
    assert left(line.agent, kind) == D("0.84")


def test_hours_worked_give_hours(line):
    kind = make_kind(line.site, "compensatory", accrual="hours")
    set_rule("leave.worked_hours_for_one", "8")
    make_assignment(line.agent, day(16))
    balances.settle(line.site, datetime.date(2026, 4, 1))
    assert left(line.agent, kind) == D(4)  # four shifts of eight hours in March
    assert left(line.leader, kind) == 0


def test_at_the_turn_of_the_year_the_rest_goes_over_and_then_expires(line):
    set_rule("leave.carry_over_max_days", "3")
    kind = make_kind(line.site, "annual")
    balances.settle(line.site, day(10))
    balances.settle(line.site, NEW_YEAR)
    assert left(line.agent, kind) == 8  # three carried over, five for the new year
    entries = LedgerEntry.objects.filter(employee=line.agent).order_by("pk")
    assert [(e.entry, e.amount) for e in entries] == [
        ("grant", 5),
        ("expiry", -5),
        ("carry_over", 3),
        ("grant", 5),
    ]
    assert balances.settle(line.site, NEW_YEAR) == {"accrued": 0, "expired": 0}
    balances.settle(line.site, datetime.date(2027, 3, 31))
    assert left(line.agent, kind) == 8
    balances.settle(line.site, datetime.date(2027, 4, 1))
    assert left(line.agent, kind) == 5
    balances.settle(line.site, datetime.date(2027, 4, 2))
    assert left(line.agent, kind) == 5


def test_days_that_were_missed_are_caught_up_with(line):
    kind = make_kind(line.site, "annual")
    balances.settle(line.site, day(10))
    balances.settle(line.site, datetime.date(2027, 1, 9))
    assert left(line.agent, kind) == 10


def test_a_grant_by_hand_expires_on_its_day(line):
    kind = make_kind(line.site, "compensatory")
    make_grant(line.agent, kind, "8", expires_on=day(20))
    balances.settle(line.site, day(19))
    assert left(line.agent, kind) == 8
    balances.settle(line.site, day(20))
    assert left(line.agent, kind) == 0


# The import.


def source(tmp_path: Path, line, text: str, actor=None) -> Source:
    path = tmp_path / "balances.csv"
    path.write_text(text, encoding="utf-8")
    mapping = BalanceImporter().guess_mapping(text.splitlines()[0].split(","))
    return Source(path, path.name, "0" * 64, line.site.pk, mapping, actor or line.director.user)


HEAD = "Employee number,Type,Balance,Expires,Reason\n"


def test_a_file_books_differences_and_twice_it_changes_nothing(line, tmp_path):
    kind = make_kind(line.site, "annual")
    make_grant(line.agent, kind, "5")
    text = (
        HEAD
        + f"{line.agent.number},annual,4.5,,counted\n{line.leader.number},年假,10,2027-01-01,taken over\n"
    )
    outcome = BalanceImporter().apply(source(tmp_path, line, text))
    assert outcome.counts == {"new": 1, "changed": 1, "unchanged": 0, "rejected": 0}
    assert (left(line.agent, kind), left(line.leader, kind)) == (D("4.5"), D(10))
    assert LedgerEntry.objects.get(employee=line.leader).expires_on == NEW_YEAR
    again = BalanceImporter().apply(source(tmp_path, line, text))
    assert again.counts["unchanged"] == 2
    assert LedgerEntry.objects.count() == 3


def test_every_row_that_does_not_fit_is_named_and_nothing_is_booked(line, tmp_path):
    make_kind(line.site, "annual")
    make_kind(line.site, "personal")
    number = line.agent.number
    text = HEAD + (
        f"nobody,annual,1,,\n{number},personal,1,,\n{number},annual,many,,\n{number},annual,1,soon,\n"
        f"{number},annual,1,,\n{number},annual,2,,\n"
    )
    with pytest.raises(ImportRefused) as refusal:
        BalanceImporter().apply(source(tmp_path, line, text))
    outcome = refusal.value.outcome
    assert [(each.row, each.column) for each in outcome.errors] == [
        (2, "Employee number"),
        (3, "Type"),
        (4, "Balance"),
        (5, "Expires"),
        (7, "Employee number"),
    ]
    assert not LedgerEntry.objects.exists()


def test_only_who_keeps_the_leave_of_the_site_loads_a_file(line):
    importer = BalanceImporter()
    assert importer.may_run(line.director.user, line.site.pk)
    assert not importer.may_run(line.leader.user, line.site.pk)
    assert not importer.may_run(line.agent.user, None)
