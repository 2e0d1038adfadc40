"""Who handles papers of remedies: the departments with that duty at the site, the sales deputy GM, the service department."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, require, scope
from callcenter.people.models import Employee
from complaints.remedies.duties.models import SUBJECT, Duty, DutyHolder
from complaints.remedies.papers import signs_for


def person(actor: Actor) -> Employee:
    """Who acts: a paper is drawn up and signed by people, never by a system or a program (403)."""
    found = Employee.objects.select_related("site").filter(pk=position(actor).employee_id or 0).first()
    require(found is not None)
    assert found is not None
    return found


def has_duty(actor: Actor, duty: Duty, site_id: int) -> bool:
    """Whether the actor's department does that for the site; where no department does, the service department of the site."""
    reach, where = scope(actor, Action.EDIT, SUBJECT), position(actor)
    if reach <= Scope.OWN:
        return False
    holders = DutyHolder.objects.filter(site=site_id, duty=duty)
    departments = list(holders.values_list("department", flat=True))
    if departments:
        return bool(where.department_ids.intersection(departments))
    return reach >= Scope.SITE and (reach is Scope.ALL or site_id in where.site_ids)


def is_service(actor: Actor, site_id: int) -> bool:
    """The service department of the site, and its managers."""
    reach = scope(actor, Action.EDIT, SUBJECT)
    return reach is Scope.ALL or (reach is Scope.SITE and site_id in position(actor).site_ids)


def may_sign(actor: Actor) -> bool:
    """The sales deputy GM, or who stands in for them today."""
    return signs_for(actor) is not None


def may_void(actor: Actor, site_id: int) -> bool:
    """Who draws papers up, and who would have signed."""
    return has_duty(actor, Duty.SALES, site_id) or may_sign(actor) or is_service(actor, site_id)


def may_name_departments(actor: Actor) -> bool:
    """Managers of the service department say which department is which."""
    return (
        scope(actor, Action.APPROVE, "complaints.case") >= Scope.SITE
        and scope(actor, Action.EDIT, SUBJECT) >= Scope.SITE
    )
