"""Customers on Today: reports to write, customers to tell, key customers without their two, requests and major matters to decide on."""

import datetime

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from callcenter.access.permissions import position
from callcenter.web.today import Todo
from complaints.customers.access import is_data_officer, may_decide
from complaints.customers.contacts.access import may_note
from complaints.customers.dossier import Customer
from complaints.customers.listing import with_too_few
from complaints.customers.models import AccessRequest, AccessState, Caretaking, ContactReport, OwedReport

SHOWN = 20
TELL_WITHIN = datetime.timedelta(days=1)


def todo(request: HttpRequest) -> list[Todo]:
    """What somebody who looks after customers has to do."""
    me = position(request.user).employee_id
    if me is None:
        return []
    owed = OwedReport.objects.filter(employee=me, report=None).select_related("customer")[:SHOWN]
    found = [
        Todo(
            _("Write a contact report"),
            f"{one.customer} · {one.title}",
            f"{reverse('customers:report-new', args=[one.customer_id])}?owed={one.pk}",
            one.due_at,
            icon="report",
        )
        for one in owed
    ]
    to_tell = Caretaking.objects.filter(employee=me, must_tell=True, told_at=None, period__endswith=None)
    found += [
        Todo(
            _("Tell a customer that you look after them now"),
            str(one.customer),
            f"{one.customer.get_absolute_url()}#told",
            one.recorded_at + TELL_WITHIN,
            icon="phone-call",
        )
        for one in to_tell.select_related("customer")[:SHOWN]
    ]
    mine = with_too_few(Customer.objects.current().filter(owner=me))[:SHOWN]
    return found + [
        Todo(
            _("Have a second contact person named"),
            str(one),
            f"{one.get_absolute_url()}#ours",
            icon="users-group",
        )
        for one in mine
    ]


def officer(request: HttpRequest) -> list[Todo]:
    """What waits for the customer-data officer."""
    if not is_data_officer(request.user):
        return []
    found = []
    if may_decide(request.user):
        asked = AccessRequest.objects.filter(state=AccessState.ASKED).exclude(
            employee=position(request.user).employee_id
        )
        found += [
            Todo(
                _("Decide who may see a customer"),
                f"{one.employee} · {one.customer.number} · {one.reason}",
                reverse("customers:access"),
                one.asked_at + TELL_WITHIN,
                icon="lock-open",
            )
            for one in asked.select_related("employee", "customer").order_by("asked_at")[:SHOWN]
        ]
    if may_note(request.user):
        major = ContactReport.objects.filter(Q(is_major=True, is_confidential=False, noted_at=None))
        found += [
            Todo(
                _("Take note of a major matter"),
                f"{one.customer} · {one.title}",
                one.get_absolute_url(),
                one.written_at + TELL_WITHIN,
                icon="report",
            )
            for one in major.select_related("customer").order_by("written_at")[:SHOWN]
        ]
    return found
