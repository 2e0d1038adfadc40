"""What the trail says of this room's acts, and what other systems are told of them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.audit.models import Event
from callcenter.integrations.events import facts

VERBS = {
    "roster.roster.created": _("began to draw up %(subject)s"),
    "roster.cells.edited": _("changed shifts of %(subject)s"),
    "roster.shifts.exchanged": _("had two shifts change hands: %(subject)s"),
    "roster.shift.handed_over": _("gave a shift to somebody else: %(subject)s"),
    "roster.shift.taken_back": _("took a shift back: %(subject)s"),
    "roster.shift.cut_short": _("had a shift end early: %(subject)s"),
    "roster.shift.added": _("added a shift: %(subject)s"),
    "roster.overtime.added": _("added overtime: %(subject)s"),
    "roster.induction.recorded": _("recorded the induction of %(subject)s"),
    "roster.induction.withdrawn": _("took back the induction of %(subject)s"),
    "roster.heads.set": _("set the heads needed of %(subject)s"),
    "roster.published": _("published %(subject)s"),
    "roster.check.let_pass": _("let checks pass in %(subject)s"),
    "roster.shift.redeployed": _("redeployed a shift to another team: %(subject)s"),
}


def without_reason(event: Event) -> dict[str, Any]:
    """The facts of an act without what its author wrote, which may name somebody."""
    return facts(event) | {"reason": ""}
