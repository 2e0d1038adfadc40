"""How a loss is split, what a judgement needs, when a month's review is over. Plain Python (domain §6.7, S2A-27, 28, 37)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from callcenter.objections import Objection

CENT = Decimal("0.01")
HUNDRED = Decimal(100)


def split(amount: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """An amount by shares that sum to 100, exact to the cent: cut down, then the cents left over go to the largest remainders,
    of equal ones to the first. The parts always sum to the amount.
    """
    if not shares:
        return []
    if sum(shares) != HUNDRED or min(shares) < 0 or amount < 0 or amount != amount.quantize(CENT):
        raise ValueError("shares sum to 100, and an amount is whole cents")
    exact = [amount * share / HUNDRED for share in shares]
    parts = [one.quantize(CENT, ROUND_DOWN) for one in exact]
    left = int((amount - sum(parts)) / CENT)
    order = sorted(range(len(shares)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[:left]:
        parts[place] += CENT
    return parts


def even_shares(count: int) -> list[Decimal]:
    """100 in equal shares of two decimals; the first ones take what is left over."""
    return split(HUNDRED, [HUNDRED]) if count == 1 else _even(count)


def _even(count: int) -> list[Decimal]:
    share = (HUNDRED / count).quantize(CENT, ROUND_DOWN)
    left = int((HUNDRED - share * count) / CENT)
    return [share + (CENT if place < left else 0) for place in range(count)]


def handling_cost(hours: Decimal, rate: Decimal) -> Decimal:
    """Hours of handling by their rate, to the cent."""
    return (hours * rate).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Share:
    """One who is responsible: an employee or a team, in per cent, with the penalty that is proposed."""

    employee_id: int | None
    team_id: int | None
    percent: Decimal
    penalty: str = ""
    points: int = 0


def share_objections(shares: Sequence[Share], *, judge: int | None, proposer: int | None) -> list[Objection]:
    """Shares sum to 100, each names one person or one team once, a penalty is a person's; nobody judges themselves."""
    found = []
    if shares and sum(share.percent for share in shares) != HUNDRED:
        total = sum(share.percent for share in shares)
        found.append(Objection("liability.shares_sum", {"total": f"{total:.2f}"}, "percent"))
    if any(share.percent <= 0 for share in shares):
        found.append(Objection("liability.share_positive", {}, "percent"))
    who = [(share.employee_id, share.team_id) for share in shares]
    if len(set(who)) != len(who):
        found.append(Objection("liability.named_twice"))
    if any((employee is None) == (team is None) for employee, team in who):
        found.append(Objection("liability.person_or_team"))
    if any((share.penalty or share.points) and share.employee_id is None for share in shares):
        found.append(Objection("liability.penalty_of_a_person"))
    named = {share.employee_id for share in shares} - {None}
    if judge in named or proposer in named:
        found.append(Objection("liability.own_liability"))
    return found


def review_due(month: datetime.date, due_day: int) -> datetime.date:
    """The day on which the review of `month` (its first day) is due: the so-manieth of the month after."""
    first = (month.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    return first.replace(day=due_day)
