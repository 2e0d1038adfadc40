"""What the page of a complaint shows of how it came in: messages, letters by e-mail, the customer's page."""

from typing import Any

from callcenter.access.matrix import Action
from callcenter.access.permissions import may
from callcenter.accounts.models import User
from complaints.cases.access import may_serve
from complaints.cases.models import Case
from complaints.intake.links.models import StatusLink
from complaints.intake.mail.models import SUBJECT, InboundMail
from complaints.intake.outbox.models import OutboundMail


def context(case: Case, user: User) -> dict[str, Any] | None:
    """None for a complaint that came in by other ways."""
    links = list(StatusLink.objects.filter(case=case))
    mails = list(InboundMail.objects.filter(case=case).order_by("received_at"))
    letters = list(OutboundMail.objects.filter(case=case).order_by("made_at"))
    if not (links or mails or letters):
        return None
    return {
        "case": case,
        "links": links,
        "mails": mails,
        "letters": letters,
        "may_revoke": may_serve(user, case),
        "may_open": may(user, Action.VIEW, SUBJECT),
    }
