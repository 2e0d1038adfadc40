"""Refusals of who may not act on surveys and callbacks: a sentence that says why, and who may. The answers are `access`."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, may
from complaints.surveys import access
from complaints.surveys.callbacks.models import Callback
from complaints.surveys.ratings.models import SUBJECT, Invitation

READERS = gettext_lazy(
    "leaders of teams, coordinators, quality and training, complaint officers, managers and general managers"
)
OWN_READERS = gettext_lazy("agents and everybody who leads or looks after them")
ASKERS = gettext_lazy(
    "leaders for their team; coordinators, quality and training, complaint officers and managers for the site"
)
OFFICERS = gettext_lazy("the complaint officers, the director and the center manager of the site")
MANAGERS = gettext_lazy("the director and the center manager of the site")
CENTER_MANAGER = gettext_lazy("the center manager alone, after the last round")


def require_view(actor: Actor) -> None:
    """See ratings at all."""
    _require(may(actor, Action.VIEW, SUBJECT), OWN_READERS)


def require_others(actor: Actor) -> None:
    """See more than ratings of one's own."""
    _require(access.sees_others(actor), READERS)


def require_ask_somebody(actor: Actor) -> None:
    """Ask customers at all."""
    _require(access.may_ask_somebody(actor) and access.sees_others(actor), ASKERS)


def require_ask(actor: Actor, site_id: int, team_id: int | None) -> None:
    """Invite a customer to rate an employee."""
    _require(access.may_ask(actor, site_id, team_id), ASKERS)


def require_take_down(actor: Actor, invitation: Invitation) -> None:
    """Enter what the customer says, take the invitation back, show its link."""
    _require(access.may_take_down(actor, invitation), ASKERS)


def require_campaigns(actor: Actor, site_id: int) -> None:
    """Draw up, start and end campaigns."""
    _require(access.may_run_campaigns(actor, site_id), OFFICERS)


def require_call(actor: Actor, callback: Callback) -> None:
    """Call the customer back."""
    if access.may_call(actor, callback):
        return
    if access.is_concerned(actor, callback):
        raise PermissionDenied(_about_yourself(callback))
    figures = {"owner": callback.owner, "number": callback.number}
    raise PermissionDenied(
        _(
            "%(number)s is a call of %(owner)s. Who may call instead: coordinators, quality and training, complaint officers and managers of the site."
        )
        % figures
    )


def require_reassign(actor: Actor, callback: Callback) -> None:
    """Give the call to somebody else."""
    if not access.may_reassign(actor, callback):
        raise PermissionDenied(_of_a_case(actor, callback, OFFICERS))


def require_decide(actor: Actor, callback: Callback, *, is_last: bool) -> None:
    """Choose what follows for an unsatisfied customer."""
    if not access.may_decide(actor, callback, is_last=is_last):
        raise PermissionDenied(_of_a_case(actor, callback, CENTER_MANAGER if is_last else OFFICERS))


def require_let_rest(actor: Actor, callback: Callback, *, is_last: bool) -> None:
    """Leave an unsatisfied customer so."""
    if not access.may_let_rest(actor, callback, is_last=is_last):
        raise PermissionDenied(_of_a_case(actor, callback, CENTER_MANAGER if is_last else MANAGERS))


def _of_a_case(actor: Actor, callback: Callback, who: str | Promise) -> str:
    if access.is_concerned(actor, callback):
        return _about_yourself(callback)
    case = callback.case
    figures = {"reference": case.reference, "owner": case.owner, "who": who}
    return (
        _("Who may do this: %(who)s. %(owner)s answers for %(reference)s: ask them, or leave it to them.")
        % figures
    )


def _about_yourself(callback: Callback) -> str:
    figures = {"reference": callback.case.reference, "owner": callback.case.owner}
    return (
        _(
            "%(reference)s is a complaint about you. Nobody acts on a complaint about themselves: %(owner)s answers for it."
        )
        % figures
    )


def _require(allowed: bool, who: str | Promise) -> None:
    if not allowed:
        raise PermissionDenied(_("Your post does not allow this. Who may do it: %(who)s.") % {"who": who})
