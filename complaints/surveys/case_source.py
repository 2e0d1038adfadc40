"""Complaints as something that customers are asked about: rated is the owner, who handled it."""

import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Site
from complaints.cases.models import Case, CauseClass
from complaints.cases.states import State
from complaints.surveys.sources import Facts, SourceKind

CLOSED = (State.CLOSED, State.NOT_ACCEPTED)


def facts(case: Case) -> Facts:
    """Its owner, its contact; the customer's record where the complaint names nobody."""
    customer = case.customer
    return Facts(
        site=case.site,
        employee=case.owner,
        reference=case.reference,
        customer=customer,
        name=case.contact_name or (customer.name if customer else ""),
        phone=case.contact_phone or (customer.phone if customer else ""),
        email=case.contact_email or (customer.email if customer else ""),
    )


def closed(
    site: Site, start: datetime.datetime, end: datetime.datetime, cause: CauseClass | None
) -> models.QuerySet[Any]:
    """Complaints that were closed then."""
    rows = Case.objects.filter(site=site, state__in=CLOSED, closed_at__gte=start, closed_at__lt=end)
    rows = rows.select_related("owner", "customer", "site")
    return rows.filter(cause=cause) if cause is not None else rows


def find(user: Any, reference: str) -> Case | None:
    """The complaint of that number, where the user sees it."""
    return Case.objects.visible_to(user).filter(number__iexact=reference, state__in=CLOSED).first()


CASES = SourceKind("case", _("Complaint"), Case, facts, closed, find)
