"""Who may put something on the board, take it off again, and take a place."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, may, position, scope
from callcenter.people.models import Department, Employee, Team
from staffing.swaps.board.models import SUBJECT, Posting, PostingKind

OVERTIME = "staffing.overtime"


def may_post(actor: Actor, department: Department, team: Team | None) -> bool:
    """Leaders for their teams, directors for their site: whoever decides on swaps or voids them."""
    if actor is None:
        return True
    where = position(actor)
    if scope(actor, Action.EDIT, SUBJECT) >= Scope.SITE and department.site_id in where.site_ids:
        return True
    leads = scope(actor, Action.APPROVE, SUBJECT) >= Scope.TEAM
    return leads and team is not None and team.pk in where.team_ids


def may_post_something(actor: Actor) -> bool:
    """For buttons."""
    return may(actor, Action.APPROVE, SUBJECT) or scope(actor, Action.EDIT, SUBJECT) >= Scope.SITE


def needs_release(actor: Actor, kind: str) -> bool:
    """Covers go through the giver's leader; overtime is released by who may approve overtime (domain §4.6)."""
    if kind == PostingKind.COVER:
        return True
    return kind == PostingKind.OVERTIME and actor is not None and not may(actor, Action.APPROVE, OVERTIME)


def may_give_away(actor: Actor, giver: Employee) -> bool:
    """For oneself only."""
    return actor is None or (may(actor, Action.CREATE, SUBJECT) and position(actor).employee_id == giver.pk)


def may_withdraw(actor: Actor, posting: Posting) -> bool:
    """Who posted it, and whoever may post for that team."""
    return (
        actor is None or posting.posted_by_id == actor.pk or may_post(actor, posting.department, posting.team)
    )


def may_claim(actor: Actor, employee: Employee) -> bool:
    """For oneself only, whoever may ask for swaps."""
    return actor is None or (
        may(actor, Action.CREATE, SUBJECT) and position(actor).employee_id == employee.pk
    )
