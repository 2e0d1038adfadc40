"""Kinds of requests, declared by the room whose business it is: how far up they go, what is shown, what a decision does."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from callcenter.access.permissions import Actor
from callcenter.approvals.rules import Target

if TYPE_CHECKING:
    from callcenter.approvals.requests.models import Request

Text = str | Promise
Facts = Iterable[tuple[Text, Any]]  # label and value, as the approver needs to see them
Decided = Callable[[Any, "Request", Actor], None]


def _nothing(subject: Any, request: "Request", actor: Actor) -> None:
    return None


def _nobody(subject: Any) -> Collection[int]:
    return ()


def _address(subject: Any) -> str:
    found: str = subject.get_absolute_url()
    return found


@dataclass(frozen=True)
class Kind:
    """One kind of request. `key` is `room.what`; `title` names it: "Leave".

    `target(subject)` says how far up it goes, by the subject's facts and the rulebook. `facts(subject)` are shown beside
    the decision, `in_short(request)` in its line of a list instead, where the facts ask the database; `url(subject)` is
    the record's own page. `parties(subject)`: ids of employees who are concerned by it and must not decide. `on_endorsed` (a level that is not the last says yes), `on_approved`, `on_rejected`, `on_returned`,
    `on_sent_again` and `on_withdrawn` are called inside the transaction of the decision: what they refuse or fail at undoes
    it. `is_bulk_safe`: many may be approved at once from the inbox.
    `in_lists()`: the subjects with what their facts need, for lists: no query for each row.
    `is_report`: a report that asks for an instruction; whoever has it may answer finally or pass it up, and in an
    emergency the direct superior may be passed over. `clock`: key of the ClockKind that runs for each step, or "".
    """

    key: str
    title: Text
    target: Callable[[Any], Target]
    facts: Callable[[Any], Facts] = lambda subject: ()
    in_short: Callable[["Request"], str] | None = None
    url: Callable[[Any], str] = _address
    parties: Callable[[Any], Collection[int]] = _nobody
    on_endorsed: Decided = _nothing
    on_approved: Decided = _nothing
    on_rejected: Decided = _nothing
    on_returned: Decided = _nothing
    on_sent_again: Decided = _nothing
    on_withdrawn: Decided = _nothing
    in_lists: Callable[[], QuerySet[Any]] | None = None
    is_bulk_safe: bool = False
    is_report: bool = False
    clock: str = "approvals.step"
    icon: str = "file-check"


_kinds: dict[str, Kind] = {}


def define(*kinds: Kind) -> None:
    """Declare kinds; called in AppConfig.ready(). A key is declared once."""
    for kind in kinds:
        if "." not in kind.key:
            raise ValueError(f"the kind of request {kind.key!r} is not room.what")
        if _kinds.setdefault(kind.key, kind) != kind:
            raise ValueError(f"the kind of request {kind.key!r} is declared twice")


def get(key: str) -> Kind:
    """The kind of that key; KeyError when no room declares it."""
    return _kinds[key]


def find(key: str) -> Kind:
    """The kind of that key, also of a room that is there no more: its requests stay readable."""
    return _kinds.get(key) or Kind(key, key, target=lambda subject: Target(), url=lambda subject: "")


def all_kinds() -> Iterator[Kind]:
    """Every kind, by key."""
    return (kind for _, kind in sorted(_kinds.items()))


def titles() -> list[tuple[str, str]]:
    """Every kind with its title, sorted as it reads: for filters."""
    return sorted(((kind.key, str(kind.title)) for kind in _kinds.values()), key=lambda pair: pair[1])
