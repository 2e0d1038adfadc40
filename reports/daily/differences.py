"""What a revision changed: headline measures before and after, as people read them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from callcenter.measures import formatting
from callcenter.measures.judgement import Change, compare
from callcenter.measures.registry import Measure
from reports.daily.headlines import COMPLAINTS, HEADLINES, Yardstick
from reports.rollups.models import DayRevision

DIMENSIONS = {
    "half_hour": _("half hours"),
    "queue": _("queues"),
    "call_type": _("call types"),
    "team": _("teams"),
    "agent": _("agents"),
}


@dataclass(frozen=True)
class Difference:
    """One measure that a revision changed."""

    measure: Measure
    label: str
    before: str
    after: str
    difference: str
    change: Change | None
    exact_before: float | int | None  # in percent, seconds or counts, as in the API
    exact_after: float | int | None


@dataclass(frozen=True)
class Revised:
    """A revision with what it changed. Without differences only parts of the day moved (agents, teams)."""

    revision: DayRevision
    differences: list[Difference]
    parts: list[tuple[str, int]]  # ("half hours", 3)


def revised(revision: DayRevision, by: Yardstick) -> Revised:
    """The headline measures that differ, with the seconds that each side was counted with."""
    parts = [(str(label), revision.changed_rows.get(key, 0)) for key, label in DIMENSIONS.items()]
    return Revised(
        revision,
        [d for key in (*HEADLINES, *COMPLAINTS) if (d := _difference(by.measure(key), revision)) is not None],
        [(label, count) for label, count in parts if count],
    )


def _difference(measure: Measure, revision: DayRevision) -> Difference | None:
    before, after = measure.of(revision.before), measure.of(revision.after)
    seconds = tuple(
        side.get("short_abandon_seconds" if "short" in measure.seconds else "sl_seconds")
        for side in (revision.before, revision.after)
    )
    is_recounted = bool(measure.seconds) and seconds[0] != seconds[1]
    if (before.numerator, before.denominator) == (after.numerator, after.denominator) and not is_recounted:
        return None
    used = f"{seconds[0]}→{seconds[1]}" if is_recounted else str(seconds[1])
    return Difference(
        measure,
        str(measure.label) % {"seconds": used},
        _text(before, measure),
        _text(after, measure),
        formatting.difference(after.exact, before.exact, measure.unit),
        compare(after.exact, before.exact, measure.good),
        before.value,
        after.value,
    )


def _text(figure: formatting.Ratio, measure: Measure) -> str:
    rests_on = formatting.fraction(figure)
    shown = formatting.shown(figure)
    return f"{shown} ({rests_on})" if rests_on and measure.unit.value == "percent" else shown
