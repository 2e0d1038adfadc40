"""What rooms above show on a complaint's page: sections with their own template, buttons beside the transitions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from callcenter.access.permissions import Actor
from callcenter.accounts.models import User
from callcenter.web.listing import BulkAction
from complaints.cases.dossier import Case

Text = str | Promise


@dataclass(frozen=True)
class Section:
    """One section: `context(case, user)` gives what `template` shows; None leaves the section out. `order` places it;
    of order 0 it stands bare above everything."""

    key: str
    title: Text
    template: str
    context: Callable[[Case, User], dict[str, Any] | None]
    order: int = 100


@dataclass(frozen=True)
class Button:
    """One link beside the transitions; `url(case, user)` is "" where it does not apply or may not be used."""

    title: Text
    url: Callable[[Case, User], str]
    icon: str = "point"


_sections: dict[str, Section] = {}
_buttons: list[Button] = []
_bulk: list[tuple[BulkAction, Callable[[Actor], bool]]] = []


def register(section: Section) -> None:
    """Add a section; called in AppConfig.ready()."""
    _sections[section.key] = section


def register_button(button: Button) -> None:
    """Add a button; called in AppConfig.ready()."""
    if button not in _buttons:
        _buttons.append(button)


def sections_of(case: Case, user: User) -> list[tuple[Section, dict[str, Any]]]:
    """The sections with something to show, in their order."""
    found = []
    for section in sorted(_sections.values(), key=lambda one: (one.order, one.key)):
        context = section.context(case, user)
        if context is not None:
            found.append((section, context))
    return found


def buttons_of(case: Case, user: User) -> list[tuple[Button, str]]:
    """The buttons that lead somewhere, with where."""
    return [(button, url) for button in _buttons if (url := button.url(case, user))]


def register_bulk(action: BulkAction, may: Callable[[Actor], bool]) -> None:
    """Offer something to be done to chosen rows of the list of complaints, to whom `may` says; in AppConfig.ready()."""
    _bulk.append((action, may))


def bulk_of(user: Actor) -> tuple[BulkAction, ...]:
    """What this person is offered for chosen rows; where it is nothing, the list has no boxes to tick."""
    return tuple(action for action, may in _bulk if may(user))
