"""A statistics month in money: what it comes to, who sees it, how it is closed and stays (A15)."""

import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from callcenter.access.posts import PostCode
from callcenter.notifications.models import Message
from callcenter.people.models import Employee
from quality.conduct.models import MoneyLine, MoneyMonth, PointsEntry, Wage
from quality.conduct.money import services
from quality.conduct.money.selectors import month_at, sheet
from quality.conduct.rules import Limit
from quality.conduct.services import deduct
from quality.conduct.services import reverse as reverse_entry
from tests.factories import make_employee
from tests.quality.conduct.factories import People, make_people, make_points, version
from tests.refusals import refused, refused_by_the_database
from tests.rulebook.factories import set_value
from tests.together import outcomes

OCTOBER = datetime.date(2026, 10, 1)
NOVEMBER = datetime.date(2026, 11, 1)
IN_OCTOBER = datetime.date(2026, 10, 12)


class Office:
    """HR and the GM beside the people of the floor."""

    def __init__(self, people: People) -> None:
        self.gm = make_employee(PostCode.GM, site=people.site, name="Gao Ming")
        self.hr = make_employee(PostCode.HR, site=people.site, name="Hu Rong")
        self.gmo = make_employee(PostCode.GM_OFFICE, site=people.site, name="Yan Shu")


@pytest.fixture
def office(people: People) -> Office:
    return Office(people)


def turned_on(people: People) -> None:
    for key, amount in (("money.enabled", True), ("money.per_point", "100")):
        set_value(key, amount, site=people.site, on=datetime.date(2026, 1, 1))


def october(people: People) -> Any:
    return month_at(people.site, "2026-10-05")


def taken(people: People, points: int = 5, who: Employee | None = None) -> PointsEntry:
    return make_points(who or people.ann, points, on=IN_OCTOBER)


def rewarded(people: People, points: int = 2) -> PointsEntry:
    item = version("RW-01").item
    return make_points(people.ann, -points, kind="reward", item=item, on=IN_OCTOBER)


def waged(people: People, office: Office, wage: str = "8000") -> None:
    services.enter_wages(people.site, october(people), {people.ann.pk: Decimal(wage)}, actor=office.hr.user)


def closed(people: People, office: Office) -> MoneyMonth:
    turned_on(people)
    taken(people)
    waged(people, office)
    return services.close_month(people.site, october(people), actor=office.gm.user)


def as_(who: Employee) -> Client:
    client = Client()
    assert who.user is not None
    client.force_login(who.user)
    return client


@pytest.mark.parametrize(
    ("points", "wage", "amount", "limit"),
    [
        (5, "8000", "500.00", Limit.NONE),
        (30, "8000", "1600.00", Limit.SHARE),
        (10, "3000", "310.00", Limit.FLOOR),
        (10, "2690", "0.00", Limit.FLOOR),
    ],
)
def test_a_line_says_what_it_comes_to_and_what_it_ends_at(
    people: People, office: Office, points: int, wage: str, amount: str, limit: Limit
) -> None:
    turned_on(people)
    taken(people, points)
    (line,) = sheet(people.site, october(people)).lines
    assert (line.amount, line.limit) == (None, Limit.WAGE)
    waged(people, office, wage)
    (line,) = sheet(people.site, october(people)).lines
    assert (line.amount, line.limit) == (Decimal(amount), limit)
    assert line.department == people.team.department


def test_rewards_are_set_off_and_never_paid(people: People, office: Office) -> None:
    turned_on(people)
    taken(people, 3)
    rewarded(people, 2)
    waged(people, office)
    (line,) = sheet(people.site, october(people)).lines
    assert (line.taken, line.rewarded, line.points, line.amount) == (3, 2, 1, Decimal(100))
    rewarded(people, 4)
    (line,) = sheet(people.site, october(people)).lines
    assert (line.points, line.amount) == (0, Decimal(0))


def test_off_it_is_points_alone(people: People, office: Office) -> None:
    taken(people)
    (line,) = sheet(people.site, october(people)).lines
    assert (line.taken, line.amount, line.limit) == (5, Decimal(0), Limit.OFF)
    found = refused(services.close_month, people.site, october(people), actor=office.gm.user)
    assert found == ["conduct.money_is_off"]


def test_a_closed_month_stays_as_it_was(people: People, office: Office) -> None:
    closed(people, office)
    entry = PointsEntry.objects.get()
    set_value("money.per_point", "7", site=people.site, on=IN_OCTOBER)
    late = deduct(people.ann, 4, source=people.site, actor=people.director.user, reason="Late", on=IN_OCTOBER)
    back = reverse_entry(entry, actor=people.director.user, reason="It was another")
    assert (late.month, back.month) == (NOVEMBER, NOVEMBER)
    found = sheet(people.site, october(people))
    assert (found.totals.amount, found.policy.per_point) == (Decimal(500), Decimal(100))
    told = Message.objects.get(kind="conduct.money_closed")
    assert told.recipient == people.ann.user


def test_the_database_keeps_what_is_closed(people: People, office: Office) -> None:
    made = closed(people, office)
    refused_by_the_database(
        "points_count_in_an_open_month", make_points, people.ann, 5, on=IN_OCTOBER, month=OCTOBER
    )
    for rows, change in (
        (made.lines.all(), {"amount": 1}),
        (MoneyMonth.objects.filter(pk=made.pk), {"share": 1}),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(**change)
    given = {"closed": made, "employee": people.bo, "taken": 5, "rewarded": 0, "limit": "none"}
    for fields in ({"amount": 5}, {"amount": 5, "wage": 100, "cap": 4}):
        refused_by_the_database("amount_is_within_its_cap", MoneyLine.objects.create, **given, **fields)
    refused_by_the_database("cap_is_within", MoneyLine.objects.create, **given, amount=0, wage=100, cap=101)
    for amount in (-1,):
        refused_by_the_database(
            "wage_is_not_negative", Wage.objects.create, employee=people.bo, month=OCTOBER, amount=amount,
            entered_at=made.closed_at,
        )  # fmt: skip


def test_a_month_is_closed_once_over_with_every_wage_by_the_general_manager(
    people: People, office: Office
) -> None:
    turned_on(people)
    taken(people)
    for who in (office.hr, office.gmo, people.director, people.ann):
        with pytest.raises(PermissionDenied):
            services.close_month(people.site, october(people), actor=who.user)
    by_gm = {"actor": office.gm.user}
    assert refused(services.close_month, people.site, october(people), **by_gm) == ["conduct.wages_missing"]
    running = month_at(people.site, "2026-11-05")
    assert refused(services.close_month, people.site, running, **by_gm) == ["conduct.month_runs"]
    waged(people, office)
    services.close_month(people.site, october(people), **by_gm)
    assert refused(services.close_month, people.site, october(people), **by_gm) == ["conduct.month_closed"]
    assert refused(waged, people, office, "1") == ["conduct.month_closed"]


def test_wages_are_entered_by_hr_for_people_with_points_and_never_ones_own(
    people: People, office: Office
) -> None:
    turned_on(people)
    taken(people)
    taken(people, who=office.hr)
    for who in (people.director, office.gmo, people.ann):
        with pytest.raises(PermissionDenied):
            services.enter_wages(people.site, october(people), {people.ann.pk: Decimal(1)}, actor=who.user)
    with pytest.raises(PermissionDenied):
        services.enter_wages(people.site, october(people), {office.hr.pk: Decimal(1)}, actor=office.hr.user)
    services.enter_wages(people.site, october(people), {office.hr.pk: Decimal(1)}, actor=office.gm.user)
    by_hr = {"actor": office.hr.user}
    given = [people.site, october(people)]
    assert refused(services.enter_wages, *given, {people.bo.pk: Decimal(1)}, **by_hr) == [
        "conduct.no_points_no_wage"
    ]
    assert refused(services.enter_wages, *given, {people.ann.pk: Decimal(-1)}, **by_hr) == [
        "conduct.wage_out_of_range"
    ]
    waged(people, office)
    services.enter_wages(*given, {people.ann.pk: None}, actor=office.hr.user)
    assert not Wage.objects.filter(employee=people.ann).exists()


def test_the_page_enters_wages_and_closes(people: People, office: Office) -> None:
    turned_on(people)
    taken(people)
    page = f"{reverse('conduct:money')}?month=2026-10-01"
    hr, gm = as_(office.hr), as_(office.gm)
    field = f"w{people.ann.pk}-wage"
    assert field in hr.get(page).content.decode()
    enter = f"{reverse('conduct:money-wages')}?month=2026-10-01"
    assert hr.post(enter, {field: "much"}).status_code == 422
    assert hr.post(enter, {field: "8000"}).headers["Location"] == page
    assert "500.00" in hr.get(page).content.decode()
    director = as_(people.director).get(page).content.decode()
    assert "500.00" in director
    assert "8,000" not in director
    close = f"{reverse('conduct:money-close')}?month=2026-10-01"
    assert hr.post(close).status_code == 403
    assert gm.post(close).status_code == 302
    assert gm.post(close).status_code == 422
    assert as_(people.ann).get(page).status_code == 403
    own = as_(people.ann).get(reverse("conduct:mine")).content.decode()
    assert "500.00" in own


def test_the_workbook_has_wages_for_hr_alone(people: People, office: Office) -> None:
    closed(people, office)
    url = f"{reverse('conduct:money-take')}?month=2026-10-01"

    def cells(who: Employee) -> list[Any]:
        book = load_workbook(BytesIO(as_(who).get(url).getvalue()))
        return [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]

    assert 8000 in cells(office.hr)
    director = cells(people.director)
    assert 8000 not in director
    assert 500 in director


def test_programs_read_the_month_and_agents_their_own_line(people: People, office: Office) -> None:
    closed(people, office)
    url = "/api/v1/quality/conduct-money/?month=2026-10-01"

    def lines(who: Employee) -> list[Any]:
        return [(one["employee"], one["wage"], one["amount"]) for one in as_(who).get(url).json()["lines"]]

    assert lines(office.hr) == [(people.ann.number, "8000.00", "500.00")]
    assert lines(people.director) == [(people.ann.number, None, "500.00")]
    assert lines(people.ann) == [(people.ann.number, "8000.00", "500.00")]
    assert lines(people.bo) == []


def test_a_month_takes_as_many_queries_for_many_people_as_for_one(people: People, office: Office) -> None:
    turned_on(people)
    taken(people)

    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            sheet(people.site, october(people))
        return len(found)

    before = count()
    for _number in range(5):
        taken(people, who=make_employee(team=people.team))
    assert count() <= before


@pytest.mark.django_db(transaction=True)
def test_points_and_the_closing_wait_for_each_other() -> None:
    people = make_people()
    office = Office(people)
    turned_on(people)
    taken(people)
    waged(people, office)
    outcomes(
        lambda: services.close_month(people.site, october(people), actor=office.gm.user),
        lambda: deduct(
            people.ann, 4, source=people.site, actor=people.director.user, reason="Late", on=IN_OCTOBER
        ),
    )
    counted = sum(PointsEntry.objects.filter(month=OCTOBER).values_list("points", flat=True))
    assert MoneyLine.objects.get().taken == counted
