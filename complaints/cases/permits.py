"""Refusals of who may not act on a complaint: a sentence that says why, and who may. The answers themselves are `access`."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.access.permissions import Actor
from complaints.cases import access
from complaints.cases.dossier import Case
from complaints.cases.transitions import WHO, Transition, Who

HANDLERS = gettext_lazy("Whoever does the step, people of its department, or the service department")
EXPORTERS = gettext_lazy("Complaint officers, directors and managers")
TAKERS = gettext_lazy("Whoever takes complaints at the site")


def require_for(allowed: bool, actor: Actor, case: Case, who: str | Promise = WHO[Who.SERVICE]) -> None:
    """Refuse with 403 and the reason unless allowed; `who` may do it instead."""
    if not allowed:
        raise PermissionDenied(why_not(actor, case, who))


def why_not(actor: Actor, case: Case, who: str | Promise) -> str:
    """That it is about them, or that it is others' to do; in both cases who answers for the complaint."""
    figures = {"reference": case.reference, "owner": case.owner, "who": who}
    if access.is_concerned(actor, case):
        return (
            _(
                "%(reference)s is a complaint about you. Nobody acts on a complaint about themselves: %(owner)s answers for it."
            )
            % figures
        )
    return (
        _("Who may do this: %(who)s. %(owner)s answers for %(reference)s: ask them, or leave it to them.")
        % figures
    )


def require_service(actor: Actor, case: Case) -> None:
    """Handle it for the service department."""
    require_for(access.may_serve(actor, case), actor, case)


def require_change(actor: Actor, case: Case) -> None:
    """Write in its form. After it is over nobody does: that is another refusal, of the service."""
    require_for(access.may_change(actor, case), actor, case, WHO[Who.TAKER])


def require_contact(actor: Actor, case: Case) -> None:
    """Record a contact with the customer."""
    require_for(access.may_log_contact(actor, case), actor, case, WHO[Who.TAKER])


def require_move(actor: Actor, row: Transition, case: Case) -> None:
    """Take that transition."""
    require_for(access.may_move(actor, row, case), actor, case, WHO[row.who])


def require_export(actor: Actor, case: Case) -> None:
    """Take the complaint away as a file or on paper."""
    is_allowed = access.may_export(actor, case.site_id) and not access.is_concerned(actor, case)
    require_for(is_allowed, actor, case, EXPORTERS)
