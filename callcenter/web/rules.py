"""What a refusal shows of the rules it rests on; the rulebook provides it, web sits below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class RuleFact:
    """One rulebook entry as people read it: title, today's value, since when, its page, and who may change it."""

    key: str
    title: str
    value: str = ""
    since: str = ""
    url: str = ""
    who: str = ""


def _only_keys(keys: Sequence[str]) -> list[RuleFact]:
    return [RuleFact(key, key) for key in keys]


_provider: Callable[[Sequence[str]], list[RuleFact]] = _only_keys


def provide(provider: Callable[[Sequence[str]], list[RuleFact]]) -> None:
    """Called once by the rulebook at start."""
    global _provider
    _provider = provider


def facts(keys: Sequence[str]) -> list[RuleFact]:
    """The facts of these entries, in their order."""
    return _provider(keys) if keys else []
