"""Complaints and work orders in the report: their figures, every overdue one of a day (domain §6.5), day by day in a longer period."""

import datetime
from collections.abc import Collection, Mapping
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
SUBJECT, SURVEYS, ORDERS = "complaints.case", "complaints.survey", "complaints.work_order"
LISTS = {  # of what the figures of complaints are, where it is not complaints
    "surveys.callback_on_time": ("surveys:callbacks", SURVEYS),
    "surveys.score": ("surveys:responses", SURVEYS),
    "surveys.satisfied": ("surveys:responses", SURVEYS),
    "work_orders.received": ("workorders:orders", ORDERS),
    "work_orders.ended": ("workorders:orders", ORDERS),
    "work_orders.open": ("workorders:orders", ORDERS),
    "work_orders.on_time": ("workorders:tickets", ORDERS),
    "work_orders.returned": ("workorders:tickets", ORDERS),
}


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
    listed = _listed(reader, site)
    url = lambda key, of: rows_url(key, site, of, listed)  # noqa: E731
    figures = [headline(key, total, by, against, url(key, period)) for key in COMPLAINTS]
    is_day = period.kind is Kind.DAY
    late, unnamed = _late(site, period.start, reader) if is_day else ([], 0)
    return Complaints(
        figures, late, unnamed, None if is_day else _by_day(site, own, total, by, listed), is_day
    )


def _listed(reader: Actor, site: Site) -> frozenset[str]:
    """The subjects of which a list shows this reader all of the site: then a figure leads to it."""
    if reader is None:
        return frozenset()
    reach = {subject: scope(reader, Action.VIEW, subject) for subject in (SUBJECT, SURVEYS, ORDERS)}
    is_here = site.pk in position(reader).site_ids
    return frozenset(
        subject for subject, far in reach.items() if far is Scope.ALL or (far is Scope.SITE and is_here)
    )


def rows_url(key: str, site: Site, period: Period, listed: Collection[str]) -> str:
    """The complaints, callbacks, answers, orders or tickets that a figure counts; of a share those that are counted for good. Empty where no list
    is exactly them, and where the reader would not see all of them.
    """
    name, subject = LISTS.get(key, ("cases:index", SUBJECT))
    query = _query(key, site, period) if subject in listed else {}
    return f"{reverse(name)}?{urlencode({'site': site.code, **query}, doseq=True)}" if query else ""


def _query(key: str, site: Site, period: Period) -> dict[str, object]:
    """How the list is narrowed to what the figure counts."""
    between = lambda name: {f"{name}_after": str(period.start), f"{name}_before": str(period.last)}  # noqa: E731
    is_now = site.today() in period
    return {
        "cases.received": between("received"),
        "cases.accepted": between("accepted"),
        "cases.closed": between("closed") | {"state": ["closed", "not_accepted"]},
        "cases.closed_on_time": between("closed")
        | {"state": ["closed", "not_accepted"], "was_overdue": "false"},
        "cases.open": {"standing": "open"} if is_now else {},
        "cases.overdue": {"due": "overdue"} if is_now else {},
        "cases.report_on_time": between("report_due") | {"report_on_time": "true"},
        "surveys.callback_on_time": between("due_at") | {"on_time": "true"},
        "surveys.score": between("answered_at"),
        "surveys.satisfied": between("answered_at") | {"is_satisfied": "true"},
        "work_orders.received": between("received"),
        "work_orders.ended": between("ended") | {"state": ["closed", "settled", "upgraded"]},
        "work_orders.open": {"is_open": "true"} if is_now else {},
        "work_orders.on_time": between("required") | {"on_time": "true"},
        "work_orders.returned": between("ended") | {"state": "returned"},
    }.get(key, {})  # type: ignore[return-value]


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
    site: Site, own: Mapping[datetime.date, Counts], total: Counts, by: Yardstick, listed: Collection[str]
) -> Section:
    def cells(counts: Counts, of: Period | None) -> list[Shown]:
        return [show(key, counts, by, rows_url(key, site, of, listed) if of else "") for key in COMPLAINTS]

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
        _("Complaints and work orders by day"),
        _("Day"),
        rows,
        cells(total, None),
        note=_(
            "Open and overdue complaints and open work orders are counted at the end of a day: the total is the last day’s."
        ),
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
