"""Who may do what with a complaint. What it needs besides, `rules` says; nobody acts on a complaint about themselves (P54)."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, may, position, scope
from callcenter.people.models import Site
from complaints.cases.dossier import SUBJECT, Case
from complaints.cases.transitions import Transition, Who


def may_record(actor: Actor, site: Site) -> bool:
    """Whoever takes complaints: agents, leaders, coordinators, the service department, marketing."""
    if actor is None:
        return True
    reach = scope(actor, Action.CREATE, SUBJECT)
    return reach is Scope.ALL or (
        reach > Scope.NONE and (site.pk in position(actor).site_ids or reach is Scope.DEPARTMENT)
    )


def is_concerned(actor: Actor, case: Case) -> bool:
    """Whether it is about this person."""
    me = position(actor).employee_id
    return me is not None and case.about_id == me


def is_service(actor: Actor, site_id: int) -> bool:
    """The service department of that site: who edits complaints across it."""
    if actor is None:
        return True
    reach = scope(actor, Action.EDIT, SUBJECT)
    return reach is Scope.ALL or (reach is Scope.SITE and site_id in position(actor).site_ids)


def may_serve(actor: Actor, case: Case) -> bool:
    """Handle it for the service department."""
    return is_service(actor, case.site_id) and not is_concerned(actor, case)


def is_taker(actor: Actor, case: Case) -> bool:
    me = position(actor).employee_id
    return me is not None and case.taker_id == me and may(actor, Action.CREATE, SUBJECT)


def may_move(actor: Actor, transition: Transition, case: Case) -> bool:
    """Whether this person may take that transition, whatever it still needs. The line of approval acts through its requests."""
    if actor is None:
        return True
    match transition.who:
        case Who.ANYBODY:
            return may_record(actor, case.site)
        case Who.TAKER:
            # Handing it over is what somebody must do who took a complaint about themselves.
            is_hand_over = transition.key == "submit"
            return may_serve(actor, case) or (
                is_taker(actor, case) and (is_hand_over or not is_concerned(actor, case))
            )
        case Who.SERVICE:
            return may_serve(actor, case)
        case Who.CHAIN:
            return False


def may_change(actor: Actor, case: Case) -> bool:
    """Write in the form: who took it until it is submitted, the service department until it is over."""
    if case.state == "received" and is_taker(actor, case) and not is_concerned(actor, case):
        return True
    return case.is_open and may_serve(actor, case)


def may_log_contact(actor: Actor, case: Case) -> bool:
    """Record that somebody talked with the customer: who took it as well, at any time."""
    return may_serve(actor, case) or (is_taker(actor, case) and not is_concerned(actor, case))


def may_export(actor: Actor, site_id: int) -> bool:
    """Take complaints away as a file, or print the form."""
    reach = scope(actor, Action.EXPORT, SUBJECT)
    return (
        actor is None or reach is Scope.ALL or (reach is Scope.SITE and site_id in position(actor).site_ids)
    )


def may_see(actor: Actor, case: Case) -> bool:
    """Whether the complaint is in sight, and with it its files."""
    return actor is None or Case.objects.visible_to(actor).filter(pk=case.pk).exists()


def may_add_files(actor: Actor, case: Case) -> bool:
    """Evidence: who took it and the service department while it is open, whoever does a step of it as well."""
    if actor is None or not case.is_open or is_concerned(actor, case):
        return actor is None
    if may_serve(actor, case) or is_taker(actor, case):
        return True
    return (
        position(actor).employee_id is not None
        and case.steps.filter(assignee=position(actor).employee_id).exists()
    )


def may_set_up(actor: Actor, site: Site | None = None) -> bool:
    """Keep the causes, and the departments of steps of a site: who edits and decides there, directors and center managers."""
    if actor is None:
        return True
    if not may(actor, Action.EDIT, SUBJECT) or not may(actor, Action.APPROVE, SUBJECT):
        return False
    return site is None or is_service(actor, site.pk)
