"""The kind of request that a leader decides on: one for each side of a swap, the requester's first."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.approvals.kinds import Facts, Kind
from callcenter.approvals.rules import Target
from callcenter.objections import Objection, RuleViolation
from callcenter.web.cells import day
from staffing.swaps import services
from staffing.swaps.coverage import coverage
from staffing.swaps.models import KIND
from staffing.swaps.telling import times


def facts(side: Any) -> Facts:
    """The two shifts, who takes which, why, and what stands against it now."""
    swap = side.swap
    for one in swap.shifts.select_related("assignment", "giver", "taker").order_by("assignment__starts_at"):
        row = one.assignment
        what = f"{day(row.on)} {times(row.code, row.parts)}"
        yield (
            _("Shift"),
            _("%(shift)s: %(giver)s → %(taker)s")
            % {
                "shift": what,
                "giver": one.giver,
                "taker": one.taker,
            },
        )
    yield _("Both agree"), swap.answered_at and day(swap.answered_at.astimezone(swap.site.zone).date())
    if swap.is_open:
        against = [each.sentence for each in services.objections(swap, at=timezone.now())]
        yield _("Rules"), " ".join(against) or _("Every rule is kept, as things are now.")
        rows = swap.shifts.select_related("assignment__team__department__site").order_by(
            "assignment__starts_at"
        )
        yield _("Coverage"), " ".join(coverage(list(rows)))
    if swap.notes:
        yield _("What the other has to know"), swap.notes


def refuse_return(side: Any, request: Any, actor: Any) -> None:
    """A swap is between two people who have both agreed: it is approved or rejected as it is."""
    raise RuleViolation(Objection("swaps.no_return"))


SWAP = Kind(
    KIND,
    _("Swap"),
    target=lambda side: Target(PostCode.SHIFT_LEADER),
    facts=facts,
    in_short=lambda request: str(request.reason),
    url=lambda side: str(side.get_absolute_url()),
    parties=lambda side: {side.swap.requester_id, side.swap.counterpart_id},
    on_approved=services.endorsed,
    on_rejected=services.rejected,
    on_returned=refuse_return,
    on_withdrawn=services.withdrawn,
    is_bulk_safe=True,
    icon="arrows-exchange",
)
