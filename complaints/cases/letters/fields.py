"""Merge fields: a fixed list, {like_this}, filled in once. Plain Python; no template language comes out of the database.

What is not on the list cannot be said by a template: findings, persons, penalties, losses, amounts that were not approved.
"""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.objections import Objection

FIELD = re.compile(r"\{([^{}]*)\}")
FIELDS: dict[str, str | Promise] = {
    "customer": _("Name of the customer"),
    "reference": _("Number of the complaint"),
    "received_on": _("Day on which it reached us"),
    "due_on": _("Day by which it is answered"),
    "today": _("Day of the letter"),
    "company": _("Our company"),
    "site": _("Our center"),
    "order_no": _("Order number"),
    "product": _("Product and specification"),
    "words": _("What the writer adds to this letter"),
    "outcome": _("What was found, as a sentence: upheld, in part, not upheld"),
    "decided_on": _("Day of the decision"),
    "decision": _("Text of the decision"),
    "remedies": _("The remedies that were approved, one a line"),
    "recourse": _("Where the customer may turn next (rulebook)"),
}
OF_A_DECISION = frozenset({"outcome", "decided_on", "decision", "remedies"})


def named(text: str) -> set[str]:
    """The fields that a text names, known or not."""
    return set(FIELD.findall(text))


def faults(text: str, *, is_decision: bool, field: str = "") -> list[Objection]:
    """Why a text is no template: unknown fields, loose braces, fields of a decision in a letter that goes out before it."""
    found = []
    unknown = sorted(named(text) - FIELDS.keys())
    if unknown:
        shown = ", ".join(f"{{{name}}}"[:60] for name in unknown)
        found.append(Objection("letters.unknown_field", {"fields": shown}, field))
    if set("{}") & set(FIELD.sub("", text)):
        found.append(Objection("letters.loose_brace", {}, field))
    early = sorted(named(text) & OF_A_DECISION) if not is_decision else []
    if early:
        shown = ", ".join(f"{{{name}}}" for name in early)
        found.append(Objection("letters.decision_field", {"fields": shown}, field))
    return found


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled in, once: what a value holds is text, never a field. KeyError for an unknown field."""
    return FIELD.sub(lambda match: values[match[1]], text)
