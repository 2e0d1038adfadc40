"""The register's day: compared with the vouchers, and what was not dispatched is first in line the next day (S2A-9)."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit.services import Entry, record, record_many
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Site
from complaints.serviceorders import access
from complaints.serviceorders.models import Reconciliation, ServiceOrder
from complaints.serviceorders.states import State


@dataclass(frozen=True, slots=True)
class Day:
    """Lines and vouchers of a day: the register's lines; of them those sent out, back with a signature, still out; and what
    waits undispatched at all."""

    registered: int
    dispatched: int
    back: int
    out: int
    undispatched: int


def day_of(site: Site, on: datetime.date) -> Day:
    """The counts of that day at the site."""
    start = datetime.datetime.combine(on, datetime.time(), site.zone)
    end = start + datetime.timedelta(days=1)
    rows = ServiceOrder.objects.filter(site=site)
    sent = rows.filter(dispatched_at__gte=start, dispatched_at__lt=end)
    waiting = Q(state=State.REGISTERED, registered_at__lt=end)
    return Day(
        registered=rows.filter(registered_at__gte=start, registered_at__lt=end).count(),
        dispatched=sent.count(),
        back=rows.filter(finished_at__gte=start, finished_at__lt=end).count(),
        out=rows.filter(state=State.DISPATCHED, dispatched_at__lt=end).count(),
        undispatched=rows.filter(waiting).count(),
    )


@transaction.atomic
def compare(site: Site, on: datetime.date, *, actor: Actor, note: str = "") -> Reconciliation:
    """Compare the register with the vouchers at the end of a day; what waits is first in line from the next day on."""
    require(access.may_manage(actor, site.pk))
    if on > site.today():
        raise RuleViolation(Objection("serviceorders.day_ahead"))
    day = day_of(site, on)
    made = Reconciliation(
        site=site, on=on, note=note.strip(), done_by=user_of(actor), registered=day.registered,
        dispatched=day.dispatched, back=day.back, out=day.out, undispatched=day.undispatched,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise RuleViolation(Objection("serviceorders.compared_already")) from error
    record(
        actor, "serviceorders.register.compared", made, site_id=site.pk,
        after={"registered": day.registered, "out": day.out, "undispatched": day.undispatched},
    )  # fmt: skip
    return made


@transaction.atomic
def prioritise_undispatched(site: Site, today: datetime.date | None = None) -> int:
    """Put first in line what was registered before `today` and nobody was sent to; how many. A second run finds nothing."""
    today = today or site.today()
    start = datetime.datetime.combine(today, datetime.time(), site.zone)
    rows = ServiceOrder.objects.select_for_update(skip_locked=True).filter(
        site=site, state=State.REGISTERED, is_priority=False, registered_at__lt=start
    )
    late = list(rows.order_by("pk"))
    for order in late:
        order.is_priority, order.priority_since = True, today
    ServiceOrder.objects.bulk_update(late, ["is_priority", "priority_since"], batch_size=500)
    record_many(None, [Entry("serviceorders.order.prioritised", one) for one in late])
    return len(late)
