"""Customers as open work of a leaver (S2D-5, S2D-8): whom they look after, keep contact with, have yet to tell or to write about."""

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from callcenter.access.permissions import Actor
from callcenter.people.models import Employee
from callcenter.people.offboarding.registry import Found, Item
from complaints.customers.models import Customer, Liaison, OwedReport
from complaints.customers.servants.services import take_over


def find(employee_ids: Collection[int]) -> Found:
    """By leaver: each customer once, and each contact report that is still owed."""
    found: Found = {}
    seen: set[tuple[int, int]] = set()
    for customer in Customer.objects.current().filter(owner__in=employee_ids).order_by("pk"):
        seen.add((customer.owner_id or 0, customer.pk))
        found.setdefault(customer.owner_id or 0, []).append(Item(str(customer), customer.get_absolute_url()))
    kept = Liaison.objects.open().filter(employee__in=employee_ids).select_related("customer")
    for one in kept.order_by("customer"):
        if (one.employee_id, one.customer_id) not in seen:
            item = Item(str(one.customer), one.customer.get_absolute_url())
            found.setdefault(one.employee_id, []).append(item)
    owed = OwedReport.objects.filter(employee__in=employee_ids, report=None).select_related("customer")
    for report in owed:
        words = _("Contact report on %(customer)s") % {"customer": report.customer}
        found.setdefault(report.employee_id, []).append(Item(words, report.customer.get_absolute_url()))
    return found


def hand_over(leaver: Employee, successor: Employee, actor: Actor) -> int:
    """All of it to the successor, who has to tell each customer; how many customers and reports."""
    kept = Liaison.objects.open().filter(employee=leaver).values("customer")
    customers = Customer.objects.filter(Q(owner=leaver) | Q(pk__in=kept)).order_by("pk")
    moved = 0
    for customer in customers:
        take_over(customer, leaver, successor, actor)
        moved += 1
    return moved + OwedReport.objects.filter(employee=leaver, report=None).update(employee=successor)
