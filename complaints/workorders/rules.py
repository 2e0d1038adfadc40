"""What the business decides of work orders: plain values in, objections out."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from callcenter.objections import Objection
from complaints.workorders.states import State
from complaints.workorders.transitions import Transition

SLACK = datetime.timedelta(minutes=1)  # a form that says "now" arrives a moment later


def wrong_state(transition: Transition, state: str, number: str) -> list[Objection]:
    """Nothing, or that an order in that state may not take the step."""
    if transition.leads_from(state):
        return []
    figures = {"number": number, "state": State(state).label, "step": transition.title}
    return [Objection("workorders.wrong_state", figures)]


def promise_objections(
    is_answered: bool, promised_at: datetime.datetime | None, now: datetime.datetime
) -> list[Objection]:
    """Who does not answer on the spot tells the customer when we reply (S1-11), and not in the past."""
    if is_answered:
        return []
    if promised_at is None:
        return [
            Objection(
                "workorders.promise_needed",
                field="promised_reply_at",
                rules=("workorder.first_reply_hours",),
            )
        ]
    if promised_at < now - SLACK:
        return [Objection("workorders.promise_in_the_past", {"at": promised_at}, field="promised_reply_at")]
    return []


def ticket_objections(
    problem: str, reason: str, required_by: datetime.datetime | None, now: datetime.datetime
) -> list[Objection]:
    """The three fields of a transfer ticket (S1-12); the required completion is not in the past."""
    found = []
    if not problem.strip():
        found.append(Objection("workorders.problem_needed", field="problem"))
    if not reason.strip():
        found.append(Objection("workorders.reason_needed", field="reason"))
    if required_by is None:
        found.append(Objection("workorders.required_by_needed", field="required_by"))
    elif required_by < now - SLACK:
        found.append(Objection("workorders.required_in_the_past", {"at": required_by}, field="required_by"))
    return found


def slip_objections(handling: str, result: str, satisfaction: str, *, has_contact: bool) -> list[Objection]:
    """The three fields of a feedback slip (S1-16), after a word with the agent (S1-15)."""
    found = []
    if not has_contact:
        found.append(Objection("workorders.contact_needed", rules=("workorder.first_contact_hours",)))
    if not handling.strip():
        found.append(Objection("workorders.handling_needed", field="handling"))
    if not result.strip():
        found.append(Objection("workorders.result_needed", field="result"))
    if not satisfaction:
        found.append(Objection("workorders.satisfaction_needed", field="satisfaction"))
    return found


def words_objections(words: str, code: str, field: str) -> list[Objection]:
    """Nothing, or that words are missing."""
    return [] if words.strip() else [Objection(code, field=field)]


def closing_objections(informed_at: datetime.datetime | None, is_satisfied: bool | None) -> list[Objection]:
    """Two fields before closing (S1-17, S1-18)."""
    found = []
    if informed_at is None:
        found.append(Objection("workorders.not_informed"))
    if not is_satisfied:
        found.append(Objection("workorders.not_satisfied"))
    return found


def goes_to_coordination(returns: int, most: int) -> bool:
    """Whether one more return is too many, so that the coordination department gets it."""
    return returns >= most


def escalates(loops: int, from_: int) -> bool:
    """Whether the center manager hears of it: at that many unsatisfied answers, once."""
    return loops == from_


def settling_objections(loops: int, from_: int) -> list[Objection]:
    """Nobody ends an order without satisfaction before it was tried so often."""
    if loops >= from_:
        return []
    return [
        Objection(
            "workorders.too_early_to_settle",
            {"loops": loops, "from": from_},
            rules=("workorder.max_loops",),
        )
    ]


@dataclass(frozen=True)
class PlanFacts:
    """What stands of a coordination when it is to be closed."""

    meetings: int
    items: int
    open_items: int
    acceptance: str
    evaluation: str
    lessons: str


def coordination_objections(facts: PlanFacts) -> list[Objection]:
    """Everything that is missing before a coordination may be closed (S1-21 to 23)."""
    found = []
    if not facts.meetings:
        found.append(Objection("workorders.minutes_needed"))
    if not facts.items:
        found.append(Objection("workorders.plan_needed"))
    if facts.open_items:
        found.append(Objection("workorders.plan_open", {"count": facts.open_items}))
    for name in ("acceptance", "evaluation", "lessons"):
        if not getattr(facts, name).strip():
            found.append(Objection(f"workorders.{name}_needed", field=name))
    return found


def due_change_objections(
    due_on: datetime.date, today: datetime.date, met_since_due: bool
) -> list[Objection]:
    """A task that fell behind gets another day only after it was coordinated anew (S1-22)."""
    if due_on >= today or met_since_due:
        return []
    return [Objection("workorders.recoordinate", {"due_on": due_on.isoformat()})]


@dataclass(frozen=True)
class FocusPolicy:
    """What makes a category worth a closer look (S1-26)."""

    sigmas: float
    growth_percent: int
    least: int
    handling_hours: int
    satisfied_percent: int


@dataclass(frozen=True)
class FocusFacts:
    """One category in one week: orders taken, those of the weeks before (oldest first), handling, satisfaction."""

    count: int
    before: Sequence[int]
    handling_seconds: int  # of those closed in the week, together
    closed: int
    satisfied: int
    asked: int


@dataclass(frozen=True)
class Finding:
    """One reason with its figure as numerator and denominator, and the threshold it crossed."""

    reason: str
    numerator: int
    denominator: int
    threshold: float


def focus(facts: FocusFacts, policy: FocusPolicy) -> list[Finding]:
    """Why the category needs a closer look; empty: it does not. Fewer than `least` orders say nothing about numbers.

    Usual is the mean of the weeks before plus so many standard deviations (of the population).
    """
    found = []
    if facts.count >= policy.least and facts.before:
        size = len(facts.before)
        mean = sum(facts.before) / size
        spread = (sum((one - mean) ** 2 for one in facts.before) / size) ** 0.5
        usual = mean + policy.sigmas * spread
        if facts.count > usual:
            found.append(Finding("more_than_usual", facts.count, 1, round(usual, 2)))
        last = facts.before[-1]
        if last and facts.count * 100 >= last * (100 + policy.growth_percent):
            found.append(
                Finding("growing", facts.count, last, round(last * (100 + policy.growth_percent) / 100, 2))
            )
    if facts.closed and facts.handling_seconds > policy.handling_hours * 3600 * facts.closed:
        found.append(Finding("slow", facts.handling_seconds, facts.closed, policy.handling_hours))
    if facts.asked and facts.satisfied * 100 < policy.satisfied_percent * facts.asked:
        found.append(Finding("unsatisfied", facts.satisfied, facts.asked, policy.satisfied_percent))
    return found
