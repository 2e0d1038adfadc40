"""What the fields say about a complaint: only what a customer may read."""

from decimal import Decimal

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from callcenter.rulebook.values import value
from callcenter.web.cells import number
from complaints.cases.decisions.models import Report
from complaints.cases.dossier import Case
from complaints.cases.states import Outcome, Remedy

UPHELD = (Outcome.SUBSTANTIATED, Outcome.PARTLY)


def values_of(case: Case, language: str, *, words: str = "") -> dict[str, str]:
    """Each field of the list for that complaint, in that language; fields of a decision are empty until there is one."""
    with translation.override(language):
        zone = case.site.zone
        today = timezone.now().astimezone(zone).date()
        is_decided = case.decided_at is not None
        return {
            "customer": str(case.customer or case.contact_name or _("Sir or Madam")),
            "reference": case.reference,
            "received_on": case.received_at.astimezone(zone).date().isoformat(),
            "due_on": case.due_at.astimezone(zone).date().isoformat() if case.due_at else "",
            "today": today.isoformat(),
            "company": str(case.site.company),
            "site": str(case.site),
            "order_no": case.order_no,
            "product": case.product,
            "words": words.strip(),
            "outcome": _outcome(case) if is_decided else "",
            "decided_on": case.decided_at.astimezone(zone).date().isoformat() if case.decided_at else "",
            "decision": _decision(case) if is_decided else "",
            "remedies": _remedies(case) if is_decided and case.outcome in UPHELD else "",
            "recourse": value(f"complaint.recourse_{'zh' if language.startswith('zh') else 'en'}", case.site),
        }


def _outcome(case: Case) -> str:
    said = {
        Outcome.SUBSTANTIATED: _("We found your complaint to be justified."),
        Outcome.PARTLY: _("We found your complaint to be justified in part."),
        Outcome.NOT_SUBSTANTIATED: _("We could not find that your complaint is justified."),
    }
    return said.get(Outcome(case.outcome), "") if case.outcome else ""


def _decision(case: Case) -> str:
    """The words of the decision that was approved last."""
    found = Report.objects.filter(case=case, is_approved=True).order_by("-round")
    return found.values_list("decision", flat=True).first() or ""


def _remedies(case: Case) -> str:
    return "\n".join(
        f"– {_said(line.kind, line.amount, line.quantity, line.unit)}" for line in case.remedies.all()
    )


def _said(kind: str, amount: Decimal, quantity: Decimal | None, unit: str) -> str:
    """One remedy for a customer: no note, which is ours; the worth of returned goods is ours as well."""
    label = Remedy(kind).label
    parts = []
    if amount and kind in (Remedy.COMPENSATION, Remedy.DISCOUNT):
        parts.append(number(amount))
    if quantity:
        parts.append(f"{quantity.normalize():f} {unit}".strip())
    colon = pgettext("before the amount of a remedy", ": ")
    return f"{label}{colon}{', '.join(parts)}" if parts else str(label)
