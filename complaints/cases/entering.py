"""Taking a complaint in one go: the customer is recorded where they are new, the complaint submitted or accepted at once."""

import dataclasses
from enum import StrEnum

from django.db import transaction

from callcenter.access.permissions import Actor
from callcenter.objections import RuleViolation
from complaints.cases import access, log, telling
from complaints.cases.accepting import accept
from complaints.cases.dossier import Case
from complaints.cases.intake import Intake
from complaints.cases.taking import record_case, submit
from complaints.customers.facts import CustomerFacts
from complaints.customers.finding import find_or_offer
from complaints.customers.services import create_customer


class Upto(StrEnum):
    """How far a complaint goes at once."""

    RECORD = "record"
    SUBMIT = "submit"
    ACCEPT = "accept"


@transaction.atomic
def enter(
    intake: Intake, *, actor: Actor, upto: Upto = Upto.RECORD, new_customer: CustomerFacts | None = None
) -> Case:
    """Record, and where asked submit and accept: whole or not at all. `new_customer` was offered the known ones and is another.

    A complaint about whoever takes it leaves their hands at once, however far it was to go (P54).
    """
    if new_customer is not None:
        seen = find_or_offer(intake.site, new_customer.phone, new_customer.email, new_customer.name)
        known = [one.customer.pk for one in seen]
        customer = create_customer(new_customer, actor=actor, despite=known)
        intake = dataclasses.replace(intake, customer=customer)
    case = record_case(intake, actor=actor)
    if access.is_concerned(actor, case):
        return _hand_over(case, actor)
    if upto is not Upto.RECORD:
        case = submit(case, actor=actor)
    if upto is Upto.ACCEPT:
        case = accept(case, actor=actor)
    return case


def _hand_over(case: Case, actor: Actor) -> Case:
    """To the service department, complete or not: what is missing its owner fills in."""
    log.note(case, "handed_over", actor=actor, data={"owner": str(case.owner)})
    try:
        with transaction.atomic():
            return submit(case, actor=actor)
    except RuleViolation:
        telling.handed_over(case)
        return case
