"""What a customer's record may say; plain Python."""

import re
from typing import Any

from callcenter.objections import Objection
from complaints.customers.masking import masked_words
from complaints.customers.phones import is_phone

YEAR_FIELDS = ("turnover", "profit", "business_with_us", "overdue", "words")
EARLIEST_YEAR = 1900
LEAST_REASON = 4
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def fact_objections(facts: dict[str, Any]) -> list[Objection]:
    """Every reason why these facts cannot be a customer's."""
    found = []
    if not facts["name"].strip():
        found.append(Objection("customers.name_needed", {}, "name"))
    is_special, special = facts["customer_class"] == "special", facts["special_class"]
    if is_special and not special:
        found.append(Objection("customers.special_class_needed", {}, "special_class"))
    if special and not is_special:
        found.append(Objection("customers.not_special", {}, "special_class"))
    found += phone_objections(facts["phone"], "phone") + phone_objections(facts["fax"], "fax")
    for _use, number in facts.get("further_phones", ()):
        found += phone_objections(number, "further_phones")
    found += email_objections(facts["email"])
    notes = facts.get("notes", "")
    if masked_words(notes) != notes:
        found.append(Objection("customers.number_in_notes", {}, "notes"))
    capital = facts["registered_capital"]
    if capital is not None and capital < 0:
        found.append(Objection("customers.capital_negative", {}, "registered_capital"))
    return found


def phone_objections(phone: str, field: str, *, is_needed: bool = False) -> list[Objection]:
    """A number is digits and what they are written with."""
    if not phone.strip():
        return [Objection("customers.phone_needed", {}, field)] if is_needed else []
    return [] if is_phone(phone) else [Objection("customers.no_phone", {}, field)]


def email_objections(email: str) -> list[Objection]:
    return (
        []
        if not email.strip() or EMAIL.fullmatch(email.strip())
        else [Objection("customers.no_email", {}, "email")]
    )


def person_objections(kind: str, name: str) -> list[Objection]:
    """People stand at organisations."""
    found = []
    if kind != "organisation":
        found.append(Objection("customers.no_organisation", {}, "name"))
    if not name.strip():
        found.append(Objection("customers.name_needed", {}, "name"))
    return found


def year_objections(year: int, this_year: int) -> list[Objection]:
    """A year that has begun."""
    if EARLIEST_YEAR <= year <= this_year:
        return []
    return [Objection("customers.no_year", {"first": EARLIEST_YEAR, "last": this_year}, "year")]


def reason_objections(reason: str, field: str = "reason") -> list[Objection]:
    """A reason says something."""
    return [] if len(reason.strip()) >= LEAST_REASON else [Objection("customers.reason_needed", {}, field)]


def liaison_objections(is_key: bool, others: int, least: int) -> list[Objection]:
    """S2D-7: a key customer keeps its contact persons; `others` are those who stay."""
    if is_key and others < least:
        return [Objection("customers.too_few_liaisons", {"least": least}, rules=("customer.key_contacts",))]
    return []
