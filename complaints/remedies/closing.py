"""What remedies do when a complaint moves, and what they want before it is closed (domain §6.4: papers issued)."""

from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from callcenter.access.permissions import Actor
from callcenter.objections import Objection
from complaints.cases.models import Case
from complaints.remedies import approved
from complaints.remedies.certificates.models import CertificateState
from complaints.remedies.executions.rules import needs_paper
from complaints.remedies.executions.services import cancel_all, open_all, start_deadlines
from complaints.remedies.papers import WITH_CERTIFICATE
from complaints.remedies.receivables.services import follow_up
from complaints.remedies.slips.models import SlipState

ISSUED_CERTIFICATE = (CertificateState.ISSUED, CertificateState.CONFIRMED, CertificateState.FILED)
ISSUED_SLIP = (SlipState.SENT, SlipState.RECEIVED, SlipState.HANDED_ON, SlipState.POSTED)
WORDS = {
    "refuse_decision": _("The customer did not accept the decision."),
    "withdraw": _("The complaint was withdrawn."),
    "merge": _("The complaint was merged with another."),
}


def on_moved(case: Case, transition: str, actor: Actor) -> None:
    """Open executions with the decision, start their deadlines with the yes, end them when nothing comes of it."""
    if transition == "decide":
        open_all(case, actor=actor)
    elif transition == "decide_not_upheld":
        follow_up(case, actor=actor)
    elif transition == "accept_decision":
        start_deadlines(case, actor=actor)
    elif transition in WORDS:
        cancel_all(case, actor=actor, words=why(transition))


def why(transition: str) -> str:
    """Kept in both languages: who reads it later may read either."""
    with override("en"):
        english = gettext(WORDS[transition])
    with override("zh-hans"):
        chinese = gettext(WORDS[transition])
    return f"{english} {chinese}" if chinese != english else english


def papers_issued(case: Case) -> list[Objection]:
    """One objection for each approved remedy that needs a paper and has none that is signed and handed on."""
    if not approved.holds(case):
        return []
    found = []
    for remedy in case.remedies.all():
        if not needs_paper(remedy.kind, remedy.amount):
            continue
        if remedy.kind in WITH_CERTIFICATE:
            is_issued = remedy.certificates.filter(state__in=ISSUED_CERTIFICATE).exists()
        else:
            is_issued = remedy.slips.filter(state__in=ISSUED_SLIP).exists()
        if not is_issued:
            found.append(Objection("remedies.paper_missing", {"remedy": remedy.get_kind_display()}))
    return found
