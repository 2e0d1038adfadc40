"""Who knows whether somebody came back: attendance, above, says which shifts were punched ("销假")."""

from collections.abc import Callable, Collection

from staffing.roster.models import Assignment

Finder = Callable[[Collection[Assignment]], set[int]]
_finders: list[Finder] = []


def provide(find_punched: Finder) -> None:
    """`find_punched(assignments)` gives the ids of those that have a punch-in, in constant queries; in AppConfig.ready()."""
    if find_punched not in _finders:
        _finders.append(find_punched)


def is_known() -> bool:
    """Whether anybody can tell; without attendance nobody is reported."""
    return bool(_finders)


def punched(assignments: Collection[Assignment]) -> set[int]:
    """The ids of the shifts that were begun with a punch."""
    return set().union(*(find(assignments) for find in _finders)) if assignments else set()
