"""Causes and the departments of steps: written here, with their trail as history."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Department, Employee, Site
from complaints.cases import access
from complaints.cases.dossier import PRODUCT_FIELDS, CauseClass
from complaints.cases.steps.models import BY_DEPARTMENTS, StepDepartment, StepKind

FACTS = ("code", "name", "name_zh", "family", "needs", "is_active")


@transaction.atomic
def save_cause(
    cause: CauseClass | None,
    *,
    actor: Actor,
    code: str,
    name: str,
    name_zh: str = "",
    family: str,
    needs: Iterable[str] = (),
    is_active: bool = True,
) -> CauseClass:
    """Write a cause, or a new one; one that is not in use any more stays on the complaints that have it."""
    if cause is not None:
        cause = CauseClass.objects.select_for_update().get(pk=cause.pk)
    require(access.may_set_up(actor))
    wanted = [name for name in PRODUCT_FIELDS if name in set(needs)]
    unknown = set(needs) - set(wanted)
    found = [Objection("cases.cause_needs", {"field": field}, "needs") for field in sorted(unknown)]
    if CauseClass.objects.filter(code=code).exclude(pk=cause.pk if cause else 0).exists():
        found.append(Objection("cases.cause_code_taken", {"code": code}, "code"))
    if found:
        raise RuleViolation(found)
    before = _facts(cause) if cause else None
    made = cause or CauseClass()
    made.code, made.name, made.name_zh, made.family = code, name.strip(), name_zh.strip(), family
    made.needs, made.is_active = wanted, is_active
    made.save()
    audit.record(actor, "cases.cause.saved", made, before=before, after=_facts(made))
    return made


def _facts(cause: CauseClass) -> dict[str, Any]:
    return {name: getattr(cause, name) for name in FACTS}


@transaction.atomic
def save_step_department(
    row: StepDepartment | None,
    *,
    actor: Actor,
    site: Site,
    kind: StepKind,
    family: str,
    department: Department,
    assignee: Employee | None = None,
) -> StepDepartment:
    """Say which department does a step for causes of a family (empty: for every cause), and who there."""
    require(access.may_set_up(actor, site))
    if row is not None:
        row = StepDepartment.objects.select_for_update().get(pk=row.pk)
    found = []
    if department.site_id != site.pk:
        found.append(Objection("cases.step_department_elsewhere", {"department": department}, "department"))
    if kind not in BY_DEPARTMENTS or kind == StepKind.OTHER:
        found.append(Objection("cases.step_not_by_department", {}, "kind"))
    if assignee is not None and (assignee.user is None or not assignee.user.is_active):
        found.append(Objection("cases.handler_without_login", {"name": assignee}, "assignee"))
    if found:
        raise RuleViolation(found)
    before = _row_facts(row) if row else None
    made = row or StepDepartment(site=site)
    made.kind, made.family, made.department, made.assignee = kind, family, department, assignee
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise RuleViolation(Objection("cases.step_has_department", {}, "family")) from None
    audit.record(
        actor, "cases.step_department.saved", made, before=before, after=_row_facts(made), site_id=site.pk
    )
    return made


@transaction.atomic
def remove_step_department(row: StepDepartment, *, actor: Actor) -> None:
    """Nobody does it any more by itself: the owner of the complaint has it from now on."""
    row = StepDepartment.objects.select_for_update(of=("self",)).select_related("site").get(pk=row.pk)
    require(access.may_set_up(actor, row.site))
    audit.record(actor, "cases.step_department.removed", row, before=_row_facts(row), site_id=row.site_id)
    row.delete()


def _row_facts(row: StepDepartment) -> dict[str, Any]:
    return {
        "kind": str(row.kind),
        "family": row.family,
        "department": row.department_id,
        "assignee": row.assignee_id,
    }
