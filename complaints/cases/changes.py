"""What rooms above are told of a complaint, and what they add to it: called by the services, in their transaction."""

from collections.abc import Callable, Iterable

from callcenter.access.permissions import Actor
from callcenter.objections import Objection
from complaints.cases.dossier import Case

Listener = Callable[[Case, str, Actor], None]  # the case as it stands now, the transition's key, who
Check = Callable[[Case], Iterable[Objection]]

_listeners: list[Listener] = []
_checks: dict[str, list[Check]] = {}


def on_moved(listener: Listener) -> None:
    """Call `listener(case, transition, actor)` after every transition; registered in AppConfig.ready()."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(case: Case, transition: str, actor: Actor) -> None:
    """Every listener, in the order registered."""
    for listener in _listeners:
        listener(case, transition, actor)


def require_before(transition: str, check: Check) -> None:
    """Have a transition wait for something of a room above: `check(case)` gives what still stands against it."""
    checks = _checks.setdefault(transition, [])
    if check not in checks:
        checks.append(check)


def objections(transition: str, case: Case) -> list[Objection]:
    """What rooms above still want before that transition."""
    return [found for check in _checks.get(transition, ()) for found in check(case)]
