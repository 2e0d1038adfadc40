"""What was approved for a complaint, and whether it still holds."""

from decimal import Decimal

from complaints.cases.models import AFTER_DECISION, Case, Outcome, RemedyLine, State

UPHELD = (Outcome.SUBSTANTIATED, Outcome.PARTLY)


def holds(case: Case) -> bool:
    """Whether its remedies are approved: decided, upheld in full or part, and not refused by the customer or taken back."""
    return (
        case.decided_at is not None
        and case.outcome in UPHELD
        and case.state in AFTER_DECISION
        and case.state != State.NOT_ACCEPTED
    )


def measure(remedy: RemedyLine) -> Decimal:
    """How much was approved: the quantity of goods that come back, else the amount."""
    if remedy.kind in ("return", "reprocessing"):
        return remedy.quantity or Decimal(0)
    return remedy.amount


def locked(remedy: RemedyLine) -> RemedyLine:
    """The remedy, held until the transaction ends; its complaint before it, as everybody takes them."""
    case = Case.objects.select_for_update(of=("self",)).select_related("site").get(pk=remedy.case_id)
    remedy = RemedyLine.objects.select_for_update(of=("self",)).get(pk=remedy.pk)
    remedy.case = case
    return remedy
