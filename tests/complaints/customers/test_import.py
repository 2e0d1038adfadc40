"""Lists of customers in: every row error at once, known numbers refused, all or nothing, changes by number."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from callcenter.access.posts import PostCode
from callcenter.files.imports.registry import ImportRefused, Mapping, Outcome, Source
from callcenter.people.models import Employee, Site
from complaints.customers.exchange.importer import CustomerImporter
from complaints.customers.models import Customer, CustomerClass
from tests.complaints.customers.factories import make_customer
from tests.factories import make_employee, make_site

pytestmark = pytest.mark.django_db
HEADER = "客户编号,客户名称,类型,类别,特殊类别,电话,邮箱,重要客户,负责人,注册资本"


@pytest.fixture
def site() -> Site:
    return make_site()


@pytest.fixture
def officer(site: Site) -> Employee:
    return make_employee(PostCode.COMPLAINT_OFFICER, site=site)


def source(tmp_path: Path, officer: Employee, *lines: str) -> Source:
    path = tmp_path / "customers.csv"
    path.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    mapping: Mapping = CustomerImporter().guess_mapping(HEADER.split(","))
    return Source(path, path.name, "", officer.site_id, mapping, officer.user)


def apply(given: Source) -> Outcome:
    with transaction.atomic():
        return CustomerImporter().apply(given)


def reasons(outcome: Outcome) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in outcome.errors]


def test_new_customers_are_recorded_and_those_named_by_number_changed(
    tmp_path: Path, site: Site, officer: Employee
) -> None:
    standing = make_customer(site, name="王芳")
    given = source(
        tmp_path, officer,
        f",上海明珠,organisation,distributor,,021-55550101,sales@example.com,yes,{officer.number},1000000",
        ",正诚律所,单位,special,lawyer,021-55550102,,,,",
        f"{standing.number},王芳芳,,,,,,,,",
    )  # fmt: skip
    checked = CustomerImporter().check(given)
    assert checked.counts == {"new": 2, "changed": 1, "rejected": 0}
    assert checked.preview[0][2] == CustomerClass.DISTRIBUTOR.label
    assert Customer.objects.count() == 1
    apply(given)
    made = Customer.objects.get(name="上海明珠")
    assert (made.owner, made.is_key, made.phone_key) == (officer, True, "02155550101")
    assert Customer.objects.get(name="正诚律所").special_class == "lawyer"
    standing.refresh_from_db()
    assert standing.name == "王芳芳"


def test_every_row_that_does_not_fit_is_named_and_nothing_is_kept(
    tmp_path: Path, site: Site, officer: Employee
) -> None:
    make_customer(site, phone="13800138000", phone_key="13800138000")
    lines: list[Any] = [
        ",Good,,,,13900139000,,,,",
        ",Known,,,,+86 138 0013 8000,,,,",
        ",Twice,,,,139-0013-9000,,,,",
        ",No phone,,,,call me,,,,",
        ",No class,,friend,,,,,,",
        ",Not special,,,bank,,,,,",
        ",No owner,,,,,,,E99999,",
        "CU-999999,Nobody,,,,,,,,",
        ",No amount,,,,,,,,much",
        ",,person,,,,,,,",
    ]
    given = source(tmp_path, officer, *lines)
    found = CustomerImporter().check(given)
    assert reasons(found) == [
        (3, "电话"), (4, "电话"), (5, "电话"), (6, "类别"), (7, "特殊类别"), (8, "负责人"), (9, "客户编号"),
        (10, "注册资本"), (11, "客户名称"),
    ]  # fmt: skip
    with pytest.raises(ImportRefused):
        apply(given)
    assert Customer.objects.count() == 1


def test_who_may_change_every_customer_of_the_site_may_import(site: Site, officer: Employee) -> None:
    importer = CustomerImporter()
    assert importer.may_run(officer.user, site.pk)
    assert not importer.may_run(make_employee(PostCode.AGENT, site=site).user, site.pk)
    assert not importer.may_run(officer.user, make_site().pk)
