"""What a liability comes to: losses by department and by who is responsible."""

from dataclasses import dataclass
from decimal import Decimal

from complaints.liability import rules
from complaints.liability.judging.models import Liability, LossLine, Responsible


@dataclass(frozen=True)
class Borne:
    """One responsible with their part of the whole loss."""

    responsible: Responsible
    amount: Decimal


@dataclass(frozen=True)
class Account:
    """Losses, their sum, by department, and by responsible: exact to the cent, line by line."""

    losses: list[LossLine]
    total: Decimal
    by_department: list[tuple[str, Decimal]]
    borne: list[Borne]


def account(liability: Liability) -> Account:
    """Two queries. Each loss is split by itself, so that every line is exact and the sums are."""
    losses = list(liability.losses.select_related("department"))
    people = list(liability.responsibles.select_related("employee", "team"))
    by_department: dict[str, Decimal] = {}
    parts = [Decimal(0)] * len(people)
    for loss in losses:
        name = str(loss.department)
        by_department[name] = by_department.get(name, Decimal(0)) + loss.amount
        for place, part in enumerate(rules.split(loss.amount, [one.percent for one in people])):
            parts[place] += part
    total = sum((loss.amount for loss in losses), Decimal(0))
    borne = [Borne(one, part) for one, part in zip(people, parts, strict=True)]
    return Account(losses, total, sorted(by_department.items()), borne)
