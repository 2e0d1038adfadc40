"""The log of a complaint: its lines, and how they read. Rooms above name kinds of their own."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from callcenter.access.permissions import Actor, user_of
from callcenter.web import cells
from complaints.cases.contacts.models import About
from complaints.cases.dossier import Case, CaseEvent
from complaints.cases.states import Remedy, Trigger
from complaints.cases.steps.models import StepKind
from complaints.cases.transitions import TRANSITIONS, UNMERGE

_WORDS: dict[str, dict[Any, Any]] = {
    "step": dict(StepKind.choices),
    "about": dict(About.choices),
    "remedy": dict(Remedy.choices),
    "triggers": dict(Trigger.choices),
}
_kinds: dict[str, str | Promise] = {
    "assigned": _("Owner: %(owner)s"),
    "changed": _("Changed: %(fields)s"),
    "serious": _("Especially serious: %(triggers)s"),
    "no_longer_serious": _("No longer especially serious"),
    "contact": _("Contact with the customer: %(about)s"),
    "step_added": _("Step added: %(step)s"),
    "step_changed": _("Step changed: %(step)s"),
    "step_done": _("Step done: %(step)s"),
    "step_skipped": _("Step not needed: %(step)s"),
    "step_explained": _("Why it is late: %(step)s"),
    "chased": _("Chased: %(step)s"),
    "third_party_asked": _("Third party asked: %(name)s"),
    "third_party_answered": _("Third party answered: %(name)s"),
    "findings": _("Findings written"),
    "verdict": _("Verdict on quality, negligence and improvement"),
    "remedies": _("Remedies proposed: %(total)s in all"),
    "paused": _("Waits for the customer"),
    "resumed": _("Waits no longer"),
    "overdue": _("Overdue"),
    "follow_up": _("A new form was opened: %(reference)s"),
    "follows": _("Follows %(reference)s, which the customer did not accept"),
    "extension_asked": _("A longer deadline of the regulator was asked for"),
    "extended": _("The regulator’s deadline was extended"),
    "extension_refused": _("A longer deadline of the regulator was refused"),
    "handed_over": _("About whoever took it: %(owner)s goes on with it"),
    "looked": _("Looked at the whole numbers"),
    "joined": _("Joined by %(reference)s"),
}
_FIELDS = {"triggers": _("Especially serious because of"), "not_applicable": _("Does not apply")}


def define(kinds: Mapping[str, str | Promise]) -> None:
    """Name kinds of lines of a room above; called in AppConfig.ready(). Each once."""
    for kind, sentence in kinds.items():
        if _kinds.setdefault(kind, sentence) is not sentence and str(_kinds[kind]) != str(sentence):
            raise ValueError(f"the kind {kind!r} of a complaint's log has two sentences")


def note(
    case: Case, kind: str, *, actor: Actor, comment: str = "", data: Mapping[str, Any] | None = None
) -> CaseEvent:
    """Add a line that is no transition. `data` fills the sentence of its kind: texts and numbers."""
    return CaseEvent.objects.create(
        case=case, kind=kind, actor=user_of(actor), comment=comment, data=dict(data or {})
    )


def sentence(event: CaseEvent) -> str:
    """The line in the active language."""
    row = UNMERGE if event.kind == UNMERGE.key else TRANSITIONS.get(event.kind)
    if row is not None:
        return gettext("%(act)s: %(state)s") % {"act": row.acting, "state": event.get_to_state_display()}
    found = _kinds.get(event.kind)
    return str(found) % _said(event.data) if found is not None else event.kind


def _said(data: Mapping[str, Any]) -> dict[str, str]:
    """What is kept as codes, in the reader's words."""
    return {
        name: gettext(", ").join(_word(name, part) for part in str(value).split(", "))
        for name, value in data.items()
    }


def field_label(name: str) -> str:
    """What a field of the form is called; the name itself of what is none."""
    if name in _FIELDS:
        return str(_FIELDS[name])
    try:
        return str(getattr(Case._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        return name


def _word(name: str, code: str) -> str:
    words = _WORDS.get(name, {})
    if name == "fields":
        return field_label(code)
    if name == "total":
        return cells.number(Decimal(code))
    return str(words.get(code, code))
