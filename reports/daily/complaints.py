"""Complaints in the report: their figures, every overdue one of a day (domain §6.5), day by day in a longer period."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.measures import registry
from callcenter.measures.registry import Counts
from callcenter.people.models import Site
from callcenter.web.cells import day as shown_day
from callcenter.web.charts import Chart, Series
from complaints.cases.measures import overdue_at_the_end
from complaints.cases.models import Case
from reports.daily.headlines import COMPLAINTS, Headline, Shown, Yardstick, headline, show
from reports.daily.names import Name
from reports.daily.tables import Row, Section
from reports.rollups.periods import Kind, Period, period_of

LISTED = 100  # overdue complaints that are named one by one; the figure counts them all
SUBJECT = "complaints.case"


@dataclass(frozen=True)
class Late:
    """A complaint that is overdue at the end of the day. `days`: from the day it was due to the day of the report."""

    reference: str
    owner: str
    due_on: datetime.date
    days: int
    expected_on: datetime.date | None
    reason: str
    about: int | None = None  # who is complained about: they are not shown it
    url: str = ""  # empty for those who may not open it


@dataclass(frozen=True)
class Complaints:
    """What the report says of complaints: figures as of the period, the overdue ones of a day, the days of a longer period."""

    figures: list[Headline]
    late: list[Late]
    unnamed: int  # overdue ones beyond those listed
    days: Section | None = None
    is_day: bool = True

    def figure(self, measure: str) -> Headline:
        return next(line for line in self.figures if line.measure.key == measure)


def complaints_of(
    site: Site,
    period: Period,
    by: Yardstick,
    counted: Mapping[datetime.date, Counts],
    others: list[tuple[str, Period]],
    reader: Actor,
) -> Complaints | None:
    """What is said of the period; None where none of its days is counted. `counted`: counts by day, days in order."""
    own = {day: counts for day, counts in counted.items() if day in period}
    if not own:
        return None
    total = registry.combine(own.values())
    against: list[tuple[str, Period, Counts]] = [
        (name, other, registry.combine(counts for day, counts in counted.items() if day in other))
        for name, other in others
    ]
    may_list = _may_list(reader, site)
    url = lambda key, of: rows_url(key, site, of) if may_list else ""  # noqa: E731
    figures = [headline(key, total, by, against, url(key, period)) for key in COMPLAINTS]
    is_day = period.kind is Kind.DAY
    late, unnamed = _late(site, period.start, reader) if is_day else ([], 0)
    return Complaints(
        figures, late, unnamed, None if is_day else _by_day(site, own, total, by, may_list), is_day
    )


def _may_list(reader: Actor, site: Site) -> bool:
    """Whether the list of complaints shows this reader all of the site: then a figure leads to it."""
    if reader is None:
        return False
    reach = scope(reader, Action.VIEW, SUBJECT)
    return reach is Scope.ALL or (reach is Scope.SITE and site.pk in position(reader).site_ids)


def rows_url(key: str, site: Site, period: Period) -> str:
    """The complaints that a figure counts; empty where no list is exactly them."""
    between = lambda name: {f"{name}_after": str(period.start), f"{name}_before": str(period.last)}  # noqa: E731
    is_now = site.today() in period
    query: dict[str, object] = {
        "cases.received": between("received"),
        "cases.accepted": between("accepted"),
        "cases.closed": between("closed") | {"state": ["closed", "not_accepted"]},
        "cases.closed_on_time": between("closed")
        | {"state": ["closed", "not_accepted"], "was_overdue": "false"},
        "cases.open": {"standing": "open"} if is_now else {},
        "cases.overdue": {"due": "overdue"} if is_now else {},
    }.get(key, {})  # type: ignore[assignment]
    return f"{reverse('cases:index')}?{urlencode({'site': site.code, **query}, doseq=True)}" if query else ""


def _late(site: Site, day: datetime.date, reader: Actor) -> tuple[list[Late], int]:
    """The overdue complaints of the day, the oldest first, and how many more there are; none about the reader."""
    rows = overdue_at_the_end(site, day)
    me = position(reader).employee_id if reader is not None else None
    if me is not None:
        rows = rows.exclude(about=me)
    found = list(
        rows.select_related("owner").defer("search", "content").order_by("due_at", "pk")[: LISTED + 1]
    )
    more = rows.count() - LISTED if len(found) > LISTED else 0
    shown = found[:LISTED]
    seen = set()
    if reader is not None and shown:
        seen = set(
            Case.objects.visible_to(reader)
            .filter(pk__in=[one.pk for one in shown])
            .values_list("pk", flat=True)
        )
    return [_line(one, site, day, is_open=one.pk in seen) for one in shown], more


def _line(case: Case, site: Site, day: datetime.date, *, is_open: bool) -> Late:
    due = case.overdue_at or case.due_at
    assert due is not None  # it is overdue
    due_on = due.astimezone(site.zone).date()
    return Late(
        case.reference,
        str(case.owner),
        due_on,
        (day - due_on).days,
        case.expected_close_on,
        case.overdue_reason,
        case.about_id,
        case.get_absolute_url() if is_open else "",
    )


def _by_day(
    site: Site, own: Mapping[datetime.date, Counts], total: Counts, by: Yardstick, may_list: bool
) -> Section:
    def cells(counts: Counts, of: Period | None) -> list[Shown]:
        return [
            show(key, counts, by, rows_url(key, site, of) if may_list and of else "") for key in COMPLAINTS
        ]

    rows = [
        Row(
            day,
            Name(shown_day(day)),
            cells(counts, period_of(Kind.DAY, day)),
            counts,
            reverse("reports:daily", args=[site.code, day]),
        )
        for day, counts in own.items()
    ]
    return Section(
        "complaint_days",
        _("Complaints by day"),
        _("Day"),
        rows,
        cells(total, None),
        note=_("Open and overdue complaints are counted at the end of a day: the total is the last day’s."),
    )


def chart_of(complaints: Complaints) -> Chart | None:
    """How complaints went in a longer period: received and closed as bars, the overdue ones as a line."""
    if complaints.days is None:
        return None
    rows = complaints.days.rows
    # The last part of a key is its colour: blue, green, ochre, vermilion.
    drawn = (
        ("received", "answered", _("Received"), "bar"),
        ("closed", "service_level", pgettext("complaint", "Closed"), "bar"),
        ("open", "late", pgettext("complaints", "Open"), "line"),
        ("overdue", "abandoned", _("Overdue"), "line"),
    )
    return Chart(
        key="reports.complaints",
        title=_("Complaints by day"),
        categories=[f"{row.item:%m-%d}" for row in rows],
        category_label=_("Day"),
        series=[
            Series(
                f"complaints.{colour}",
                label,
                [row.counts.get(f"complaints_{name}", 0) for row in rows],
                kind=kind,
                urls=[row.url for row in rows],
            )
            for name, colour, label, kind in drawn
        ],
    )
