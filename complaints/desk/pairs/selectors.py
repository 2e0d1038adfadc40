"""Two forms of one matter, field by field."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from callcenter.web import cells
from complaints.cases.models import Case

COMPARED = (
    "state",
    "title",
    "content",
    "demand",
    "claimed_amount",
    "channel",
    "cause",
    "severity",
    "customer",
    "contact_name",
    "order_no",
    "lot_no",
    "product",
    "quantity",
    "defective_quantity",
    "policy_no",
    "owner",
    "received_at",
    "accepted_at",
    "due_at",
    "closed_at",
    "fault",
    "outcome",
    "amount",
    "is_decision_accepted",
)
ALWAYS = frozenset({"state", "title", "content", "demand", "owner"})


@dataclass(frozen=True)
class Line:
    label: str
    earlier: str
    later: str

    @property
    def differs(self) -> bool:
        return self.earlier != self.later


def lines(earlier: Case, later: Case) -> list[Line]:
    """The fields that one of them holds, in the order of the form."""
    found = []
    for name in COMPARED:
        field = Case._meta.get_field(name)
        both = [_shown(case, name) for case in (earlier, later)]
        if name in ALWAYS or any(text != cells.NOTHING for text in both):
            found.append(Line(str(field.verbose_name), *both))  # type: ignore[union-attr]
    return found


def _shown(case: Case, name: str) -> str:
    display = getattr(case, f"get_{name}_display", None)
    given: Any = display() if display else getattr(case, name)
    if isinstance(given, bool):
        return _("yes") if given else _("no")
    if given is None or given == "":
        return cells.NOTHING
    if name.endswith("_at"):
        return cells.moment(given)
    return cells.number(given) if hasattr(given, "as_tuple") else str(given)
