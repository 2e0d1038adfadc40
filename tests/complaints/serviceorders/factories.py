"""Makers of service orders."""

import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.people.models import Employee, Site
from complaints.serviceorders import services
from complaints.serviceorders.models import ServiceOrder
from complaints.serviceorders.services import Done, OrderFacts
from complaints.serviceorders.states import Category
from tests.factories import make_employee

MINUTE = datetime.timedelta(minutes=1)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def make_order(taker: Employee, category: str = Category.FREE, **fields: Any) -> ServiceOrder:
    """A line of the register, by who took it."""
    facts = {
        "category": category, "customer_name": "Wang Fang", "postal_address": "1 Long Street", "phone": "13800138000",
        "product_model": "Kettle K2", "wanted": "It leaks.",
    }  # fmt: skip
    return services.register(taker.site, OrderFacts(**(facts | fields)), actor=taker.user)


def make_manager(site: Site, **fields: Any) -> Employee:
    return make_employee(PostCode.DIRECTOR, site=site, **fields)


def signature(name: str = "voucher.png") -> ContentFile:
    return ContentFile(PNG, name=name)


def done(**fields: Any) -> Done:
    """A voucher that comes back now, work of ten minutes."""
    now = timezone.now()
    found = {
        "began_at": now - 10 * MINUTE, "ended_at": now, "work_done": "New seal.", "signed_by": "Wang Fang",
        "signature": signature(),
    }  # fmt: skip
    return Done(**(found | fields))
