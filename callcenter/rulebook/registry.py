"""Rules declared in code by the room they belong to: identity, type, default, bounds, source, one sentence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from callcenter.access.posts import PostCode


class Kind(StrEnum):
    """How a value is typed, stored (JSON) and edited."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    TIME = "time"  # datetime.time, local to the site
    DURATION = "duration"  # datetime.timedelta, stored in seconds
    CHOICE = "choice"
    TEXT = "text"


OUR_DEFAULT = "our default"


@dataclass(frozen=True)
class Rule:
    """One entry of the rulebook. `key` is `room.name`; `sentence` says it to a shift leader, in both languages.

    `sentence` is lazy gettext and may use %(value)s, which is shown with its unit. `source` is a manual's
    paragraph ("S2E-33"), a public source ("P45") or OUR_DEFAULT, and says where the *default* comes from.
    """

    key: str
    kind: Kind
    default: Any
    sentence: str | Promise
    source: str = OUR_DEFAULT
    unit: str = ""  # "s", "%", "day", "hour", "count"…; shown by rulebook.labels in both languages
    minimum: Any = None
    maximum: Any = None
    choices: tuple[tuple[str, str | Promise], ...] = ()
    fits: Callable[[Any], bool] | None = None  # what else a value must be, where bounds do not say it
    form: str | Promise = ""  # the same for people: "such as KS-{yyyymm}-{seq:04}"
    editable_by: frozenset[PostCode] = field(
        default_factory=lambda: frozenset({PostCode.DIRECTOR, PostCode.CENTER_MANAGER})
    )

    @property
    def room(self) -> str:
        """The part of the key before the dot: what the Rulebook page groups by."""
        return self.key.partition(".")[0]


_rules: dict[str, Rule] = {}


def register(*rules: Rule) -> None:
    """Declare rules; called in AppConfig.ready(). A key is declared once."""
    for rule in rules:
        if rule.key in _rules and _rules[rule.key] != rule:
            raise ValueError(f"rule {rule.key!r} is declared twice")
        _rules[rule.key] = rule


def get(key: str) -> Rule:
    """The rule of that key; KeyError with the key when no room declares it."""
    return _rules[key]


def all_rules() -> Iterator[Rule]:
    """Every rule, by key."""
    return (rule for _, rule in sorted(_rules.items()))
