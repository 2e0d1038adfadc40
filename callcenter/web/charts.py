"""Charts: what is drawn, as data. The page shows it with ECharts and always has the table behind it."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from callcenter.web import cells

Text = str | Promise

# Okabe and Ito's eight, told apart by colour-blind people, in shades that stand on white (3:1) and, second, on dark.
PALETTE: tuple[tuple[str, str], ...] = (
    ("#0072b2", "#56a8e0"),  # blue
    ("#b25000", "#f0964f"),  # vermilion
    ("#00805f", "#3fc39c"),  # bluish green
    ("#a0508a", "#d79ac4"),  # reddish purple
    ("#9a7400", "#e2b93b"),  # ochre
    ("#4a6b8a", "#9fb7cf"),  # slate
    ("#2a8ab5", "#7fd0f0"),  # sky
    ("#6b6b6b", "#b9bec6"),  # grey
)
# The same measure has the same colour on every page.
COLOURS: dict[str, int] = {
    "offered": 5,
    "answered": 0,
    "abandoned": 1,
    "service_level": 2,
    "connect_rate": 6,
    "abandon_rate": 1,
    "asa": 3,
    "aht": 4,
    "talk": 0,
    "hold": 3,
    "wrap": 4,
    "wait": 3,
    "occupancy": 6,
    "previous": 7,
    "late": 4,
    "absent": 1,
    "missing": 3,
    "on_leave": 0,
    "taken": 0,
    "waiting": 4,
    "places": 7,
    "received": 7,
    "submitted": 4,
    "accepted": 0,
    "investigated": 6,
    "reported": 1,
    "decided": 3,
    "not_upheld": 7,
    "conveyed": 5,
    "executing": 2,
    "complaints": 0,
    "running_share": 1,
    "workday": 0,
    "rest_day": 4,
    "holiday": 1,
} | {f"day{number}": number for number in range(8)}  # Monday to Sunday, public holidays


def colour_of(key: str) -> tuple[str, str]:
    """The colour of a measure on light and on dark pages, by the last part of its key ("calls.answered")."""
    name = key.rsplit(".", 1)[-1]
    return PALETTE[COLOURS.get(name, zlib.crc32(name.encode()) % len(PALETTE))]


@dataclass(frozen=True)
class Series:
    """One row of values, one for each category (None: nothing there). `unit` is a kind of web.listing.Column.

    `kind`: bar, line or area. `axis` 1 is the right-hand one. `stack`: bars of one name stand on each other.
    `urls`: where a click on each value leads (the rows it counts). `details`: n/N of each value, for the tooltip.
    """

    key: str
    name: Text
    values: Sequence[float | int | None]
    kind: str = "bar"
    unit: str = "number"
    axis: int = 0
    stack: str = ""
    urls: Sequence[str] = ()
    details: Sequence[str] = ()


@dataclass(frozen=True)
class Target:
    """A thin line at `value` of an axis."""

    name: Text
    value: float
    axis: int = 0


@dataclass(frozen=True)
class Band:
    """A light area from `low` to `high` of an axis: where the alarm is. None: to the edge."""

    name: Text
    low: float | None
    high: float | None
    axis: int = 0


@dataclass(frozen=True)
class Chart:
    """A chart with up to two value axes over categories (half hours, days, teams)."""

    key: str
    title: Text
    categories: Sequence[Text]
    series: Sequence[Series]
    category_label: Text = ""
    targets: Sequence[Target] = ()
    bands: Sequence[Band] = ()
    note: Text = ""
    small: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing to draw: no category, or no value in any series."""
        return not any(value is not None for series in self.series for value in series.values)

    @property
    def label(self) -> str:
        """What a screen reader says of the drawing; the table below holds the figures."""
        names = ", ".join(str(series.name) for series in self.series)
        return _("Chart: %(title)s. Shown: %(names)s. The table below holds the figures.") % {
            "title": self.title,
            "names": names,
        }

    @property
    def head(self) -> list[str]:
        """The headings of the table."""
        return [str(self.category_label), *(str(series.name) for series in self.series)]

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The table: each category with its figures as (words, address)."""
        return [
            (
                str(category),
                [
                    (
                        cells.shown(series.values[place], series.unit),
                        series.urls[place] if series.urls else "",
                    )
                    for series in self.series
                ],
            )
            for place, category in enumerate(self.categories)
        ]

    @property
    def data(self) -> dict[str, Any]:
        """What static/js/charts.js draws from."""
        return {
            "categories": [str(category) for category in self.categories],
            "series": [self._series(series) for series in self.series],
            "targets": [{"name": str(t.name), "value": t.value, "axis": t.axis} for t in self.targets],
            "bands": [
                {"name": str(b.name), "low": b.low, "high": b.high, "axis": b.axis} for b in self.bands
            ],
        }

    def _series(self, series: Series) -> dict[str, Any]:
        light, dark = colour_of(series.key)
        return {
            "name": str(series.name),
            "kind": series.kind,
            "unit": series.unit,
            "axis": series.axis,
            "stack": series.stack,
            "colour": light,
            "darkColour": dark,
            "values": list(series.values),
            "words": [cells.shown(value, series.unit) for value in series.values],
            "details": list(series.details),
            "urls": list(series.urls),
        }
