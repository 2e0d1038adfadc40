"""The table of a callback: what may happen to it from where, and what each step needs. Plain Python, shared with the page and docs."""

from collections.abc import Mapping
from dataclasses import dataclass

from callcenter.objections import Objection


@dataclass(frozen=True)
class Step:
    """One row: from which states, to which, what it waits for in words of its own."""

    key: str
    sources: tuple[str, ...]
    target: str


TABLE: Mapping[str, Step] = {
    step.key: step
    for step in (
        Step("begin", (), "waiting"),
        Step("log_attempt", ("waiting",), "waiting"),
        Step("fill_satisfied", ("waiting",), "satisfied"),
        Step("fill_unsatisfied", ("waiting",), "unsatisfied"),
        Step("decline", ("waiting",), "declined"),
        Step("give_up", ("waiting",), "unreachable"),
        Step("work_again", ("unsatisfied",), "reprocessing"),
        Step("open_new_form", ("unsatisfied",), "reopened"),
        Step("let_rest", ("unsatisfied",), "let_rest"),
    )
}


def objections(key: str, state: str, *, state_label: str = "") -> list[Objection]:
    """Why this step may not be taken from here."""
    if state in TABLE[key].sources:
        return []
    return [Objection("callbacks.not_from_here", {"state": state_label or state})]


def may_give_up(missed: int, attempts: int) -> list[Objection]:
    """A customer counts as not reached after `attempts` tries (rulebook survey.callback_attempts)."""
    if missed >= attempts:
        return []
    figures = {"missed": missed, "attempts": attempts}
    return [Objection("callbacks.try_again", figures, rules=("survey.callback_attempts",))]


def is_last_round(loop: int, most: int) -> bool:
    """Whether the automatic rounds are used up: from here on the center manager decides (S1-18)."""
    return loop >= most
