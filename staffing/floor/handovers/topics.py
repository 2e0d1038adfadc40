"""The topics of a handover (domain §4.8) and what is listed of itself."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TOPICS: dict[str, str | Promise] = {
    "equipment": _("State of the equipment"),
    "open_issues": _("Difficult and open issues"),
    "staff_changes": _("Staff: swaps, absences, redeployments"),
    "business": _("Changes of business and processes"),
    "instructions": _("Instructions from above"),
    "customers": _("Suggestions and complaints of customers"),
    "queue": _("Queues and incidents"),
    "items": _("Missing items"),
}

# How what is listed of itself is said; a frozen list keeps the key and its figures.
WORDS: dict[str, str | Promise] = {
    "open_item": _("Open since %(since)s: %(text)s"),
    "overdue": _("%(count)s overdue deadlines"),
    "requests": _("%(count)s requests wait for a decision"),
    "absent": _("Absent: %(names)s"),
    "on_leave": _("On leave: %(names)s"),
    "late": _("Late: %(names)s"),
    "changed": _("%(name)s: %(origin)s (%(reason)s)"),
    "away": _("%(name)s is on a break (%(kind)s)"),
    "incident": _("Incident not closed: %(what)s"),
    "stopped": _("%(name)s was ordered to stop work: %(reason)s"),
    "unsigned_log": _("The duty log %(number)s is not signed."),
}


@dataclass(frozen=True)
class Line:
    """One listed thing as it is read."""

    text: str
    url: str
    is_carried: bool = False


def read(facts: list[Any]) -> list[Line]:
    """The list, frozen or not, in the reader's language."""
    return [
        Line(str(WORDS[key]) % figures, url, key == "open_item")
        for key, figures, url in facts
        if key in WORDS
    ]


# What is listed of itself goes into these topics, so that a handover is written in two minutes.
PREFILLED = {
    "staff_changes": ("absent", "on_leave", "late", "changed", "stopped"),
    "open_issues": ("open_item", "incident"),
}


def prefilled(facts: list[Any]) -> dict[str, str]:
    """Words for the topics that the list answers, in the writer's language."""
    return {
        topic: "\n".join(line.text for line in read([fact for fact in facts if fact[0] in keys]))
        or str(_("None"))
        for topic, keys in PREFILLED.items()
    }
