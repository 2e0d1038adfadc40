"""The memo (签呈) to the superiors: up the author's line to the deputy GM."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.approvals.kinds import Facts, Kind
from callcenter.approvals.rules import Target
from callcenter.web.cells import moment
from complaints.remedies.receivables import services
from complaints.remedies.receivables.models import MEMO


def facts(receivable: Any) -> Facts:
    """The complaint, the memo and the term."""
    yield _("Complaint"), receivable.case
    yield _("Memo to the superiors"), receivable.memo
    yield _("To be collected by"), moment(receivable.due_at)


KIND = Kind(
    MEMO,
    _("Memo: customer objects to a complaint not upheld"),
    target=lambda receivable: Target(PostCode.DEPUTY_GM),
    facts=facts,
    in_short=lambda request: str(request.reason),
    on_approved=services.answered,
    on_rejected=services.answered,
    icon="file-text",
)
