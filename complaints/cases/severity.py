"""What makes a complaint especially serious without anybody saying so (domain §6.1)."""

import datetime
from collections.abc import Collection

from callcenter.rulebook.values import value
from complaints.cases.dossier import Case
from complaints.cases.states import Channel, Trigger

FOUND = (Trigger.PUBLIC, Trigger.AMOUNT, Trigger.REPEATED)  # those that are seen from the facts


def found_triggers(case: Case) -> set[str]:
    """The triggers that its facts show: regulator, amount above tier 1, a second complaint on the same cause."""
    found: set[str] = set()
    on = case.received_at.astimezone(case.site.zone).date()
    if case.channel == Channel.REGULATOR:
        found.add(Trigger.PUBLIC)
    if case.claimed_amount is not None and case.claimed_amount > value(
        "complaint.tier1_max", case.site, on=on
    ):
        found.add(Trigger.AMOUNT)
    if case.parent_id is None and _is_repeated(case, value("complaint.repeated_days", case.site, on=on)):
        found.add(Trigger.REPEATED)
    return found


def _is_repeated(case: Case, days: int) -> bool:
    if case.customer_id is None or case.cause_id is None:
        return False
    since = case.received_at - datetime.timedelta(days=days)
    earlier = Case.objects.filter(
        customer=case.customer_id,
        cause=case.cause_id,
        received_at__gte=since,
        received_at__lt=case.received_at,
    )
    return earlier.exclude(pk=case.pk).exclude(state__in=["merged", "withdrawn", "redirected"]).exists()


def all_triggers(case: Case, said: Collection[str]) -> list[str]:
    """What was said and what the facts show, in the order of the list."""
    given = set(said) | found_triggers(case)
    return [str(trigger) for trigger in Trigger if trigger in given]
