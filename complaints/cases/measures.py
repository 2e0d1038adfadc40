"""Figures of complaints by day: counts that add up, and stocks as at the end of a day (domain §6.5, §6.10)."""

import datetime

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.clocks.models import Clock
from callcenter.clocks.models import Outcome as ClockOutcome
from callcenter.measures.registry import Base, Combine, Good, Measure, Unit
from callcenter.people.models import Site
from complaints.cases.deadlines import REPORT
from complaints.cases.dossier import Case, CaseQuerySet
from complaints.cases.states import State

AN_INSTANT = datetime.timedelta(
    seconds=1
)  # complaints are due at 23:59:59: by then the day is not overdue yet
LONGEST = datetime.timedelta(days=62)  # a report is due this long after its complaint ended at most

BASES = (
    Base(
        "complaints_received",
        _("Complaints received"),
        help=_("Everything that was taken as a complaint, whatever it turned out to be."),
    ),
    Base("complaints_accepted", _("Complaints accepted")),
    Base(
        "complaints_closed",
        _("Complaints closed"),
        help=_("Closed, or ended because the customer did not accept the decision."),
    ),
    Base("complaints_closed_on_time", _("Complaints closed by their deadline")),
    Base("complaints_ended_otherwise", _("Complaints withdrawn, merged or passed on")),
    Base("complaints_open", _("Open complaints"), combine=Combine.LAST, help=_("At the end of the day.")),
    Base(
        "complaints_overdue",
        _("Overdue complaints"),
        combine=Combine.LAST,
        help=_("Open at the end of the day, though due before it."),
    ),
    Base("complaint_reports_due", _("Reports on complaints due")),
    Base("complaint_reports_on_time", _("Reports on complaints handed in on time")),
)


def _count(
    key: str, label: object, base: str, good: Good = Good.NEITHER, source: str = "domain §6.3"
) -> Measure:
    return Measure(f"cases.{key}", label, label, Unit.COUNT, {base: 1}, {}, good, source=source)  # type: ignore[arg-type]


MEASURES = (
    _count("received", _("Complaints received"), "complaints_received"),
    _count("accepted", _("Complaints accepted"), "complaints_accepted"),
    _count("closed", _("Complaints closed"), "complaints_closed"),
    _count("open", _("Open complaints"), "complaints_open"),
    _count("overdue", _("Overdue complaints"), "complaints_overdue", Good.LOWER, "domain §6.5"),
    Measure(
        "cases.closed_on_time",
        _("Complaints closed on time"),
        _("closed by their deadline ÷ closed"),
        Unit.PERCENT,
        {"complaints_closed_on_time": 1},
        {"complaints_closed": 1},
        Good.HIGHER,
        target="complaint.closed_on_time_percent",
        source="S2A-34",
    ),
    Measure(
        "cases.report_on_time",
        _("Reports on complaints on time"),
        _("reports due that day and handed in by then ÷ reports due that day"),
        Unit.PERCENT,
        {"complaint_reports_on_time": 1},
        {"complaint_reports_due": 1},
        Good.HIGHER,
        target="complaint.report_on_time_percent",
        source="S2A-26",
    ),
)


def bounds(site: Site, day: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
    """The moments at which a day of the site begins and ends."""
    after = day + datetime.timedelta(days=1)
    return tuple(datetime.datetime.combine(one, datetime.time(), site.zone) for one in (day, after))  # type: ignore[return-value]


def overdue_at_the_end(site: Site, day: datetime.date) -> CaseQuerySet:
    """Complaints of the site that were open at the end of the day though due before it; of a running day: by now."""
    _start, end = bounds(site, day)
    return Case.objects.filter(_open_at(end), site=site).filter(_due_before(_seen_until(end)))


def counts_of_day(site: Site, day: datetime.date) -> dict[str, int]:
    """The base counts of complaints on a day of the site. Two queries, however many complaints."""
    start, end = bounds(site, day)
    in_day = {
        name: Q(**{f"{name}__gte": start, f"{name}__lt": end})
        for name in ("received_at", "accepted_at", "closed_at")
    }
    is_closed = in_day["closed_at"] & Q(state__in=[State.CLOSED, State.NOT_ACCEPTED])
    is_gone = in_day["closed_at"] & Q(state__in=[State.WITHDRAWN, State.MERGED, State.REDIRECTED])
    still = _open_at(end)
    alive = Case.objects.filter(Q(closed_at=None) | Q(closed_at__gte=start), site=site, received_at__lt=end)
    found = alive.order_by().aggregate(
        complaints_received=Count("pk", filter=in_day["received_at"]),
        complaints_accepted=Count("pk", filter=in_day["accepted_at"]),
        complaints_closed=Count("pk", filter=is_closed),
        complaints_closed_on_time=Count("pk", filter=is_closed & Q(overdue_at=None)),
        complaints_ended_otherwise=Count("pk", filter=is_gone),
        complaints_open=Count("pk", filter=still),
        complaints_overdue=Count("pk", filter=still & _due_before(_seen_until(end))),
    )
    return found | _reports(site, start, end)


def _reports(site: Site, start: datetime.datetime, end: datetime.datetime) -> dict[str, int]:
    """Reports that were due in that time; one that is due later today and not handed in yet is not counted."""
    cases = Case.objects.filter(
        Q(closed_at=None) | Q(closed_at__gte=start - LONGEST), site=site, accepted_at__lt=end
    )
    clocks = Clock.objects.filter(
        kind=REPORT, subject_id__in=cases.values("pk"), due_at__gte=start, due_at__lt=end
    )
    on_time = Q(outcome=ClockOutcome.DONE, stopped_at__lte=F("due_at"))
    counted = clocks.exclude(outcome__in=[ClockOutcome.CANCELLED, ClockOutcome.MERGED]).order_by()
    return counted.aggregate(
        complaint_reports_due=Count("pk", filter=on_time | Q(due_at__lt=timezone.now())),
        complaint_reports_on_time=Count("pk", filter=on_time),
    )


def _open_at(end: datetime.datetime) -> Q:
    return Q(received_at__lt=end) & (Q(closed_at=None) | Q(closed_at__gte=end))


def _due_before(moment: datetime.datetime) -> Q:
    """Once overdue stays overdue, though the deadline was moved later."""
    late = Q(overdue_at__lt=moment) | Q(overdue_at=None, due_at__lt=moment)
    return Q(accepted_at__isnull=False) & late


def _seen_until(end: datetime.datetime) -> datetime.datetime:
    return min(end - AN_INSTANT, timezone.now())
