"""Words for what an importer counts."""

from django.utils.functional import Promise
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
