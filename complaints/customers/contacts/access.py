"""Who reads and writes contact reports."""

from django.db.models import Q

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, may, position
from complaints.customers.access import is_data_officer, may_place, may_see
from complaints.customers.contacts.models import ContactReport, OwedReport
from complaints.customers.dossier import SUBJECT, Customer
from complaints.customers.models import Liaison


def open_to(user: Actor) -> Q:
    """Confidential business is open to who wrote of it, who looks after the customer and their contact persons."""
    me = position(user).employee_id
    ours = Liaison.objects.open().filter(employee=me or 0).values("customer")
    return (
        Q(is_confidential=False)
        | Q(employee=me or 0)
        | Q(written_by=getattr(user, "pk", None) or 0)
        | Q(customer__owner=me or 0)
        | Q(customer__in=ours)
    )


def may_write(actor: Actor, customer: Customer) -> bool:
    """Everybody who sees the customer and is one of ours: each writes what they said; who owes a report as well."""
    if actor is None:
        return True
    me = position(actor).employee_id
    if me is None:
        return False
    return (
        may_see(actor, customer)
        or OwedReport.objects.filter(customer=customer, employee=me, report=None).exists()
    )


def may_read(actor: Actor, report: ContactReport) -> bool:
    return actor is None or ContactReport.objects.visible_to(actor).filter(pk=report.pk).exists()


def may_add_file(actor: Actor, report: ContactReport) -> bool:
    """The letter or fax itself: whoever wrote the report, and who may change the customer."""
    if not may_read(actor, report):
        return False
    is_writer = report.written_by_id == getattr(actor, "pk", None)
    return is_writer or may_place(actor, report.customer.site)


def may_note(actor: Actor) -> bool:
    """The customer-data officer (S2D-4)."""
    return actor is None or (is_data_officer(actor) and may(actor, Action.EDIT, SUBJECT))
