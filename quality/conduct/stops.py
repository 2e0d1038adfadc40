"""Stop-work orders of the floor become conduct records; those that are annulled are undone (S2F-11)."""

import datetime

from django.contrib.contenttypes.models import ContentType

from callcenter.audit import services as audit
from callcenter.people.models import Site
from callcenter.rulebook.values import value
from quality.conduct.catalogue.models import ItemVersion
from quality.conduct.records.models import OVER, ConductRecord
from quality.conduct.records.services import Seen, cancel, record_conduct
from staffing.floor.stops.models import Annulment, StopWork


def follow(order: StopWork, annulment: Annulment | None) -> None:
    """Called in the transaction in which an order is given or annulled. Nothing is recorded of an order twice."""
    standing = _standing(order)
    if annulment is not None:
        if standing is not None:
            cancel(standing, actor=None, reason=annulment.reason)
        return
    if standing is None and value("conduct.takes_stop_orders", order.site, on=order.on):
        take_over(order)


def take_over(order: StopWork) -> ConductRecord | None:
    """A record of the order, by its entry of the catalogue; None where the catalogue of that day has none. The employee is
    heard before the leader confirms, as with every record.
    """
    at = order.ordered_at
    on = at.astimezone(order.site.zone).date()
    code = order.ground or value("conduct.stop_work_item", order.site, on=on)
    version = ItemVersion.objects.on(on).deductions().filter(item__code=code).first()
    if version is None:
        return None
    made = record_conduct(order.employee, Seen(version, at, order.reason, source=order), actor=None)
    audit.record(None, "conduct.record.taken_over", made, after={"of": str(order), "points": made.points})
    return made


def grounds(site: Site, on: datetime.date) -> list[tuple[str, str]]:
    """What somebody may be ordered to stop work for: the catalogue of the day."""
    return [(one.item.code, f"{one} ({one.points})") for one in ItemVersion.objects.on(on).deductions()]


def _standing(order: StopWork) -> ConductRecord | None:
    kind = ContentType.objects.get_for_model(StopWork)
    rows = ConductRecord.objects.filter(source_type=kind, source_id=order.pk, recorded_by=None)
    return rows.exclude(state__in=OVER).select_related("site").first()
