"""What the doctor looks at: rooms register checks; each says how it is, and what to do when it is not well."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Level(IntEnum):
    WELL = 0
    WARNING = 1  # it runs, somebody should look
    ERROR = 2  # something does not work

    @property
    def label(self) -> Promise:
        return {Level.WELL: _("Well"), Level.WARNING: _("Look at it"), Level.ERROR: _("Out of order")}[self]


@dataclass(frozen=True)
class Finding:
    """How one thing is. `sentence` with its figures; `remedy` says what to do, in a sentence, where it is not well."""

    level: Level
    sentence: Text
    remedy: Text = ""


@dataclass(frozen=True)
class Check:
    """One thing to look at, in a second or less. `look` may raise: that is an error of its own."""

    key: str
    title: Text
    look: Callable[[], Finding]


_checks: dict[str, Check] = {}


def register(*checks: Check) -> None:
    """Offer checks; called in AppConfig.ready()."""
    for check in checks:
        _checks[check.key] = check


def registered() -> list[Check]:
    """Every check, in the order of registration: lower rooms first."""
    return list(_checks.values())
