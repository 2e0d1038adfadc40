"""Who may ask for leave, report somebody sick, take leave back, and keep kinds, balances and places."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, may, position, scope
from callcenter.people.models import Employee, Site, Team
from staffing.leave.models import SUBJECT, LeaveRequest, LeaveRequestQuerySet, people_of
from staffing.leave.states import State


def is_own(actor: Actor, employee_id: int) -> bool:
    """Whether it is the actor's own leave."""
    return actor is not None and position(actor).employee_id == employee_id


def may_ask(actor: Actor, employee: Employee) -> bool:
    """For oneself; for somebody of the teams that one decides for (only sick leave is then possible); the system itself."""
    if actor is None or is_own(actor, employee.pk):
        return actor is None or may(actor, Action.CREATE, SUBJECT)
    return may_report(actor, employee)


def may_report(actor: Actor, employee: Employee) -> bool:
    """Who endorses or approves the leave of somebody may report them sick."""
    return people_of(actor, Action.APPROVE).filter(pk=employee.pk).exists()


def may_see(actor: Actor, leave: LeaveRequest) -> bool:
    """Whether the leave is in the actor's sight."""
    return actor is None or LeaveRequestQuerySet(LeaveRequest).visible_to(actor).filter(pk=leave.pk).exists()


def may_cancel(actor: Actor, leave: LeaveRequest) -> bool:
    """The employee; for leave that is approved also the director and the center manager of the site."""
    return actor is None or is_own(actor, leave.employee_id) or keeps(actor, leave.site_id)


def may_hand_in(actor: Actor, leave: LeaveRequest) -> bool:
    """The employee, and whoever takes the slip: those who endorse or approve the leave."""
    if actor is None or is_own(actor, leave.employee_id):
        return True
    return LeaveRequestQuerySet(LeaveRequest).visible_to(actor, Action.APPROVE).filter(pk=leave.pk).exists()


def keeps(actor: Actor, site_id: int) -> bool:
    """Who keeps kinds, balances and places of a site: its director and center manager, HR everywhere."""
    if actor is None:
        return True
    reach = scope(actor, Action.EDIT, SUBJECT)
    return reach is Scope.ALL or (reach is Scope.SITE and site_id in position(actor).site_ids)


def may_keep(actor: Actor, site: Site) -> bool:
    """As `keeps`, for a site."""
    return keeps(actor, site.pk)


def may_set_places(actor: Actor, team: Team) -> bool:
    """Who keeps the leave of the team's site."""
    return keeps(actor, team.department.site_id)


def may_see_files(actor: Actor, leave: LeaveRequest) -> bool:
    """Certificates are health data: the employee, whoever endorses or approves, and who keeps the site's leave."""
    return (
        actor is not None
        and may_see(actor, leave)
        and (may_hand_in(actor, leave) or keeps(actor, leave.site_id))
    )


def may_add_files(actor: Actor, leave: LeaveRequest) -> bool:
    """Who may hand certificates in, while one is asked for: what certified a leave stays."""
    is_open = leave.state in (State.CERTIFICATE_PENDING, State.CERTIFICATE_OVERDUE)
    return actor is not None and is_open and may_see(actor, leave) and may_hand_in(actor, leave)
