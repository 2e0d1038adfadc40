"""Public events: acts of the trail that other systems may be told of. Each is declared once by its room, or here for rooms below.

    from callcenter.integrations import events
    events.define("reports.daily.signed", _("A daily report was signed"))

The name of a public event is the verb of the trail. Webhooks write their deliveries in the transaction of the act.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from callcenter.audit import listeners
from callcenter.audit.models import Event

Payload = Callable[[Event], dict[str, Any]]


def facts(event: Event) -> dict[str, Any]:
    """What is told of most events: on what, what changed, why. JSON-ready; never what a customer said or is called."""
    return {
        "subject": {
            "type": f"{event.subject_type.app_label}.{event.subject_type.model}"
            if event.subject_type
            else None,
            "id": event.subject_id,
            "label": event.subject_label,
        },
        "before": event.before,
        "after": event.after,
        "reason": event.reason,
    }


def without_words(event: Event) -> dict[str, Any]:
    """As `facts`, without what people wrote: for acts whose subject or reason may name somebody. The API says more to who may
    read it."""
    told = facts(event)
    return told | {"subject": told["subject"] | {"label": ""}, "reason": ""}


@dataclass(frozen=True)
class PublicEvent:
    """`verb` of the trail, `title` for people, and what its message holds beside id, time, site and actor."""

    verb: str
    title: str | Promise
    payload: Payload

    @property
    def room(self) -> str:
        """The part before the first dot: what pages group by."""
        return self.verb.partition(".")[0]


_events: dict[str, PublicEvent] = {}
_hears: list[listeners.Listener] = []


def define(verb: str, title: str | Promise, payload: Payload = facts) -> None:
    """Declare a public event; called in AppConfig.ready(). A verb is declared once."""
    found = PublicEvent(verb, title, payload)
    if _events.setdefault(verb, found) != found:
        raise ValueError(f"the public event {verb!r} is declared twice")
    for listener in _hears:
        listeners.listen(listener, verb)


def define_acts(subject: str, acts: Mapping[str, str | Promise], payload: Payload = facts) -> None:
    """Declare several acts on one subject, such as "approvals.request": {"approved": _("A request was approved")}."""
    for act, title in acts.items():
        define(f"{subject}.{act}", title, payload)


def hear(listener: listeners.Listener) -> None:
    """Have every public event, also those declared later, told to `listener` in the transaction of its act."""
    _hears.append(listener)
    listeners.listen(listener, *_events)


def find(verb: str) -> PublicEvent | None:
    """The event of that verb; None where no room declares it."""
    return _events.get(verb)


def all_events() -> Iterator[PublicEvent]:
    """Every public event, by verb."""
    return (event for _verb, event in sorted(_events.items()))


def titles() -> list[tuple[str, str]]:
    """Every verb with its title, sorted as it reads: for forms and filters."""
    return sorted(((event.verb, str(event.title)) for event in _events.values()), key=lambda pair: pair[1])
