"""The catalogue page's view of the measures: each with its formula, bounds as of today, and its variants under it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter import rulebook
from callcenter.measures import registry
from callcenter.measures.registry import Base, Good, Measure, Unit
from callcenter.people.models import Site
from callcenter.rulebook import Citation

UNITS = {
    Unit.COUNT: gettext_lazy("count"),
    Unit.PERCENT: gettext_lazy("percent"),
    Unit.SECONDS: gettext_lazy("time (m:ss)"),
    Unit.RATE_10000: gettext_lazy("per 10,000"),
}
DIRECTIONS = {
    Good.HIGHER: gettext_lazy("higher is better"),
    Good.LOWER: gettext_lazy("lower is better"),
    Good.WITHIN: gettext_lazy("within a band is best"),
    Good.NEITHER: gettext_lazy("for information"),
}


@dataclass(frozen=True)
class Entry:
    """One measure as the page shows it."""

    measure: Measure
    label: str
    unit: str
    direction: str
    bounds: list[tuple[str, Citation]]  # ("Target", …)
    is_headline: bool = False  # the service level that the site has chosen
    variants: list["Entry"] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What the search looks through."""
        m = self.measure
        return " ".join(
            map(str, (m.key, self.label, m.formula, m.help, m.source, self.unit, self.direction))
        ).casefold()


def catalogue(site: Site | None, text: str = "") -> list[Entry]:
    """Every measure that matches the text, variants under the measure that they vary; defaults first by label."""
    entries = {measure.key: _entry(measure, site) for measure in registry.all_measures()}
    text = text.strip().casefold()
    found = []
    for key, entry in entries.items():
        if entry.measure.variant_of:
            continue
        own = [other for other in entries.values() if other.measure.variant_of == key]
        own.sort(key=lambda other: other.measure.variant)
        if text in entry.words or any(text in other.words for other in own):
            entry.variants.extend(own)
            found.append(entry)
    return sorted(found, key=lambda entry: (not entry.measure.is_ratio, entry.label))


def base_counts() -> Iterable[Base]:
    """What measures are made of."""
    return registry.all_bases()


def _entry(measure: Measure, site: Site | None) -> Entry:
    bounds = [
        (label, rulebook.cite(key, site))
        for label, key in (
            (_("Seconds"), measure.seconds),
            (_("Floor"), measure.floor),
            (_("Target"), measure.target),
            (_("Alarm"), measure.alarm),
        )
        if key
    ]
    seconds = rulebook.value(measure.seconds, site) if measure.seconds else ""
    return Entry(
        measure,
        str(measure.label) % {"seconds": seconds},
        str(UNITS[measure.unit]),
        str(DIRECTIONS[measure.good]),
        bounds,
    )
