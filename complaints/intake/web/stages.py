"""What a customer may know of where their complaint stands: pure."""

from dataclasses import dataclass
from enum import StrEnum

from complaints.cases.states import BEFORE_ACCEPTANCE, State


class Stage(StrEnum):
    RECEIVED = "received"
    LOOKED_AT = "looked_at"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    PASSED_ON = "passed_on"


TOLD = (State.CONVEYED, State.EXECUTING, State.CLOSED, State.NOT_ACCEPTED)
LINE = (Stage.RECEIVED, Stage.LOOKED_AT, Stage.ANSWERED)  # as they follow each other


def stage(state: str) -> Stage:
    """The stage of a state. A decision that the customer was not told of yet is still being looked at."""
    if state in TOLD:
        return Stage.ANSWERED
    if state in BEFORE_ACCEPTANCE:
        return Stage.RECEIVED
    if state == State.WITHDRAWN:
        return Stage.WITHDRAWN
    if state == State.REDIRECTED:
        return Stage.PASSED_ON
    return Stage.LOOKED_AT


@dataclass(frozen=True)
class Step:
    """One step of the line that the page draws."""

    stage: Stage
    is_reached: bool
    is_current: bool


def line(reached: Stage) -> list[Step]:
    """Received, being looked at, answered, up to where it stands; nothing for one that ended otherwise."""
    if reached not in LINE:
        return []
    at = LINE.index(reached)
    return [Step(one, number <= at, number == at) for number, one in enumerate(LINE)]
