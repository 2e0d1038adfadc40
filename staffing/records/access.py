"""Who keeps and who reads the records of the floor: the matrix's subject, by team and by site."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.people.models import Employee

SUBJECT = "staffing.floor_record"


def me(actor: Actor) -> int | None:
    """The employee that the actor is."""
    return position(actor).employee_id


def author(actor: Actor) -> Employee | None:
    """The same as a row."""
    return Employee.objects.select_related("site").filter(pk=me(actor) or 0).first()


def at_site(actor: Actor, site_id: int, *actions: Action) -> bool:
    """Whether the actor may do one of these at the whole site."""
    if actor is None:
        return True
    where = position(actor)
    reach = max((scope(actor, action, SUBJECT) for action in actions), default=Scope.NONE)
    return reach is Scope.ALL or (reach >= Scope.SITE and site_id in where.site_ids)


def keeps_site(actor: Actor, site_id: int) -> bool:
    """Shift leaders and the director keep the records of their site, and its lists."""
    return at_site(actor, site_id, Action.CREATE, Action.EDIT)


def keeps(actor: Actor, site_id: int, team_id: int | None) -> bool:
    """The same, or group leaders those of their own teams."""
    if keeps_site(actor, site_id):
        return True
    reach = scope(actor, Action.CREATE, SUBJECT)
    return reach >= Scope.TEAM and team_id is not None and team_id in position(actor).team_ids


def keeps_anything(actor: Actor) -> bool:
    """Whether records of others can be kept at all: what pages ask before they show a form."""
    if actor is None:
        return True
    return (
        scope(actor, Action.CREATE, SUBJECT) >= Scope.TEAM or scope(actor, Action.EDIT, SUBJECT) >= Scope.TEAM
    )


def looks_after(actor: Actor) -> bool:
    """Whether the actor sees records of more than their own."""
    return actor is None or scope(actor, Action.VIEW, SUBJECT) >= Scope.TEAM


def reads_site(actor: Actor, site_id: int) -> bool:
    """Whether the actor sees every record of the site."""
    return at_site(actor, site_id, Action.VIEW)
