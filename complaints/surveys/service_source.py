"""Service orders as something that customers are asked about (S2A-13): rated is the technician; somebody came."""

import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Site
from complaints.cases.models import CauseClass
from complaints.serviceorders.models import ServiceOrder
from complaints.serviceorders.states import State
from complaints.surveys.sources import Facts, SourceKind

SERVED = (State.FINISHED, State.SIGNED_OFF, State.ARCHIVED)


def facts(order: ServiceOrder) -> Facts:
    """Its technician, the customer of the register."""
    return Facts(
        site=order.site,
        employee=order.technician,
        reference=order.voucher,
        customer=order.customer,
        name=order.customer_name,
        phone=order.phone,
        email=order.email,
    )


def closed(
    site: Site, start: datetime.datetime, end: datetime.datetime, cause: CauseClass | None
) -> models.QuerySet[Any]:
    """Orders that were finished then; a cause is a complaint's alone."""
    rows = ServiceOrder.objects.filter(
        site=site, state__in=SERVED, finished_at__gte=start, finished_at__lt=end
    )
    return rows.none() if cause is not None else rows.select_related("technician", "customer", "site")


def find(user: Any, reference: str) -> ServiceOrder | None:
    """The finished order of that voucher, where the user sees it."""
    return ServiceOrder.objects.visible_to(user).filter(voucher__iexact=reference, state__in=SERVED).first()


SERVICE_ORDERS = SourceKind(
    "service_order", _("Service order"), ServiceOrder, facts, closed, find, is_visit=True
)
