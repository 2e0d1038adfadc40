"""Appointing who looks after a customer, telling the customer, naming contact persons of ours (S2D-7, S2D-8)."""

from django.db.backends.postgresql.psycopg_any import DateRange

from callcenter.access.permissions import Actor, user_of
from callcenter.people.models import Employee
from complaints.customers.dossier import Customer
from complaints.customers.models import Caretaking


def begin(
    customer: Customer,
    employee: Employee,
    *,
    actor: Actor,
    before: Employee | None = None,
    must_tell: bool = False,
) -> Caretaking:
    """A new time of looking after, from today on; in the transaction of a service that locked the customer."""
    return Caretaking.objects.create(
        customer=customer,
        employee=employee,
        period=DateRange(customer.site.today(), None),
        before=before,
        must_tell=must_tell,
        recorded_by=user_of(actor),
    )
