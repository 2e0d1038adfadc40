"""What is counted of a day besides its calls: complaints, surveys, work orders, each by the room that has them; and when anew."""

import datetime

from django.db.models import Min
from django.utils import timezone

from callcenter.access.permissions import Actor
from callcenter.measures.registry import Counts
from callcenter.people.models import Site
from complaints.cases import measures as cases
from complaints.cases.models import Case
from complaints.surveys import measures as surveys
from complaints.surveys.ratings.models import Invitation, Response
from complaints.workorders import measures as orders
from complaints.workorders.models import OrderEvent, TransferTicket, WorkOrder
from reports.rollups.models import Reason, ReportedDay, StaleDay
from reports.rollups.periods import ONE_DAY

REPORTED = (
    "complaints_received",
    "complaints_accepted",
    "complaints_closed",
    "complaints_closed_on_time",
    "complaints_open",
    "complaints_overdue",
    "complaint_reports_due",
    "complaint_reports_on_time",
    "callbacks_due",
    "callbacks_on_time",
    "survey_points",
    "survey_points_possible",
    "survey_answers",
    "survey_satisfied",
    "orders_received",
    "orders_ended",
    "orders_open",
    "tickets_due",
    "tickets_on_time",
    "tickets_returned",
)  # what the operations report shows: where one of them changes later, the day is revised
# Which acts change what earlier days say, and from which of the complaint's moments on.
SINCE = {"record": "received_at", "accept": "accepted_at", "merge": "received_at", "unmerge": "received_at"}
MOST_DAYS = 400  # marked at once at most


def of_day(site: Site, day: datetime.date) -> dict[str, int]:
    """The base counts of complaints, surveys and work orders of that day, from their facts. Eight queries."""
    return cases.counts_of_day(site, day) | surveys.counts_of_day(site, day) | orders.counts_of_day(site, day)


def is_in_use(site: Site) -> bool:
    """Whether the site has complaints or work orders, or asks customers; its report says nothing of them before."""
    return any(rows.objects.filter(site=site).exists() for rows in (Case, Invitation, WorkOrder))


def reported(counts: Counts) -> dict[str, int]:
    """Those that the report shows."""
    return {name: counts[name] for name in REPORTED if name in counts}


def was_over(row: ReportedDay, site: Site) -> bool:
    """Whether the day was over, by the site's clock, when it was counted last."""
    return row.counted_at is not None and row.counted_at.astimezone(site.zone).date() > row.day


def case_moved(case: Case, transition: str, actor: Actor) -> None:
    """Told by complaints, in their transaction: today's counts, and with a receipt in the past those since then."""
    today = case.site.today()
    moment: datetime.datetime | None = getattr(case, SINCE[transition]) if transition in SINCE else None
    first = min(moment.astimezone(case.site.zone).date(), today) if moment else today
    days = min((today - first).days, MOST_DAYS)
    _mark(case.site_id, {today - ONE_DAY * back for back in range(days + 1)})


def answered(response: Response, actor: Actor) -> None:
    """Told by surveys: the day of the answer, and the day on which the customer was asked."""
    moments = (response.answered_at, response.invitation.made_at)
    _mark(response.site_id, {one.astimezone(response.site.zone).date() for one in moments})


def order_logged(event: OrderEvent) -> None:
    """Told by work orders: today, the days since a receipt in the past, and those on which tickets that it moves were due."""
    order, today = event.order, event.order.site.today()
    found = {today}
    if event.transition == "record":
        first = order.received_at.astimezone(order.site.zone).date()
        days = min(max((today - first).days, 0), MOST_DAYS)
        found |= {today - ONE_DAY * back for back in range(days + 1)}
    else:
        due = TransferTicket.objects.filter(order=order).values_list("required_by", flat=True)
        found |= {on for at in due if (on := at.astimezone(order.site.zone).date()) < today}
    _mark(order.site_id, found)


def _mark(site_id: int, days: set[datetime.date]) -> None:
    StaleDay.objects.bulk_create(
        StaleDay(site_id=site_id, day=day, reason=Reason.RECORDS) for day in sorted(days)
    )


def mark_uncounted() -> int:
    """Mark the days that are over and were not counted since, and the running one: deadlines pass without anybody's act.

    At most MOST_DAYS of a site, the latest first: what is older is marked the next time. How many.
    """
    marked = 0
    for site in Site.objects.all():
        days = _uncounted(site)
        _mark(site.pk, set(days))
        marked += len(days)
    return marked


def _uncounted(site: Site) -> list[datetime.date]:
    today = site.today()
    firsts = (
        Case.objects.filter(site=site).aggregate(at=Min("received_at"))["at"],
        Invitation.objects.filter(site=site).aggregate(at=Min("made_at"))["at"],
        WorkOrder.objects.filter(site=site).aggregate(at=Min("received_at"))["at"],
    )
    known = [at.astimezone(site.zone).date() for at in firsts if at is not None]
    if not known:
        return []
    rows = ReportedDay.objects.filter(site=site, day__gte=min(known), counted_at__isnull=False)
    done = {row.day for row in rows.only("day", "counted_at") if was_over(row, site)}
    days = ((today - min(known)).days + 1) if min(known) <= today else 0
    return [day for day in (today - ONE_DAY * back for back in range(days)) if day not in done][:MOST_DAYS]


def write(row: ReportedDay, site: Site) -> tuple[dict[str, int], dict[str, int]]:
    """Count the day and keep it in its row, which the caller holds: what the report said of it before and says now.

    The first is empty where it was never counted before, both where the site has no complaints and asks no customers.
    """
    if not (row.counted_at or is_in_use(site)):
        return {}, {}
    before, after = dict(row.counts), of_day(site, row.day)
    row.counts, row.counted_at = after, timezone.now()
    row.save(update_fields=["counts", "counted_at"])
    return reported(before), reported(after)
