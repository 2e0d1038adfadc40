"""Who decides, and in which order. Plain Python: a reporting line comes in, a chain or objections come out.

Level by level along the reporting line of the day of the request: nobody is chosen, nobody is skipped, nobody of another
line is asked (S2E-2, S2E-23). Nobody decides on their own object; who has an interest recuses themselves (P54).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from callcenter.access.posts import PostCode as P
from callcenter.objections import Objection

# How high a post stands in a reporting line (domain §3.1, "reports to"); posts beside the line decide nothing by level.
LEVELS: dict[str, int] = {
    P.AGENT: 0,
    P.DEPT_HANDLER: 0,
    P.GROUP_LEADER: 1,
    P.COORDINATOR: 1,
    P.COMPLAINT_OFFICER: 1,
    P.QA_TRAINER: 1,
    P.INFO_COORDINATOR: 1,
    P.INFO_ADMIN: 1,
    P.SYSADMIN: 1,
    P.SHIFT_LEADER: 2,
    P.PROJECT_MANAGER: 2,
    P.DEPUTY_DIRECTOR: 3,
    P.DIRECTOR: 4,
    P.MARKET_MANAGER: 4,
    P.HR: 4,
    P.CENTER_MANAGER: 5,
    P.GM_OFFICE: 5,
    P.DEPUTY_GM: 6,
    P.SALES_DEPUTY_GM: 6,
    P.GM: 7,
}
BUSINESS = frozenset(LEVELS) - {P.SYSADMIN}  # a system administrator decides nothing of the business (§3.1)


@dataclass(frozen=True)
class Person:
    """Somebody in a line: the posts held that day, and whether there is a log-in to decide with."""

    employee_id: int
    name: str
    posts: frozenset[str]
    can_log_in: bool = True

    @property
    def level(self) -> int:
        """The highest level that any post gives; -1 without one."""
        return max((LEVELS[post] for post in self.posts & BUSINESS), default=-1)

    @property
    def post(self) -> str:
        """The post that gives the level; "" without one."""
        return max(self.posts & BUSINESS, key=lambda post: LEVELS[post], default="")


@dataclass(frozen=True)
class Target:
    """How far a request goes: up to the first superior who stands at least as high as `until` and is at least the
    `levels`-th asked. `needs` names the post in a refusal.
    """

    until: P = P.GROUP_LEADER
    levels: int = 1


@dataclass(frozen=True)
class Link:
    """One step of a chain: who decides, by which post; `is_last` decides finally."""

    employee_id: int
    post: str
    is_last: bool = False


def chain(
    applicant: Person, line: Sequence[Person], target: Target, *, parties: Collection[int] = ()
) -> tuple[list[Link], list[Objection]]:
    """The chain of a request, or why there is none.

    `line`: the superiors from the direct one upwards. `parties`: who is concerned by it and decides nothing; like the
    applicant themselves, they are passed over and the next one up decides.
    """
    asked = [p for p in line if p.employee_id != applicant.employee_id and p.employee_id not in parties]
    if not asked:
        return [], [Objection("approvals.nobody_above", {"name": applicant.name})]
    links: list[Link] = []
    for person in asked:
        if not person.can_log_in:
            return [], [Objection("approvals.cannot_log_in", {"name": person.name})]
        is_last = person.level >= LEVELS[target.until] and len(links) + 1 >= target.levels
        links.append(Link(person.employee_id, person.post, is_last))
        if is_last:
            return links, []
    figures = {"name": applicant.name, "last": asked[-1].name, "post": P(target.until).label}
    return [], [Objection("approvals.line_ends", figures)]


def skipping(links: Sequence[Link]) -> tuple[list[Link], list[Objection]]:
    """The chain of an urgent report that passes over the direct superior; refused when nobody is above."""
    if len(links) < 2:
        return [], [Objection("approvals.nothing_to_skip")]
    return list(links[1:]), []


def next_above(line: Sequence[Person], *, excluded: Collection[int]) -> tuple[Person | None, list[Objection]]:
    """Who decides instead of somebody who recuses themselves: the next one up who is not excluded too."""
    person = next((p for p in line if p.employee_id not in excluded and p.can_log_in), None)
    return person, [] if person else [Objection("approvals.nobody_above_recused")]


def acting_objections(
    actor: int | None,
    approver: int,
    *,
    stands_in_for: Collection[int],
    applicant: int,
    parties: Collection[int],
) -> list[Objection]:
    """Why somebody may not decide this step: it is their own, they are a party, or it is neither theirs nor their absent
    colleague's.
    """
    if actor == applicant:
        return [Objection("approvals.own_request")]
    if actor in parties:
        return [Objection("approvals.is_a_party")]
    if actor != approver and approver not in stands_in_for:
        return [Objection("approvals.not_yours")]
    return []
