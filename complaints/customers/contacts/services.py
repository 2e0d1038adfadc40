"""Writing contact reports, owing them, taking note of major ones (S2D-4, S2D-7, S2D-10)."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, position, require, user_of
from callcenter.access.posts import PostCode
from callcenter.audit import services as audit
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee
from callcenter.rulebook.values import value
from complaints.customers.contacts import access
from complaints.customers.contacts.models import ContactReport, OwedReport
from complaints.customers.dossier import Customer
from complaints.customers.servants.models import Liaison
from complaints.customers.services import locked, standing_objections


@dataclass(frozen=True)
class ReportFacts:
    """What a contact report says. `owed`: the contact it answers for, if one was owed."""

    happened_at: datetime.datetime
    means: str
    direction: str
    title: str
    content: str
    with_whom: str = ""
    follow_up: str = ""
    is_major: bool = False
    is_confidential: bool = False
    owed: OwedReport | None = None


@transaction.atomic
def write_report(customer: Customer, facts: ReportFacts, *, actor: Actor) -> ContactReport:
    """Put a contact on the customer's file; a major matter goes to the customer-data officer at once."""
    customer = locked(customer)
    require(access.may_write(actor, customer))
    me = position(actor).employee_id
    writer = Employee.objects.filter(pk=me or 0).first() or (facts.owed.employee if facts.owed else None)
    require(writer is not None)
    assert writer is not None
    now = timezone.now()
    found = standing_objections(customer)
    if facts.happened_at > now:
        found.append(Objection("customers.in_the_future", {}, "happened_at"))
    if not facts.title.strip() or not facts.content.strip():
        found.append(Objection("customers.words_needed", {}, "content"))
    owed = _still_owed(customer, facts.owed)
    if found:
        raise RuleViolation(found)
    made = ContactReport(
        customer=customer, employee=writer, written_by=user_of(actor), written_at=now, happened_at=facts.happened_at,
        means=facts.means, direction=facts.direction, with_whom=facts.with_whom.strip(), title=facts.title.strip(),
        content=facts.content.strip(), follow_up=facts.follow_up.strip(), is_major=facts.is_major,
        is_confidential=facts.is_confidential,
    )  # fmt: skip
    made.search = made.words
    made.save(force_insert=True)
    if owed is not None:
        owed.report = made
        owed.save(update_fields=["report"])
    after = {"means": made.means, "is_major": made.is_major, "is_confidential": made.is_confidential}
    audit.record(actor, "customers.report.written", made, after=after, site_id=customer.site_id)
    if made.is_major and not made.is_confidential:
        _tell_data_officers(made, customer)
    return made


@transaction.atomic
def note_report(report: ContactReport, *, actor: Actor) -> ContactReport:
    """The customer-data officer has taken note of a major matter."""
    report = (
        ContactReport.objects.select_for_update(of=("self",)).select_related("customer").get(pk=report.pk)
    )
    require(access.may_note(actor) and position(actor).employee_id is not None)
    if not report.is_major or report.is_confidential or report.noted_at is not None:
        raise RuleViolation(Objection("customers.not_to_note"))
    report.noted_at, report.noted_by_id = timezone.now(), position(actor).employee_id
    report.save(update_fields=["noted_at", "noted_by"])
    audit.record(actor, "customers.report.noted", report, site_id=report.customer.site_id)
    return report


@transaction.atomic
def owe_report(
    customer: Customer,
    employee: Employee,
    *,
    source: str,
    title: str,
    at: datetime.datetime,
    actor: Actor,
    kept_from: Collection[int | None] = (),
) -> OwedReport | None:
    """A contact with a key customer happened elsewhere (on a complaint, a work order): its report is owed by `employee`, and
    the other contact persons of ours hear of it, but for the employees `kept_from` it.

    `source` names the contact once ("cases.contact:42"). None for customers that are not key: nothing is owed. `title` is
    read by the contact persons: a number, nobody's words.
    """
    customer = Customer.objects.select_related("site").get(pk=customer.merged_into_id or customer.pk)
    if not customer.is_key:
        return None
    due_at = at + datetime.timedelta(hours=value("customer.report_hours", customer.site))
    row, is_new = OwedReport.objects.get_or_create(
        source=source,
        defaults={
            "customer": customer, "employee": employee, "title": title[:200], "happened_at": at, "due_at": due_at
        },
    )  # fmt: skip
    if is_new:
        after = {"employee": employee.number, "title": row.title}
        audit.record(actor, "customers.report.owed", customer, after=after)
        _tell_of_contact(row, kept_from, actor)
    return row


def _tell_of_contact(row: OwedReport, kept_from: Collection[int | None], actor: Actor) -> None:
    """To the other contact persons (S2D-7: two of ours know the customer), and to who owes the report where another recorded
    the contact.
    """
    others = Liaison.objects.open().filter(customer=row.customer_id).exclude(employee=row.employee_id)
    others = others.exclude(employee__in=[one for one in kept_from if one is not None])
    logins = set(others.filter(employee__user__is_active=True).values_list("employee__user", flat=True))
    writer = {row.employee.user_id}
    figures = {"customer": str(row.customer), "name": row.employee, "title": row.title, "until": row.due_at}
    for kind, users in (("customers.key_contact", logins), ("customers.report_owed", writer)):
        told = sorted(one for one in users if one and one != getattr(actor, "pk", None))
        if told:
            notify(
                kind, recipients=told, subject=row.customer, figures=figures, key=str(row.pk),
                site_id=row.customer.site_id,
            )  # fmt: skip


def _still_owed(customer: Customer, owed: OwedReport | None) -> OwedReport | None:
    if owed is None:
        return None
    rows = OwedReport.objects.select_for_update().filter(pk=owed.pk, customer=customer, report=None)
    return rows.first()


def _tell_data_officers(report: ContactReport, customer: Customer) -> None:
    officers = Employee.objects.holding([PostCode.INFO_ADMIN], customer.site.today())
    logins = officers.filter(user__isnull=False).values_list("user", flat=True)
    figures = {"customer": str(customer), "title": report.title}
    notify(
        "customers.major_contact", recipients=list(logins), subject=report, figures=figures, key=str(report.pk),
        site_id=customer.site_id,
    )  # fmt: skip
