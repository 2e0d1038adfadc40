"""Who looks after a customer, telling the customer, contact persons of ours (S2D-7, S2D-8), a leaver's customers (S2D-5)."""

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from callcenter.access.permissions import Actor, position, require, user_of
from callcenter.audit import services as audit
from callcenter.notifications.services import notify
from callcenter.objections import Objection, refuse
from callcenter.people.models import Employee
from callcenter.rulebook.values import value
from complaints.customers import access, rules
from complaints.customers.dossier import Customer
from complaints.customers.models import Caretaking, Liaison
from complaints.customers.services import locked, standing_objections


@transaction.atomic
def appoint(
    customer: Customer, employee: Employee, *, actor: Actor, reason: str = "", must_tell: bool = True
) -> Caretaking:
    """Say who looks after a customer from today on. The customer is to be told where somebody else did so before."""
    customer = locked(customer)
    require(access.may_place(actor, customer.site))
    found = standing_objections(customer) + _servant_objections(customer, employee)
    if customer.owner_id == employee.pk:
        found.append(Objection("customers.already_owner", {"name": str(employee)}, "employee"))
    refuse(found)
    return _give(customer, employee, actor, reason, must_tell=must_tell)


@transaction.atomic
def tell_customer(row: Caretaking, *, how: str, actor: Actor) -> Caretaking:
    """Whoever looks after a customer now has told them so (S2D-8)."""
    customer = locked(row.customer)
    row = Caretaking.objects.select_for_update(of=("self",)).select_related("employee").get(pk=row.pk)
    me = position(actor).employee_id
    require(me is not None and (me == row.employee_id or access.may_place(actor, customer.site)))
    found = [] if how.strip() else [Objection("customers.told_how_needed", {}, "how")]
    if row.told_at is not None:
        found.append(Objection("customers.was_told"))
    elif not row.must_tell:
        found.append(Objection("customers.not_to_tell"))
    refuse(found)
    row.told_at, row.told_by_id, row.told_how = timezone.now(), me, how.strip()
    row.save(update_fields=["told_at", "told_by", "told_how"])
    audit.record(actor, "customers.owner.told", customer, after={"how": row.told_how})
    return row


@transaction.atomic
def name_liaison(customer: Customer, employee: Employee, *, actor: Actor) -> Liaison:
    """One more of ours who keeps contact."""
    customer = locked(customer)
    require(access.may_place(actor, customer.site))
    found = standing_objections(customer) + _servant_objections(customer, employee)
    if Liaison.objects.open().filter(customer=customer, employee=employee).exists():
        found.append(Objection("customers.is_liaison", {"name": str(employee)}, "employee"))
    refuse(found)
    made = Liaison.objects.create(customer=customer, employee=employee)
    audit.record(actor, "customers.liaison.named", customer, after={"employee": employee.number})
    return made


@transaction.atomic
def remove_liaison(row: Liaison, *, actor: Actor, reason: str = "") -> Liaison:
    """They keep contact no longer. A key customer keeps its contact persons: name another one first."""
    customer = locked(row.customer)
    require(access.may_place(actor, customer.site))
    row = Liaison.objects.select_related("employee").get(pk=row.pk)
    if row.ended_at is not None:
        return row
    others = Liaison.objects.open().filter(customer=customer).exclude(pk=row.pk).count()
    refuse(rules.liaison_objections(customer.is_key, others, least_of(customer)))
    _end(row)
    before = {"employee": row.employee.number}
    audit.record(actor, "customers.liaison.removed", customer, before=before, reason=reason)
    return row


def least_of(customer: Customer) -> int:
    """How many contact persons a key customer has at least (S2D-7)."""
    return int(value("customer.key_contacts", customer.site))


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


def take_over(customer: Customer, leaver: Employee, successor: Employee, actor: Actor) -> None:
    """A leaver's place at one customer goes to the successor: looking after, contact, what is yet to be told or written."""
    customer = locked(customer)
    if customer.owner_id == leaver.pk:
        _give(customer, successor, actor, "", must_tell=True, told_of=leaver)
    row = Liaison.objects.open().filter(customer=customer, employee=leaver).first()
    if row is None:
        return
    is_there = Liaison.objects.open().filter(customer=customer, employee=successor).exists()
    if not is_there:
        Liaison.objects.create(customer=customer, employee=successor)
    others = Liaison.objects.open().filter(customer=customer).exclude(pk=row.pk).count()
    found = rules.liaison_objections(customer.is_key, others, least_of(customer))
    if found:
        figures = {"customer": str(customer), "least": least_of(customer)}
        refuse([Objection("customers.leaver_is_second", figures, rules=("customer.key_contacts",))])
    _end(row)
    after, before = {"employee": successor.number}, {"employee": leaver.number}
    audit.record(actor, "customers.liaison.replaced", customer, before=before, after=after)


def _give(
    customer: Customer,
    employee: Employee,
    actor: Actor,
    reason: str,
    *,
    must_tell: bool,
    told_of: Employee | None = None,
) -> Caretaking:
    last, today = customer.owner, customer.site.today()
    before = last
    running = Caretaking.objects.filter(customer=customer, period__endswith=None).first()
    if running is not None and (running.period.lower or today) >= today:
        before = running.before
        running.delete()  # begun today: it never was a day of theirs, and the trail has it
    elif running is not None:
        running.period = DateRange(running.period.lower, today)
        running.save(update_fields=["period"])
    before = told_of or before
    is_known = before is None or before.pk == employee.pk
    made = begin(customer, employee, actor=actor, before=before, must_tell=must_tell and not is_known)
    customer.owner = employee
    customer.save(update_fields=["owner"])
    audit.record(
        actor,
        "customers.owner.appointed",
        customer,
        before={"owner": last.number} if last else None,
        after={"owner": employee.number},
        reason=reason,
    )
    if employee.user_id and employee.user_id != getattr(user_of(actor), "pk", None):
        figures = {"customer": str(customer)}
        notify(
            "customers.given",
            recipients=[employee.user_id],
            subject=customer,
            figures=figures,
            key=str(made.pk),
        )
    return made


def _end(row: Liaison) -> None:
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])


def _servant_objections(customer: Customer, employee: Employee) -> list[Objection]:
    if not employee.is_employed(customer.site.today()) or employee.left_on is not None:
        return [Objection("customers.not_employed", {"name": str(employee)}, "employee")]
    if employee.site_id != customer.site_id:
        return [Objection("customers.other_site", {"name": str(employee)}, "employee")]
    return []
