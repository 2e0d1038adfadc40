"""What customers are told by e-mail of what happens to their complaint."""

from callcenter.access.permissions import Actor
from complaints.cases.models import Case, Merge
from complaints.intake.links.models import StatusLink
from complaints.intake.mail.models import InboundMail
from complaints.intake.outbox import services as outbox


def on_moved(case: Case, transition: str, actor: Actor) -> None:
    """Whoever sent the complaint that was merged away is told once, by e-mail where we have an address."""
    if transition != "merge":
        return
    made = Merge.objects.filter(merged=case, undone_at=None).order_by("-pk").first()
    to = case.contact_email or (case.customer.email if case.customer else "")
    if made is None or not to:
        return
    outbox.tell_of_merge(case, key=f"merge:{made.pk}", to=to, language=_language(case))


def _language(case: Case) -> str:
    """The one that the customer used with us; else Chinese, the language of the center."""
    link = StatusLink.objects.filter(case=case).first()
    if link is not None:
        return link.language
    mail = InboundMail.objects.filter(case=case).select_related("mailbox").first()
    return mail.mailbox.language if mail else "zh-hans"
