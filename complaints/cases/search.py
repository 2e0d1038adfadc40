"""What a complaint is found by: its words, its references, its customer."""

from callcenter import fulltext
from complaints.cases.dossier import OF_A_RECEIPT, Case


def index(case: Case) -> str:
    """The value of `Case.search`: written by the services whenever one of these fields, or the number, changes."""
    return fulltext.vector(
        case.title,
        case.number or "",
        f"{OF_A_RECEIPT}{case.pk:06d}" if case.pk else "",
        case.order_no,
        case.lot_no,
        case.policy_no,
        case.customer.name if case.customer else "",
        case.contact_name,
        case.product,
        case.demand,
        case.content,
    )
