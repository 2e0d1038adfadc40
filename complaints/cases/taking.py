"""Taking a complaint, before the service department accepts it: record, change, submit, send back, pass on."""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.permissions import Actor, position, require
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, TeamMembership
from complaints.cases import access, changes, log, moving, rules, severity, telling
from complaints.cases.dossier import Case
from complaints.cases.facts import gather
from complaints.cases.intake import Intake
from complaints.cases.owners import service_manager
from complaints.cases.permits import TAKERS, require_change
from complaints.cases.states import Severity, State
from complaints.cases.transitions import TRANSITIONS
from complaints.customers.contacts.services import owe_report

SKEW = datetime.timedelta(minutes=1)
NOT_COLUMNS = {"received_at", "taker", "owner", "parent", "not_applicable", "triggers"}
# What the form may still change, and until when: the product's and the customer's data until the end, the rest by acts of its own.
CHANGEABLE = (
    "title", "content", "demand", "claimed_amount", "customer", "contact_name", "contact_phone", "contact_email",
    "is_vulnerable", "about", "call_reference", "order_no", "lot_no", "product", "quantity", "defective_quantity",
    "shipped_on", "policy_no", "not_applicable", "grounds", "marketing_opinion", "samples", "cause", "nature", "is_joint",
    "joint_due_at", "triggers",
)  # fmt: skip


@transaction.atomic
def record_case(intake: Intake, *, actor: Actor) -> Case:
    """A complaint comes in: it has an owner and a receipt from here on, its number comes with acceptance."""
    require(access.may_record(actor, intake.site), _("Who may do this: %(who)s.") % {"who": TAKERS})
    now = timezone.now()
    received_at = intake.received_at or now
    if received_at > now + SKEW:
        raise RuleViolation(Objection("cases.received_ahead", {}, "received_at"))
    taker = intake.taker or _employee(actor)
    case = Case(
        **{f.name: getattr(intake, f.name) for f in dataclasses.fields(intake) if f.name not in NOT_COLUMNS}
    )
    case.received_at, case.taker, case.parent = received_at, taker, intake.parent
    case.owner = intake.owner or service_manager(
        intake.site, not_about=intake.about.pk if intake.about else None
    )
    case.not_applicable = list(intake.not_applicable)
    if taker is not None:
        on = intake.site.today()
        case.team_id = (
            TeamMembership.objects.filter(employee=taker, period__contains=on)
            .values_list("team", flat=True)
            .first()
        )
    if intake.parent is not None:
        case.root = intake.parent.root or intake.parent
        case.chain_seq = intake.parent.chain_seq + 1
    case.triggers = severity.all_triggers(case, intake.triggers)
    case.severity = Severity.SERIOUS if case.triggers else Severity.ORDINARY
    if not (case.customer_id or case.contact_phone or case.contact_email):
        raise RuleViolation(rules.unmet(TRANSITIONS["record"].needs, rules.Facts(has_contact=False)))
    case.save(force_insert=True)
    moving.index(case)
    moving.note(case, "record", "", actor=actor)
    telling.if_serious(case, was=Severity.ORDINARY, actor=actor)
    if case.customer is not None and taker is not None:
        owe_report(
            case.customer, taker, source=f"cases.case:{case.pk}", title=case.reference, at=received_at, actor=actor,
            kept_from=[case.about_id],
        )  # fmt: skip
    return case


@transaction.atomic
def change_case(case: Case, changed: Mapping[str, Any], *, actor: Actor, version: int | None = None) -> Case:
    """Write in the form. `version`: the one that was shown; refused as stale when somebody wrote since."""
    case = moving.held(case)
    require_change(actor, case)
    if version is not None and version != case.version:
        raise RuleViolation(Objection("cases.stale", {"reference": case.reference}, "version"))
    unknown = set(changed) - set(CHANGEABLE)
    if unknown:
        raise ValueError(f"no columns of the form: {sorted(unknown)}")
    found = {name: given for name, given in changed.items() if getattr(case, name) != given}
    if not found:
        return case
    before = {name: _shown(getattr(case, name)) for name in found}
    was = case.severity
    for name, given in found.items():
        setattr(case, name, given)
    if {"triggers", "claimed_amount", "cause", "customer"} & set(found):
        said = set(case.triggers) if "triggers" in found else set(case.triggers) - set(severity.FOUND)
        found["triggers"] = severity.all_triggers(case, said)
        found["severity"] = Severity.SERIOUS if found["triggers"] else Severity.ORDINARY
    _refuse_unfit(case)
    moving.write(case, found)
    moving.index(case)
    log.note(case, "changed", actor=actor, data={"fields": ", ".join(sorted(before))})
    after = {name: _shown(given) for name, given in found.items()}
    audit.record(actor, "cases.case.changed", case, before=before, after=after)
    if was != case.severity:
        from complaints.cases.accepting import clock_of_severity  # it starts clocks

        clock_of_severity(case, actor=actor)
    telling.if_serious(case, was=was, actor=actor)
    changes.tell(case, "change", actor)
    return case


def _refuse_unfit(case: Case) -> None:
    """What must hold of a form from acceptance on, also after a change."""
    found = []
    if case.about_id is not None and case.about_id == case.owner_id:
        found.append(Objection("cases.owner_is_concerned", {}, "about"))
    if case.state not in (State.RECEIVED, State.SUBMITTED):
        found += rules.unmet(TRANSITIONS["accept"].needs, gather(case))
    if found:
        raise RuleViolation(found)


def _shown(given: object) -> object:
    """As the trail keeps it."""
    if given is None or isinstance(given, (bool, int, list)):
        return given
    return getattr(given, "pk", None) or str(given)


@transaction.atomic
def submit(case: Case, *, actor: Actor, comment: str = "") -> Case:
    """Hand it to the service department."""
    case = moving.held(case)
    moving.move(case, "submit", actor=actor, comment=comment, changed={"submitted_at": timezone.now()})
    telling.submitted(case)
    return case


@transaction.atomic
def send_back(case: Case, *, actor: Actor, reason: str) -> Case:
    """Something is missing: whoever took it completes it."""
    case = moving.held(case)
    moving.move(case, "send_back", actor=actor, comment=reason, changed={"submitted_at": None})
    telling.sent_back(case, reason)
    return case


@transaction.atomic
def redirect(case: Case, *, actor: Actor, reason: str) -> Case:
    """No complaint: a suggestion, a question. It ends here and is passed on."""
    case = moving.held(case)
    moving.move(case, "redirect", actor=actor, comment=reason, changed={"closed_at": timezone.now()})
    return case


def _employee(actor: Actor) -> Employee | None:
    me = position(actor).employee_id
    return Employee.objects.filter(pk=me).first() if me else None
