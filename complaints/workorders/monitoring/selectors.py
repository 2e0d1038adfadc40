"""What the board shows, the figures of weeks and departments, the facts behind focus alerts. Constant queries throughout."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.permissions import Actor
from callcenter.measures.registry import Ratio, get
from callcenter.people.models import Department, Site
from callcenter.rulebook.values import value
from complaints.workorders.monitoring.models import FocusAlert
from complaints.workorders.moving import setting
from complaints.workorders.orders.models import Category, CustomerReply, OrderEvent, WorkOrder
from complaints.workorders.rules import FocusFacts, FocusPolicy
from complaints.workorders.states import ReplyKind, State, TicketState
from complaints.workorders.tickets.models import FeedbackSlip, OrderChase, TransferTicket

WEEK = datetime.timedelta(days=7)
SHOWN = 200


@dataclass(frozen=True)
class Stuck:
    """One line of the board: the order, the ticket that holds it, why it is stuck, how often it was chased."""

    order: WorkOrder
    ticket: TransferTicket | None
    reasons: list[str]
    chases: int
    chased_at: datetime.datetime | None

    @property
    def holder(self) -> Any:
        """Who has it now: the handler, the department, or who keeps the order."""
        if self.ticket is None:
            return self.order.keeper or self.order.owner
        return self.ticket.handler or self.ticket.department


def stuck_condition(site: Site, now: datetime.datetime) -> Q:
    """What makes an open order stuck (S2F-13): done too late, promised and not told, without a step for too long."""
    still = now - datetime.timedelta(hours=setting("stuck_hours", site))
    unclaimed = now - datetime.timedelta(hours=setting("unclaimed_hours", site))
    late = TransferTicket.objects.open().filter(
        Q(required_by__lt=now) | Q(state=TicketState.SENT, sent_at__lt=unclaimed)
    )
    return (
        Q(due_at__lt=now)
        | Q(informed_at=None, promised_reply_at__lt=now)
        | Q(moved_at__lt=still)
        | Q(pk__in=late.values("order"))
    )


def stuck(user: Actor, site: Site, now: datetime.datetime | None = None) -> list[Stuck]:
    """The stuck orders of the site in the user's sight, the latest due first. Three queries."""
    now = now or timezone.now()
    rows = WorkOrder.objects.visible_to(user).open().filter(stuck_condition(site, now), site=site)
    orders = list(
        rows.select_related("site", "owner", "keeper", "category", "team").order_by("due_at", "pk")[:SHOWN]
    )
    ids = [one.pk for one in orders]
    tickets = {
        one.order_id: one
        for one in TransferTicket.objects.open().filter(order__in=ids).select_related("department", "handler")
    }
    chased: dict[int, Any] = {
        one["order"]: one
        for one in OrderChase.objects.filter(order__in=ids)
        .values("order")
        .annotate(times=Count("pk"), last=Max("at"))
        .order_by()
    }
    policy = (setting("stuck_hours", site), setting("unclaimed_hours", site))
    return [
        Stuck(
            one,
            tickets.get(one.pk),
            _reasons(one, tickets.get(one.pk), now, policy),
            chased.get(one.pk, {}).get("times", 0),
            chased.get(one.pk, {}).get("last"),
        )
        for one in orders
    ]


def _reasons(
    order: WorkOrder, ticket: TransferTicket | None, now: datetime.datetime, policy: tuple[int, int]
) -> list[str]:
    still, unclaimed = (datetime.timedelta(hours=one) for one in policy)
    found = []
    if order.due_at < now:
        found.append(_("Overdue"))
    if order.informed_at is None and order.promised_reply_at and order.promised_reply_at < now:
        found.append(_("Promise broken"))
    if ticket is not None and ticket.state == TicketState.SENT and ticket.sent_at < now - unclaimed:
        found.append(_("Nobody received it"))
    if ticket is not None and ticket.required_by < now:
        found.append(_("Slip not returned"))
    if order.moved_at < now - still:
        found.append(_("No step for long"))
    return found


@dataclass(frozen=True)
class DepartmentFigures:
    """How a department meets the tickets' time points (S1-34) of a period, and what it is late with now."""

    department: Department
    on_time: Ratio
    open: int
    overdue: int


def departments(
    site: Site, first: datetime.date, last: datetime.date, now: datetime.datetime | None = None
) -> list[DepartmentFigures]:
    """Each department that had tickets to be done on a day of [first, last], or has some open. One query.

    On time: done by the required completion. What was returned or dropped does not count; what is open and past it does.
    """
    now = now or timezone.now()
    start, end = bounds(site, first, last)
    counted = Q(required_by__gte=start, required_by__lt=end)
    done = counted & Q(state=TicketState.DONE)
    late_open = counted & Q(ended_at=None, required_by__lt=now)
    rows = (
        TransferTicket.objects.filter(order__site=site)
        .filter(counted | Q(ended_at=None))
        .values("department")
        .annotate(
            on_time=Count("pk", filter=done & Q(done_at__lte=F("required_by"))),
            due=Count("pk", filter=done | late_open),
            open=Count("pk", filter=Q(ended_at=None)),
            overdue=Count("pk", filter=Q(ended_at=None, required_by__lt=now)),
        )
        .order_by("-overdue", "department")
    )
    found = list(rows)
    named = Department.objects.in_bulk([one["department"] for one in found])
    measure = get("work_orders.on_time")
    return [
        DepartmentFigures(
            named[one["department"]],
            measure.of({"tickets_on_time": one["on_time"], "tickets_due": one["due"]}),
            one["open"],
            one["overdue"],
        )
        for one in found
    ]


def bounds(
    site: Site, first: datetime.date, last: datetime.date
) -> tuple[datetime.datetime, datetime.datetime]:
    """The moments [start, end) of the days at the site."""
    start = datetime.datetime.combine(first, datetime.time(), site.zone)
    return start, datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time(), site.zone)


def monday_of(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


@dataclass(frozen=True)
class WeekFigures:
    """What a week brought (S2F-5, S1-24, S1-27): counts, and the base counts behind the percentages."""

    first: datetime.date
    accepted: int
    supervised: int
    fed_back: int
    called_back: int
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def last(self) -> datetime.date:
        return self.first + datetime.timedelta(days=6)

    def of(self, key: str) -> Ratio:
        """One of the measures of this room with its numerator and denominator."""
        return get(f"work_orders.{key}").of(self.counts)


def week(site: Site, first: datetime.date) -> WeekFigures:
    """The figures of the week that begins on that Monday. Six queries, however many orders."""
    start, end = bounds(site, first, first + datetime.timedelta(days=6))
    orders = WorkOrder.objects.filter(site=site)
    ended = orders.filter(ended_at__gte=start, ended_at__lt=end).aggregate(
        ended=Count("pk", filter=Q(state__in=[State.CLOSED, State.SETTLED, State.UPGRADED])),
        resolved=Count("pk", filter=Q(state=State.CLOSED)),
        handling=Sum(F("ended_at") - F("received_at"), filter=Q(state=State.CLOSED)),
        spot=Count("pk", filter=Q(state=State.CLOSED, is_answered_on_spot=True, loops=0)),
    )
    within = Q(at__gte=start, at__lt=end)
    said = OrderEvent.objects.filter(
        within, order__site=site, transition__in=["confirm", "object"]
    ).aggregate(asked=Count("pk"), satisfied=Count("pk", filter=Q(transition="confirm")))
    tickets = TransferTicket.objects.filter(
        order__site=site, required_by__gte=start, required_by__lt=end
    ).aggregate(
        due=Count("pk", filter=Q(state=TicketState.DONE) | Q(ended_at=None, required_by__lt=timezone.now())),
        on_time=Count("pk", filter=Q(state=TicketState.DONE, done_at__lte=F("required_by"))),
    )
    return WeekFigures(
        first=first,
        accepted=orders.filter(received_at__gte=start, received_at__lt=end).count(),
        supervised=OrderChase.objects.filter(within, order__site=site).count(),
        fed_back=FeedbackSlip.objects.filter(within, ticket__order__site=site).count(),
        called_back=CustomerReply.objects.filter(within, order__site=site)
        .exclude(kind=ReplyKind.INTERIM)
        .count(),
        counts={
            "orders_ended": ended["ended"],
            "orders_resolved": ended["resolved"],
            "orders_resolved_on_spot": ended["spot"],
            "order_handling_seconds": round((ended["handling"] or datetime.timedelta()).total_seconds()),
            "order_customers_asked": said["asked"],
            "order_customers_satisfied": said["satisfied"],
            "tickets_due": tickets["due"],
            "tickets_on_time": tickets["on_time"],
        },
    )


def focus_policy(site: Site, on: datetime.date) -> FocusPolicy:
    """What the rulebook says of focus alerts at the site on that day."""
    return FocusPolicy(
        sigmas=float(value("workorder.focus_sigmas", site, on=on)),
        growth_percent=value("workorder.focus_growth_percent", site, on=on),
        least=value("workorder.focus_least", site, on=on),
        handling_hours=value("workorder.handling_target_hours", site, on=on),
        satisfied_percent=value("workorder.satisfied_percent", site, on=on),
    )


def focus_facts(site: Site, monday: datetime.date) -> dict[Category, FocusFacts]:
    """Each category with its week and the weeks before. Four queries."""
    weeks = value("workorder.focus_weeks", site, on=monday)
    oldest = monday - WEEK * weeks
    start, end = bounds(site, oldest, monday + datetime.timedelta(days=6))
    taken: dict[tuple[int, datetime.date], int] = defaultdict(int)
    for category, at in WorkOrder.objects.filter(
        site=site, received_at__gte=start, received_at__lt=end
    ).values_list("category", "received_at"):
        taken[category, monday_of(at.astimezone(site.zone).date())] += 1
    this, _end = bounds(site, monday, monday)
    closed: dict[int, Any] = {
        one["category"]: one
        for one in WorkOrder.objects.filter(
            site=site, state=State.CLOSED, ended_at__gte=this, ended_at__lt=end
        )
        .values("category")
        .annotate(
            count=Count("pk"),
            seconds=Coalesce(Sum(F("ended_at") - F("received_at")), datetime.timedelta()),
        )
        .order_by()
    }
    said: dict[int, Any] = {
        one["order__category"]: one
        for one in OrderEvent.objects.filter(
            order__site=site, transition__in=["confirm", "object"], at__gte=this, at__lt=end
        )
        .values("order__category")
        .annotate(asked=Count("pk"), satisfied=Count("pk", filter=Q(transition="confirm")))
        .order_by()
    }
    before = [monday - WEEK * back for back in range(weeks, 0, -1)]
    return {
        one: FocusFacts(
            count=taken[one.pk, monday],
            before=[taken[one.pk, each] for each in before],
            handling_seconds=round(_seconds(closed.get(one.pk))),
            closed=closed.get(one.pk, {}).get("count", 0),
            satisfied=said.get(one.pk, {}).get("satisfied", 0),
            asked=said.get(one.pk, {}).get("asked", 0),
        )
        for one in Category.objects.filter(site=site)
    }


def _seconds(row: Any) -> float:
    return float(row["seconds"].total_seconds()) if row else 0.0


def by_category(site: Site, first: datetime.date, last: datetime.date) -> list[tuple[Category, int]]:
    """How many orders of each category were taken on days of [first, last], the most first (S1-25). Two queries."""
    start, end = bounds(site, first, last)
    rows = (
        WorkOrder.objects.filter(site=site, received_at__gte=start, received_at__lt=end)
        .values_list("category")
        .annotate(count=Count("pk"))
        .order_by("-count", "category")
    )
    counted = list(rows)
    named = Category.objects.in_bulk([pk for pk, _count in counted])
    return [(named[pk], count) for pk, count in counted]


def alerts(site: Site, since: datetime.date) -> Iterable[FocusAlert]:
    """What needed a closer look in weeks from `since` on."""
    return FocusAlert.objects.filter(site=site, week__gte=since).select_related("category")
