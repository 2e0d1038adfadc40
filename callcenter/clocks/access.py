"""Who may do what with clocks, beyond seeing them (`ClockQuerySet.visible_to`)."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, may, position, scope
from callcenter.accounts.models import User
from callcenter.clocks.models import SUBJECT, Clock


def may_change(actor: Actor, clock: Clock) -> bool:
    """Pause, resume, hand over: the system, whom the clock's kind lets, and the matrix within its reach."""
    if actor is None:
        return True
    allowed = clock.clock_kind.may_change
    if isinstance(actor, User) and allowed is not None and allowed(actor, clock):
        return True
    return Clock.objects.visible_to(actor, Action.EDIT).filter(pk=clock.pk).exists()


def may_rebase(actor: Actor, site_id: int) -> bool:
    """Work the running deadlines of a site out anew: who may approve there."""
    reach = scope(actor, Action.APPROVE, SUBJECT)
    return (
        actor is None or reach is Scope.ALL or (reach is Scope.SITE and site_id in position(actor).site_ids)
    )


def may_rebase_somewhere(actor: Actor) -> bool:
    """Whether the page of re-bases is for them."""
    return may(actor, Action.APPROVE, SUBJECT)
