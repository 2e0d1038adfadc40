"""Leave as a kind of request: how far up it goes, what the approver sees, what a decision does."""

from typing import Any

from django.utils.translation import gettext_lazy

from callcenter.access.posts import PostCode
from callcenter.approvals.kinds import Facts, Kind
from callcenter.approvals.rules import Target
from staffing.leave import decisions, facts
from staffing.leave.models import REQUEST_KIND, LeaveRequest


def target(leave: LeaveRequest) -> Target:
    """Up to the director for leave within the limit; to the center manager beyond it and for business trips (S2E-23, 30)."""
    return Target(PostCode(leave.decides))


def shown(subject: Any) -> Facts:
    """What the approver needs to see: when, how much, by which rule, what is left, who else is away."""
    return facts.of(subject)


LEAVE = Kind(
    REQUEST_KIND,
    gettext_lazy("Leave"),
    target=target,
    facts=shown,
    on_endorsed=decisions.endorsed,
    on_approved=decisions.approved,
    on_rejected=decisions.rejected,
    on_returned=decisions.returned,
    on_sent_again=decisions.sent_again,
    on_withdrawn=decisions.withdrawn,
    in_lists=facts.in_lists,
    is_bulk_safe=True,
    icon="beach",
)
