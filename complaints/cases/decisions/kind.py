"""The kind of request that a decision on a complaint is: how far up, by the amount and the severity (domain §6.6)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.approvals.kinds import Facts, Kind
from callcenter.approvals.rules import Target
from callcenter.web import cells
from complaints.cases.decisions import services
from complaints.cases.decisions.models import Report

APPROVERS = {0: PostCode.DIRECTOR, 1: PostCode.DIRECTOR, 2: PostCode.DEPUTY_GM, 3: PostCode.GM}


def approver(report: Report) -> PostCode:
    """The post that decides finally: by the tier; an especially serious complaint is the deputy GM's at least (S2A-15)."""
    post = APPROVERS[report.tier]
    if report.case.is_serious and report.tier < 2:
        return PostCode.DEPUTY_GM
    return post


def facts(report: Any) -> Facts:
    """What the approver needs to see beside the report, which is the request's reason: what is proposed, what counts."""
    case = report.case
    yield _("Complaint"), f"{case.reference} {case.title}"
    yield _("Owner"), case.owner
    yield _("Due"), cells.moment(case.due_at)
    yield _("Proposed outcome"), report.get_outcome_display()
    for line in case.remedies.all():
        cost = f" {cells.number(line.amount)}" if line.amount else ""
        yield _("Remedy"), f"{line.get_kind_display()}{cost}"
    if report.counted_amount > report.amount:
        yield _("Counts with others of the chain or the customer"), cells.number(report.counted_amount)


def _parties(report: Any) -> set[int]:
    return {report.case.about_id} if report.case.about_id else set()


DECISION = Kind(
    services.KIND,
    _("Decision on a complaint"),
    target=lambda report: Target(approver(report)),
    facts=facts,
    in_short=lambda request: str(request.reason)[:120],
    parties=_parties,
    on_approved=services.approved,
    on_rejected=services.refused,
    on_returned=services.returned,
    on_withdrawn=services.withdrawn,
    icon="gavel",
)
