"""Words for what an importer counts."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

COUNTS: dict[str, str | Promise] = {
    "rows": _("Rows read"),
    "new": _("New"),
    "changed": _("Changed"),
    "replaced": _("Replaced"),
    "unchanged": _("Unchanged"),
    "removed": _("Removed"),
    "rejected": _("Rejected"),
    "skipped": _("Skipped"),
    "ignored": _("Not counted"),
    "days": _("Days"),
    "days_new": _("Days new"),
    "days_changed": _("Days replaced"),
    "days_unchanged": _("Days unchanged"),
    "calls": _("Calls"),
    "answered": _("Answered"),
    "abandoned": _("Abandoned"),
    "unknown_agents": _("Agents not known yet"),
    "errors": _("Errors"),
}
_TONES = {"new": "good", "rejected": "bad", "errors": "bad", "unknown_agents": "warn"}


def figures(counts: dict[str, int]) -> list[dict[str, str]]:
    """The counts as tiles: label, value, tone. A count without words of ours is shown under its own name."""
    return [
        {
            "label": str(COUNTS.get(key, key)),
            "value": f"{count:,}" if isinstance(count, int | float) else str(count),
            "tone": _TONES.get(key, "") if count else "",
        }
        for key, count in counts.items()
    ]


DAYS_NAMED = 5
# What a count means for the stored data, as a sentence for so many.
_EFFECTS: dict[str, Callable[[int], str]] = {
    "new": lambda n: ngettext("%(count)s record is added.", "%(count)s records are added.", n),
    "changed": lambda n: ngettext("%(count)s record is changed.", "%(count)s records are changed.", n),
    "replaced": lambda n: ngettext("%(count)s record is replaced.", "%(count)s records are replaced.", n),
    "removed": lambda n: ngettext("%(count)s record is removed.", "%(count)s records are removed.", n),
    "days_new": lambda n: ngettext("%(count)s day is added%(days)s.", "%(count)s days are added%(days)s.", n),
    "days_changed": lambda n: ngettext(
        "%(count)s day is replaced by what the file says%(days)s; its report will say that it was revised.",
        "%(count)s days are replaced by what the file says%(days)s; their reports will say that they were revised.",
        n,
    ),
}
_SAME: dict[str, Callable[[int], str]] = {
    "unchanged": lambda n: ngettext(
        "%(count)s record stays as it is.", "%(count)s records stay as they are.", n
    ),
    "days_unchanged": lambda n: ngettext(
        "%(count)s day stays as it is%(days)s.", "%(count)s days stay as they are%(days)s.", n
    ),
}


def effects(counts: dict[str, int], outcome: dict[str, Any]) -> list[str]:
    """What applying a checked file will change, in sentences; days are named as far as `outcome` lists them."""
    found = [
        _effect(words, counts[key], outcome.get(key)) for key, words in _EFFECTS.items() if counts.get(key)
    ]
    if not found:
        found = [gettext("Nothing will change: all of it is stored already.")]
    return found + [
        _effect(words, counts[key], outcome.get(key)) for key, words in _SAME.items() if counts.get(key)
    ]


def _effect(words: Callable[[int], str], count: int, days: Any) -> str:
    named = ""
    if isinstance(days, list) and days:
        more = "…" if len(days) > DAYS_NAMED else ""
        named = gettext(" (%(days)s)") % {"days": gettext(", ").join(map(str, days[:DAYS_NAMED])) + more}
    return words(count) % {"count": f"{count:,}", "days": named}
