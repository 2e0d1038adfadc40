"""Who sees a month in money, enters its wages, closes it. One's own line is on one's own page."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.people.models import Site

SUBJECT = "quality.money"


def may_see(actor: Actor, site: Site) -> bool:
    """The director and the manager at the site; HR, GM office, deputy GM and GM everywhere."""
    reach = scope(actor, Action.VIEW, SUBJECT)
    return (
        actor is None or reach is Scope.ALL or (reach is Scope.SITE and site.pk in position(actor).site_ids)
    )


def sees_some(actor: Actor) -> bool:
    """For tabs."""
    return actor is None or scope(actor, Action.VIEW, SUBJECT) >= Scope.SITE


def sees_wages(actor: Actor) -> bool:
    """Wages and caps: who enters them and who closes the month; the others see what it came to."""
    return may_enter(actor)


def may_enter(actor: Actor) -> bool:
    """HR; the general manager as well, who closes the month, for nobody enters their own."""
    return actor is None or scope(actor, Action.EDIT, SUBJECT) is Scope.ALL or may_close(actor)


def may_close(actor: Actor) -> bool:
    """The general manager: nothing is deducted without that word (A15)."""
    return actor is not None and scope(actor, Action.APPROVE, SUBJECT) is Scope.ALL


def may_take(actor: Actor) -> bool:
    """Whether the actor may take the sheet away as a file."""
    return actor is None or scope(actor, Action.EXPORT, SUBJECT) >= Scope.SITE
