"""Service orders of the demo center: every state, counted back from today, through the services of the product."""

import datetime
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.people.models import Employee, Site
from complaints.serviceorders import fees, services
from complaints.serviceorders.models import ServiceOrder
from complaints.serviceorders.register import prioritise_undispatched
from complaints.serviceorders.services import Done, OrderFacts

DAYS = (9, 7, 6, 4, 3, 2, 1, 1, 0, 0)  # back from today
PATHS = (
    "archived", "archived", "signed", "finished", "archived", "cancelled", "waiting", "out", "out", "waiting",
)  # fmt: skip
CUSTOMERS = (
    ("王芳", "浦东新区世纪大道 100 号"),
    ("Li Qiang", "88 Nanjing Road"),
    ("陈静", "徐汇区漕溪北路 18 号"),
    ("Zhao Min", "5 Huaihai Road"),
    ("刘洋", "杨浦区四平路 1239 号"),
)
PRODUCTS = (("K2 电水壶", "1.7 L"), ("Water heater H60", "60 L"), ("空调 A35", "3.5 kW"))
WANTED = ("漏水，需更换密封圈", "Does not heat any more", "开机后无反应", "Yearly check under contract")
SIGNATURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63606060f80f0001040100"
    "5ffae3d40000000049454e44ae426082"
)


def make(site: Site) -> int:
    """Make the orders that are missing; how many. Nothing where there are any."""
    if ServiceOrder.objects.filter(site=site).exists():
        return 0
    today = site.today()
    managers = Employee.objects.holding([PostCode.DIRECTOR, PostCode.CENTER_MANAGER], today)
    manager = managers.filter(site=site, user__isnull=False).select_related("user").order_by("number").first()
    posts = [PostCode.COORDINATOR, PostCode.SHIFT_LEADER, PostCode.AGENT]
    takers = Employee.objects.holding(posts, today).filter(site=site, user__isnull=False)
    taker = takers.select_related("site", "user").order_by("number").first()
    people = Employee.objects.employed(today).filter(site=site, user__isnull=False).order_by("-number")
    technicians = list(people.select_related("user")[:3])
    if manager is None or taker is None or not technicians:
        return 0
    for place, path in enumerate(PATHS):
        _one(place, path, taker, manager, technicians[place % len(technicians)])
    prioritise_undispatched(site)
    return len(PATHS)


@transaction.atomic
def _one(place: int, path: str, taker: Employee, manager: Employee, technician: Employee) -> None:
    name, street = CUSTOMERS[place % len(CUSTOMERS)]
    product, spec = PRODUCTS[place % len(PRODUCTS)]
    category = "abcd"[place % 4]
    site = taker.site
    facts = OrderFacts(
        category=category, customer_name=name, postal_address=street, phone=f"1380013{8000 + place}", product_model=product,
        specification=spec, wanted=WANTED[place % len(WANTED)], contract_no="HT-2026-18" if category == "b" else "",
        purchased_on=site.today() - datetime.timedelta(days=200 + 40 * place), purchase_place="苏宁 Suning",
    )  # fmt: skip
    order = services.register(site, facts, actor=taker.user)
    at = timezone.now() - datetime.timedelta(days=DAYS[place], hours=2)
    ServiceOrder.objects.filter(pk=order.pk).update(registered_at=at)
    if path == "cancelled":
        services.cancel(order, actor=manager.user, reason="客户已自行修好")
    if path in ("waiting", "cancelled"):
        return
    services.dispatch(order, technician, actor=manager.user)
    sent = at + datetime.timedelta(minutes=20)
    ServiceOrder.objects.filter(pk=order.pk).update(dispatched_at=sent)
    if path == "out":
        return
    fee = Decimal(120) if category == "a" else Decimal(0)
    done = Done(
        sent + datetime.timedelta(minutes=40), sent + datetime.timedelta(minutes=75), "更换密封圈，试机正常", name,
        ContentFile(SIGNATURE, name="signature.png"), fee, bool(fee),
    )  # fmt: skip
    order = services.finish(order, done, actor=manager.user)
    if path == "finished":
        return
    if fee:
        fees.hand_to_finance(order, actor=manager.user)
        fees.record_invoice(order, f"FP-{place:05d}", actor=manager.user)
    order = services.sign_off(order, actor=manager.user)
    if path == "archived":
        services.archive(order, actor=manager.user)
