"""Who may record, confirm, decide and see conduct. Nobody ever about themselves."""

from django.db.models import Q

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.access.posts import PostCode

SUBJECT = "quality.conduct"


def is_self(actor: Actor, employee_id: int) -> bool:
    """Whether the actor is that person."""
    return position(actor).employee_id == employee_id


def reaches(actor: Actor, action: Action, site_id: int, team_id: int | None) -> bool:
    """Whether the actor may do `action` with people of that team at that site."""
    if actor is None:
        return True
    reach, where = scope(actor, action, SUBJECT), position(actor)
    if reach is Scope.ALL:
        return True
    if reach is Scope.SITE:
        return site_id in where.site_ids
    return reach is Scope.TEAM and team_id is not None and team_id in where.team_ids


def may_record(actor: Actor, site_id: int, team_id: int | None, employee_id: int) -> bool:
    """Shift leaders in their teams, QA and the director at the site."""
    return reaches(actor, Action.CREATE, site_id, team_id) and not is_self(actor, employee_id)


def may_record_some(actor: Actor) -> bool:
    """For buttons."""
    return actor is None or scope(actor, Action.CREATE, SUBJECT) >= Scope.TEAM


def may_confirm(actor: Actor, site_id: int, team_id: int | None, employee_id: int) -> bool:
    """The shift leader of the team; whoever decides at the site. QA records, the leader confirms."""
    if actor is None:
        return True
    where = position(actor)
    leads = _leads_teams(actor) and team_id in where.team_ids
    return (leads or may_decide(actor, site_id, employee_id)) and not is_self(actor, employee_id)


def _leads_teams(actor: Actor) -> bool:
    """Shift leaders, those with a further post as well: a wider reach of another post takes nothing from this one."""
    is_leader = PostCode.SHIFT_LEADER in position(actor).posts
    return is_leader or scope(actor, Action.CREATE, SUBJECT) is Scope.TEAM


def may_decide(actor: Actor, site_id: int, employee_id: int) -> bool:
    """Whoever approves at the site: contests, and what is undone."""
    return reaches(actor, Action.APPROVE, site_id, None) and (
        actor is None or not is_self(actor, employee_id)
    )


def may_keep_catalogue(actor: Actor) -> bool:
    """The director keeps the table of items."""
    return actor is None or scope(actor, Action.EDIT, SUBJECT) >= Scope.SITE


def sees_others(actor: Actor) -> bool:
    """Whether the actor sees more than their own."""
    return actor is None or scope(actor, Action.VIEW, SUBJECT) >= Scope.TEAM


def confirmable(actor: Actor) -> Q:
    """The records that the actor may confirm, by team and site; nobody's own."""
    where, found = position(actor), Q(pk__in=[])
    if _leads_teams(actor):
        found |= Q(team__in=where.team_ids)
    if scope(actor, Action.APPROVE, SUBJECT) >= Scope.SITE:
        found |= Q(site__in=where.site_ids)
    return found & ~Q(employee=where.employee_id or 0)


def decidable(actor: Actor) -> Q:
    """The records whose contest the actor may decide: at their sites, nobody's own, and nothing decided on before."""
    where = position(actor)
    if scope(actor, Action.APPROVE, SUBJECT) < Scope.SITE or actor is None:
        return Q(pk__in=[])
    parties = Q(employee=where.employee_id or 0)
    for field in ("recorded_by", "confirmed_by", "approved_by"):
        parties |= Q(**{field: actor.pk})
    return Q(site__in=where.site_ids) & ~parties
