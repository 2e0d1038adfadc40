"""Complaints on a customer's page, and whom somebody serves because of them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from callcenter.accounts.models import User
from complaints.cases import access, wording
from complaints.cases.dossier import SUBJECT, Case
from complaints.cases.listing import rows_for
from complaints.cases.states import OPEN
from complaints.cases.steps.models import Step, StepState
from complaints.customers.models import Customer
from complaints.customers.serving import People

SHOWN = 20


def served_by(people: People) -> QuerySet[Any]:
    """Customers with an open complaint that one of these people took, answers for, or does a step of."""
    steps = Step.objects.filter(assignee__in=people, state__in=[StepState.WAITING, StepState.RUNNING])
    mine = Q(owner__in=people) | Q(taker__in=people) | Q(pk__in=steps.values("case"))
    return Case.objects.filter(mine, state__in=OPEN, customer__isnull=False).values("customer")


def context(customer: Customer, user: User) -> dict[str, Any] | None:
    """The complaints of the customer that the reader sees, the latest first; none where they see none at all."""
    if not access.may(user, access.Action.VIEW, SUBJECT):
        return None
    ids = Customer.objects.filter(Q(pk=customer.pk) | Q(merged_into=customer.pk)).values("pk")
    rows = rows_for(Case.objects.visible_to(user).filter(customer__in=ids)).order_by("-received_at", "-pk")
    found = list(rows[: SHOWN + 1])
    lines = [(case, wording.state(case), wording.overdue(case)) for case in found[:SHOWN]]
    more = f"{reverse('cases:index')}?customer={customer.pk}" if len(found) > SHOWN else ""
    return {"lines": lines, "more": more}


def new_url(customer: Customer, user: User) -> str:
    """Where a complaint of this customer is taken."""
    if customer.merged_into_id is not None or not access.may_record(user, customer.site):
        return ""
    return f"{reverse('cases:new')}?customer={customer.pk}"
