"""What a change of a rule would have changed last month: rooms above register who works it out for which rules."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from callcenter.access.permissions import Actor
from callcenter.web.charts import Chart

if TYPE_CHECKING:
    from callcenter.people.models import Site


@dataclass(frozen=True)
class Question:
    """What if the rule had had this (typed) value at the site on every day of last month? `asker` sees no more than else."""

    key: str
    site: "Site"
    value: Any
    asker: Actor


@dataclass(frozen=True)
class Figure:
    """One figure as it was and as it would have been, in words, with numerator and denominator ("2,112/2,610")."""

    label: str
    before: str
    after: str
    before_of: str = ""
    after_of: str = ""
    difference: str = ""  # "+1.2 pp"
    change: str = ""  # "better", "worse", "same" or "" where it only informs
    change_label: str = ""


@dataclass(frozen=True)
class TurnedDay:
    """A day that would have been judged otherwise; a verdict is (label, colour of the badge)."""

    day: datetime.date
    url: str
    figure: str
    before: str
    after: str
    before_verdict: tuple[str, str]
    after_verdict: tuple[str, str]


@dataclass(frozen=True)
class Consequence:
    """What would have been different. Empty `figures`: `notes` say why there is nothing to show."""

    title: str
    summary: str = ""
    figures: tuple[Figure, ...] = ()
    turned: tuple[TurnedDay, ...] = ()
    chart: Chart | None = None
    notes: tuple[str, ...] = ()


Answer = Callable[[Question], Consequence | None]
_answers: dict[str, Answer] = {}


def provide(answer: Answer, *keys: str) -> None:
    """`answer` works out the consequence of these rules; None where the asker may not see it. Called in ready()."""
    for key in keys:
        if _answers.get(key, answer) is not answer:
            raise ValueError(f"the consequence of {key!r} is worked out twice")
        _answers[key] = answer


def is_known_for(key: str) -> bool:
    """Whether some room works out what a change of the rule does."""
    return key in _answers


def of(question: Question) -> Consequence | None:
    """The consequence; None where no room works it out, or the asker may not see it."""
    answer = _answers.get(question.key)
    return answer(question) if answer else None
