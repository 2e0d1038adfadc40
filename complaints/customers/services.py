"""Writing customers: record one, change it, its further numbers, its people, its yearly figures.

The trail never holds a whole number: what it keeps of phones, identity numbers and addresses is masked.
"""

import zlib
from collections.abc import Collection, Iterable
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.fulltext import vector
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.models import Employee, Site
from complaints.customers import access, rules
from complaints.customers.dossier import Customer, CustomerPerson, CustomerPhone, YearFigures
from complaints.customers.facts import FIELDS, CustomerFacts
from complaints.customers.finding import Candidate, identity_key, key_at, same
from complaints.customers.masking import masked_email, masked_identity, masked_phone, masked_words
from complaints.customers.phones import email_key

__all__ = [
    "CustomerFacts",
    "add_person",
    "add_phone",
    "change_customer",
    "create_customer",
    "remove_person",
    "remove_phone",
    "write_year",
]

LOCK = 4_302  # pg_advisory_xact_lock(4302, hash): two who record the same number wait for each other
MASKS = {
    "phone": masked_phone,
    "fax": masked_phone,
    "email": masked_email,
    "identity_number": masked_identity,
    "notes": masked_words,
}


@transaction.atomic
def create_customer(facts: CustomerFacts, *, actor: Actor, despite: Collection[int] = ()) -> Customer:
    """Record a customer. Refused while somebody stands under the same phone, e-mail or identity number, unless their ids
    are in `despite`: whoever records has seen them and says that this is somebody else.
    """
    numbers = [facts.phone, *(number for _use, number in facts.further_phones)]
    keys = sorted({key for key in (key_at(facts.site, one) for one in numbers) if key})
    email, identity = email_key(facts.email), identity_key(facts.identity_number)
    _wait_for(facts.site, [*keys, email, identity])
    require(access.may_create(actor, facts.site))
    if facts.is_key or facts.is_vip or facts.owner is not None:
        require(access.may_place(actor, facts.site))
    found = rules.fact_objections(asdict_shallow(facts))
    candidates = same(facts.site, numbers, email, identity)
    unseen = [one for one in candidates if one.customer.pk not in set(despite)]
    refuse([*found, _offered(unseen)] if unseen else found)
    values = {name: getattr(facts, name) for name in FIELDS}
    values |= {"email": email, "identity_number": identity, "name": facts.name.strip()}
    made = Customer(
        site=facts.site, created_by=_employee(actor), is_key=facts.is_key, owner=facts.owner, **values
    )
    made.phone_key = key_at(facts.site, facts.phone)
    made.found_by = words_of(made)
    made.save(force_insert=True)
    for use, number in facts.further_phones:
        _add_number(made, use, number)
    if facts.owner is not None:
        from complaints.customers.servants.services import begin

        begin(made, facts.owner, actor=actor)
    audit.record(actor, "customers.customer.recorded", made, after=told(made))
    return made


@transaction.atomic
def change_customer(
    customer: Customer, changes: dict[str, Any], *, actor: Actor, version: int | None = None
) -> Customer:
    """Change facts (`facts.FIELDS` and `is_key`). `version`: of the record that the editor saw; refused when it is newer.

    A number that another customer has is taken: lines are shared; the page offers to merge.
    """
    customer = locked(customer)
    require(access.may_edit(actor, customer))
    refuse(standing_objections(customer))
    if version is not None and version != customer.version:
        raise RuleViolation(Objection("customers.stale", {"number": customer.number}))
    wanted = {name: value for name, value in changes.items() if name in (*FIELDS, "is_key")}
    if "email" in wanted:
        wanted["email"] = email_key(wanted["email"])
    if "identity_number" in wanted:
        wanted["identity_number"] = identity_key(wanted["identity_number"])
    wanted = {name: value for name, value in wanted.items() if getattr(customer, name) != value}
    if not wanted:
        return customer
    if {"is_key", "is_vip"} & wanted.keys():
        require(access.may_place(actor, customer.site))
    standing = {name: getattr(customer, name) for name in (*FIELDS, "is_key")}
    refuse(rules.fact_objections(standing | wanted))
    before = _masked({name: standing[name] for name in wanted})
    for name, value in wanted.items():
        setattr(customer, name, value)
    customer.phone_key = key_at(customer.site, customer.phone)
    _save(customer, [*wanted, "phone_key"])
    audit.record(actor, "customers.customer.changed", customer, before=before, after=_masked(wanted))
    return customer


@transaction.atomic
def add_phone(customer: Customer, phone: str, *, use: str, actor: Actor) -> CustomerPhone:
    """A further number."""
    customer = locked(customer)
    require(access.may_edit(actor, customer))
    found = standing_objections(customer) + rules.phone_objections(phone, "phone", is_needed=True)
    if key_at(customer.site, phone) == customer.phone_key and not found:
        found.append(Objection("customers.has_number", {}, "phone"))
    refuse(found)
    made = _add_number(customer, use, phone)
    _save(customer, [])
    after = {"phone": masked_phone(phone), "use": use}
    audit.record(actor, "customers.phone.added", customer, after=after)
    return made


@transaction.atomic
def remove_phone(row: CustomerPhone, *, actor: Actor) -> None:
    """A number is no longer theirs."""
    customer = locked(row.customer)
    require(access.may_edit(actor, customer))
    refuse(standing_objections(customer))
    before = {"phone": masked_phone(row.phone), "use": row.use}
    row.delete()
    _save(customer, [])
    audit.record(actor, "customers.phone.removed", customer, before=before)


@transaction.atomic
def add_person(
    customer: Customer,
    *,
    name: str,
    actor: Actor,
    title: str = "",
    phone: str = "",
    email: str = "",
    notes: str = "",
) -> CustomerPerson:
    """Somebody at an organisation with whom we speak."""
    customer = locked(customer)
    require(access.may_edit(actor, customer))
    found = standing_objections(customer) + rules.person_objections(customer.kind, name)
    refuse(found + rules.phone_objections(phone, "phone") + rules.email_objections(email))
    made = CustomerPerson.objects.create(
        customer=customer, name=name.strip(), title=title.strip(), phone=phone.strip(),
        phone_key=key_at(customer.site, phone), email=email_key(email), notes=notes.strip(),
    )  # fmt: skip
    _save(customer, [])
    after = {"name": made.name, "title": made.title} | _masked({"phone": made.phone, "email": made.email})
    audit.record(actor, "customers.person.added", customer, after=after)
    return made


@transaction.atomic
def remove_person(person: CustomerPerson, *, actor: Actor) -> CustomerPerson:
    """They are no longer there: the row stays, calls from their number are no longer taken for the customer's."""
    customer = locked(person.customer)
    require(access.may_edit(actor, customer))
    person = CustomerPerson.objects.get(pk=person.pk)
    refuse(standing_objections(customer))
    if not person.is_active:
        return person
    person.is_active = False
    person.save(update_fields=["is_active"])
    _save(customer, [])
    audit.record(actor, "customers.person.removed", customer, before={"name": person.name})
    return person


@transaction.atomic
def write_year(customer: Customer, year: int, *, actor: Actor, **figures: Any) -> YearFigures:
    """A year's figures: turnover, profit, business_with_us, overdue, words. A year that stands is written anew."""
    customer = locked(customer)
    require(access.may_edit(actor, customer))
    refuse(standing_objections(customer) + rules.year_objections(year, timezone.localdate().year))
    row = YearFigures.objects.filter(customer=customer, year=year).first()
    before = {name: getattr(row, name) for name in rules.YEAR_FIELDS} if row else None
    row = row or YearFigures(customer=customer, year=year)
    for name in rules.YEAR_FIELDS:
        if name in figures:
            setattr(row, name, figures[name])
    row.save()
    after = {"year": year} | {name: getattr(row, name) for name in rules.YEAR_FIELDS}
    audit.record(actor, "customers.year.written", customer, before=before, after=after)
    return row


def locked(customer: Customer) -> Customer:
    """The record as it stands, held to the end of the transaction."""
    return (
        Customer.objects.select_for_update(of=("self",)).select_related("site", "owner").get(pk=customer.pk)
    )


def words_of(customer: Customer) -> str:
    """By which words it is found: names and address, never a number."""
    people = customer.people.values_list("name", flat=True) if customer.pk else ()
    return vector(
        customer.name,
        customer.legal_representative,
        customer.postal_address,
        customer.business_scope,
        *people,
    )


def told(customer: Customer) -> dict[str, Any]:
    """What the trail keeps of a new record."""
    facts = {name: getattr(customer, name) for name in (*FIELDS, "is_key") if getattr(customer, name)}
    if customer.owner is not None:
        facts["owner"] = customer.owner.number
    return _masked(facts)


def asdict_shallow(facts: CustomerFacts) -> dict[str, Any]:
    """The facts by name."""
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}


def _masked(values: dict[str, Any]) -> dict[str, Any]:
    return {name: MASKS[name](value) if name in MASKS else value for name, value in values.items()}


def _offered(unseen: list[Candidate]) -> Objection:
    names = ", ".join(f"{one.customer} ({one.words})" for one in unseen[:3])
    return Objection("customers.known", {"names": names, "count": len(unseen)}, "phone")


def _add_number(customer: Customer, use: str, number: str) -> CustomerPhone:
    row = CustomerPhone(
        customer=customer, use=use, phone=number.strip(), phone_key=key_at(customer.site, number)
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise RuleViolation(Objection("customers.has_number", {}, "phone")) from None
    return row


def _save(customer: Customer, names: Iterable[str]) -> None:
    """Keep what changed, with the next version and the words it is found by."""
    customer.found_by = words_of(customer)
    customer.version, customer.changed_at = customer.version + 1, timezone.now()
    customer.save(update_fields=[*names, "found_by", "version", "changed_at"])


def standing_objections(customer: Customer) -> list[Objection]:
    """A merged record is changed no more: the other one is."""
    if customer.merged_into_id is None:
        return []
    into = Customer.objects.get(pk=customer.merged_into_id)
    return [Objection("customers.is_merged", {"number": customer.number, "into": into.number})]


def _wait_for(site: Site, keys: Iterable[str]) -> None:
    """One after another for each number, in one order, so that two never wait for each other."""
    numbers = sorted({zlib.crc32(f"{site.pk}:{key}".encode()) - 2**31 for key in keys if key})
    with connection.cursor() as cursor:
        for number in numbers:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, number])


def _employee(actor: Actor) -> Employee | None:
    return Employee.objects.filter(user=user_of(actor)).first() if user_of(actor) else None
