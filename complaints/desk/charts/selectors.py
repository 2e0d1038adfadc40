"""Ages of the open complaints by state; complaints of a period by cause."""

import datetime
from dataclasses import dataclass

from django.db.models import Case as When_
from django.db.models import Count, IntegerField, Min, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callcenter.people.models import Site
from callcenter.rulebook.values import value
from callcenter.web.charts import Chart, Series, Target
from complaints.cases.models import OPEN, CaseQuerySet, CauseClass, State
from complaints.desk.charts.rules import VITAL_SHARE, AgeClass, age_classes, running_shares, vital
from complaints.desk.lists import case_list

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Ages:
    """How many open complaints of each state are of each age, counted from their acceptance, before it from receipt."""

    classes: list[AgeClass]
    counts: dict[State, list[int]]
    oldest_since: datetime.datetime | None
    site: Site
    today: datetime.date

    @property
    def total(self) -> int:
        return sum(map(sum, self.counts.values()))

    @property
    def too_old(self) -> int:
        """Those past the days that a complaint has."""
        return sum(sum(counts[-2:]) for counts in self.counts.values())

    def url(self, state: State | None, place: int) -> str:
        """The list of the complaints of that state, or of all that are open, and of that age."""
        return self._list(state, self.classes[place].first, self.classes[place].last)

    @property
    def total_url(self) -> str:
        return self._list(None, 0, None)

    @property
    def too_old_url(self) -> str:
        return self._list(None, self.classes[-2].first, None)

    def _list(self, state: State | None, first: int, last: int | None) -> str:
        return case_list(
            site=self.site.code,
            state=state or "",
            standing="" if state else "open",
            since_after=self.today - last * DAY if last is not None else "",
            since_before=self.today - first * DAY if first else "",
        )


def ages(rows: CaseQuerySet, site: Site) -> Ages:
    """One question. Days are those of the site's calendar: accepted yesterday evening is one day old."""
    today = site.today()
    classes = age_classes(value("complaint.sla_days", site, on=today))
    since = Coalesce("accepted_at", "received_at")
    branches = [
        When(since__gte=_midnight(site, today, one.last), then=Value(place))
        for place, one in enumerate(classes)
        if one.last is not None
    ]
    aged = When_(*branches, default=Value(len(classes) - 1), output_field=IntegerField())
    found = rows.open().order_by().annotate(since=since).annotate(aged=aged)
    counts = {state: [0] * len(classes) for state in OPEN}
    oldest = []
    for state, place, count, first in found.values_list("state", "aged").annotate(Count("pk"), Min("since")):
        counts[State(state)][place] = count
        oldest.append(first)
    return Ages(classes, counts, min(oldest, default=None), site, today)


def _midnight(site: Site, today: datetime.date, days: int) -> datetime.datetime:
    return datetime.datetime.combine(today - datetime.timedelta(days=days), datetime.time(), site.zone)


def class_label(one: AgeClass) -> str:
    if one.last is None:
        return _("over %(days)s days") % {"days": one.first - 1}
    if one.last == 0:
        return _("today")
    if one.first == one.last:
        return ngettext("%(days)d day", "%(days)d days", one.first) % {"days": one.first}
    return _("%(first)s to %(last)s days") % {"first": one.first, "last": one.last}


def ageing_chart(found: Ages) -> Chart:
    """Bars of the age classes, stacked by state."""
    return Chart(
        "desk.ageing",
        _("Open complaints by age"),
        [class_label(one) for one in found.classes],
        [
            Series(
                f"case_state.{state}",
                str(state.label),
                counts,
                stack="states",
                urls=[found.url(state, place) if count else "" for place, count in enumerate(counts)],
            )
            for state, counts in found.counts.items()
            if any(counts)
        ],
        category_label=_("Age"),
        note=_("Counted from the acceptance; before it from the receipt."),
    )


@dataclass(frozen=True)
class CauseRow:
    name: str
    cause: int | None
    count: int
    amount: float
    share: float  # of all, up to and with this one


@dataclass(frozen=True)
class Causes:
    """Causes from the most frequent down. The first `vital` of them make four fifths."""

    rows: list[CauseRow]
    total: int
    vital: int
    site: Site


def causes(rows: CaseQuerySet, first: datetime.date, last: datetime.date, site: Site) -> Causes:
    """Complaints received from the first to the last day at the site, by cause. Merged duplicates count once."""
    start = datetime.datetime.combine(first, datetime.time(), site.zone)
    end = datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time(), site.zone)
    rows = rows.filter(received_at__gte=start, received_at__lt=end).exclude(
        state__in=[State.MERGED, State.REDIRECTED]
    )
    found = list(
        rows.order_by()
        .values_list("cause")
        .annotate(count=Count("pk"), paid=Sum("amount"))
        .order_by("-count", "cause")
    )
    names = {
        cause.pk: str(cause)
        for cause in CauseClass.objects.filter(pk__in=[key for key, *_rest in found if key])
    }
    counts = [count for _key, count, _paid in found]
    shares = running_shares(counts)
    lines = [
        CauseRow(names.get(key, "") or _("No cause named yet"), key, count, paid or 0, share)
        for (key, count, paid), share in zip(found, shares, strict=True)
    ]
    return Causes(lines, sum(counts), vital(counts), site)


def pareto_chart(found: Causes, first: datetime.date, last: datetime.date) -> Chart:
    """Bars of the causes, a line of their running share, and the line of four fifths."""
    return Chart(
        "desk.causes",
        _("Causes of complaints"),
        [row.name for row in found.rows],
        [
            Series(
                "desk.complaints",
                _("Complaints"),
                [row.count for row in found.rows],
                urls=[_list(row, found.site, first, last) for row in found.rows],
            ),
            Series(
                "desk.running_share",
                _("Running share"),
                [row.share for row in found.rows],
                kind="line",
                unit="percent",
                axis=1,
            ),
        ],
        category_label=_("Cause"),
        targets=[Target(_("80% line"), VITAL_SHARE, axis=1)],
    )


def _list(row: CauseRow, site: Site, first: datetime.date, last: datetime.date) -> str:
    """The complaints of that cause, or without any, that came in within the period."""
    return case_list(
        site=site.code,
        cause="null" if row.cause is None else row.cause,
        counted="true",
        received_after=first,
        received_before=last,
    )
