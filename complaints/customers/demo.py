"""Customers of the demo center: people and firms in both languages, key ones with two contact persons, reports, years, looks.

Numbers are fictional: mobiles of 138 0000, fixed lines of 5555, and (02) 5550 where the site is not in China.
"""

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.people.models import Employee, Site
from complaints.customers import services
from complaints.customers.contacts.models import ContactReport, Direction, Means
from complaints.customers.dossier import Customer, CustomerClass, CustomerKind, SpecialClass
from complaints.customers.facts import CustomerFacts
from complaints.customers.looks.services import reveal
from complaints.customers.servants.services import name_liaison

SURNAMES = ("王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙")
GIVEN = ("伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "秀英")
ENGLISH = ("Emma Brown", "Oliver Smith", "Grace Tan", "Noah Wilson", "Mia Clark", "Ethan Lee", "Sofia Garcia", "Lucas Meyer")  # fmt: skip
FIRMS = (
    ("上海明珠贸易有限公司", CustomerClass.DISTRIBUTOR, ""),
    ("江南家电销售中心", CustomerClass.DISTRIBUTOR, ""),
    ("华东物流有限公司", CustomerClass.SUPPLIER, ""),
    ("Northern Star Distribution Ltd", CustomerClass.DISTRIBUTOR, ""),
    ("Harbour Components Ltd", CustomerClass.SUPPLIER, ""),
    ("正诚律师事务所", CustomerClass.SPECIAL, SpecialClass.LAWYER),
    ("Blue Lantern Advertising", CustomerClass.SPECIAL, SpecialClass.ADVERTISING),
    ("浦江商业银行示例支行", CustomerClass.SPECIAL, SpecialClass.BANK),
    ("安途财产保险示例分公司", CustomerClass.SPECIAL, SpecialClass.INSURER),
    ("Summit Financial Advisers", CustomerClass.SPECIAL, SpecialClass.ADVISER),
    ("晨光连锁超市", CustomerClass.DISTRIBUTOR, ""),
    ("长河电器配件厂", CustomerClass.SUPPLIER, ""),
)
PEOPLE, KEY = 48, 6  # persons a site; of the firms the first are key customers
STREETS = ("示例路%d号", "样板街%d号", "%d Example Road", "%d Sample Street")
CONTACTS = (
    (Means.LONG_DISTANCE, Direction.FROM_US, "年度合作条款沟通", "双方确认下季度供货节奏，对方希望缩短到货周期。"),
    (Means.LETTER, Direction.FROM_CUSTOMER, "Notice of a new delivery address", "The warehouse moves at the end of the month."),
    (Means.VISIT, Direction.FROM_US, "季度回访", "拜访采购负责人，了解售后响应情况，总体满意。"),
    (Means.FAX, Direction.FROM_CUSTOMER, "Price list requested", "Asked for the price list of spare parts, valid from next month."),
)  # fmt: skip


def make(site: Site) -> int:
    """Make the customers of a site; how many. Nothing where there are any."""
    if Customer.objects.filter(site=site).exists():
        return 0
    ours = list(_ours(site))
    made = [_person(site, at) for at in range(PEOPLE)]
    firms = [_firm(site, at, ours) for at in range(len(FIRMS))]
    _spread_over_the_year([*made, *firms])
    _look(site, made)
    return len(made) + len(firms)


def _ours(site: Site) -> list[Employee]:
    """Who looks after customers: officers, coordinators and leaders of the site, always the same ones."""
    posts = (PostCode.COMPLAINT_OFFICER, PostCode.COORDINATOR, PostCode.SHIFT_LEADER, PostCode.GROUP_LEADER)
    rows = Employee.objects.holding(posts, site.today()).filter(site=site, left_on=None)
    return list(rows.order_by("number").distinct()[:4])


def _phone(site: Site, at: int, *, is_mobile: bool) -> str:
    if site.country != "CN":
        return f"(02) 5550 {at:04d}"
    return f"138 0000 {at:04d}" if is_mobile else f"021-5555{at:04d}"


def _person(site: Site, at: int) -> Customer:
    is_english = at % 6 == 5 or (site.country != "CN" and at % 2)
    name = (
        ENGLISH[at // 2 % len(ENGLISH)]
        if is_english
        else f"{SURNAMES[at % 12]}{GIVEN[(at * 5 + at // 12) % 12]}"
    )
    facts = CustomerFacts(
        site=site,
        name=name,
        phone=_phone(site, 100 + at, is_mobile=True),
        email=f"customer{100 + at}@example.com" if at % 3 else "",
        identity_number=f"3101011990{at % 12 + 1:02d}{at % 28 + 1:02d}{1000 + at}" if at % 8 == 0 else "",
        postal_address=STREETS[2 + at % 2 if is_english else at % 2] % (at + 1),
        language="en" if is_english else "zh-hans",
        is_vulnerable=at % 17 == 3,
        notes="高龄客户，请放慢语速。" if at % 17 == 3 else "",
    )
    return services.create_customer(facts, actor=None, despite=_known(site))


@transaction.atomic
def _firm(site: Site, at: int, ours: list[Employee]) -> Customer:
    name, kind, special = FIRMS[at]
    is_english = name.isascii()
    is_key = at < KEY and len(ours) >= 2
    facts = CustomerFacts(
        site=site,
        name=name,
        kind=CustomerKind.ORGANISATION,
        customer_class=kind,
        special_class=special,
        phone=_phone(site, 500 + at, is_mobile=False),
        fax=_phone(site, 700 + at, is_mobile=False),
        email=f"office{at + 1}@example.com",
        postal_address=STREETS[2 if is_english else 0] % (at + 88),
        postcode="200000" if site.country == "CN" else "",
        legal_representative="Jane Hill" if is_english else f"{SURNAMES[at]}{GIVEN[at]}",
        business_scope="Spare parts and appliances" if is_english else "家用电器及配件的销售与服务",
        registered_capital=Decimal(500_000 * (at + 1)),
        language="en" if is_english else "zh-hans",
        is_key=is_key,
        is_vip=is_key and at % 2 == 0,
        owner=ours[at % len(ours)] if ours else None,
    )
    made = services.create_customer(facts, actor=None, despite=_known(site))
    person = "Tom Reed" if is_english else f"{SURNAMES[(at + 3) % 12]}经理"
    services.add_person(
        made,
        name=person,
        title="Purchasing" if is_english else "采购部",
        phone=_phone(site, 800 + at, is_mobile=True),
        actor=None,
    )
    this_year = site.today().year
    for year in (this_year - 2, this_year - 1):
        grown = Decimal(100 + 7 * (year - this_year + 2)) / 100
        services.write_year(
            made, year, actor=None, turnover=Decimal(8_000_000 + 650_000 * at) * grown,
            profit=Decimal(420_000 + 31_000 * at) * grown, business_with_us=Decimal(900_000 + 45_000 * at) * grown,
            overdue=Decimal(0 if at % 3 else 12_000),
        )  # fmt: skip
    if is_key:
        for one in (ours[at % len(ours)], ours[(at + 1) % len(ours)]):
            name_liaison(made, one, actor=None)
        _reports(made, at, ours)
    return made


def _reports(customer: Customer, at: int, ours: list[Employee]) -> None:
    """Two contacts of the last weeks; one of the first customer is a major matter."""
    for number in (0, 1):
        means, direction, title, content = CONTACTS[(at + number) % len(CONTACTS)]
        when = timezone.now() - datetime.timedelta(days=5 + 9 * number + at, hours=at)
        writer = ours[(at + number) % len(ours)]
        made = ContactReport(
            customer=customer, happened_at=when, means=means, direction=direction, employee=writer,
            with_whom=str(customer.people.first() or ""), title=title, content=content, written_by=writer.user,
            written_at=when + datetime.timedelta(hours=3), is_major=at == 0 and number == 0,
        )  # fmt: skip
        made.search = made.words
        made.save(force_insert=True)


def _known(site: Site) -> list[int]:
    return list(Customer.objects.filter(site=site).values_list("pk", flat=True))


def _spread_over_the_year(customers: list[Customer]) -> None:
    """Recorded one after another over the last year."""
    now = timezone.now()
    for at, customer in enumerate(customers):
        customer.created_at = now - datetime.timedelta(days=360 - at * 6 % 355, hours=at % 9)
    Customer.objects.bulk_update(customers, ["created_at"])


def _look(site: Site, customers: list[Customer]) -> None:
    """The complaint officer looked at two numbers."""
    officer = Employee.objects.holding([PostCode.COMPLAINT_OFFICER], site.today()).filter(site=site).first()
    if officer is None or officer.user is None:
        return
    for customer, reason in zip(customers[:2], ("回拨客户核实订单", "Call back about a return"), strict=True):
        reveal(customer, ["phone"], reason=reason, actor=officer.user)
