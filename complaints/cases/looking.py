"""Looking at the whole phone number and e-mail address that stand on a complaint: with a reason, and kept (domain §3.4)."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from callcenter.access.permissions import Actor, position
from callcenter.audit import services as audit
from callcenter.objections import Objection, refuse
from complaints.cases import access, log
from complaints.cases.dossier import OF_A_RECEIPT, Case
from complaints.cases.permits import require_for
from complaints.customers.looks.models import Field, Via
from complaints.customers.looks.services import keep_look
from complaints.customers.rules import reason_objections

OFFERED = (Field.PHONE, Field.EMAIL)
LOOKERS = _("Employees who see the complaint, never programs")


def may_reveal(actor: Actor, case: Case) -> bool:
    """Whoever of ours sees the complaint may look, with a reason; not whom it is about. Programs may not: their reasons are
    nobody's.
    """
    return (
        position(actor).employee_id is not None
        and not access.is_concerned(actor, case)
        and access.may_see(actor, case)
    )


@transaction.atomic
def reveal_contact(
    case: Case, fields: Collection[str], *, reason: str, actor: Actor, via: Via = Via.PAGE
) -> dict[str, list[tuple[str, str]]]:
    """The whole numbers that stand on the complaint, by field: (whose, number). The look is on record before they are shown."""
    case = Case.objects.select_related("site", "customer", "owner").get(pk=case.pk)
    require_for(may_reveal(actor, case), actor, case, LOOKERS)
    found = reason_objections(reason)
    asked = dict.fromkeys(field for field in fields if field in OFFERED)
    numbers = {field: [(case.contact_name, whole(case, field))] for field in asked if whole(case, field)}
    if not numbers:
        found.append(Objection("cases.nothing_to_look_at", {"reference": case.reference}, "fields_shown"))
    refuse(found)
    keep_look(
        case,
        reference=f"{OF_A_RECEIPT}{case.pk:06d}",  # the number comes later, this stays
        site=case.site,
        customer=case.customer,
        fields=list(numbers),
        reason=reason,
        actor=actor,
        via=via,
    )
    log.note(case, "looked", actor=actor, comment=reason.strip()[:300])
    audit.record(
        actor, "cases.numbers.revealed", case, after={"fields": sorted(numbers)}, reason=reason.strip()
    )
    return numbers


def whole(case: Case, field: str) -> str:
    """The number of that sort on the complaint itself. For `reveal_contact`, and to say whether there is one."""
    return {Field.PHONE: case.contact_phone, Field.EMAIL: case.contact_email}[Field(field)]


def kept(case: Case) -> list[tuple[str, str]]:
    """The sorts of numbers that stand on the complaint, as choices."""
    return [(field.value, str(field.label)) for field in OFFERED if whole(case, field)]
