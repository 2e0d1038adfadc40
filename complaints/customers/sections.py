"""What rooms above show on a customer's page: complaints, work orders, returns, surveys. They ask for `record_ids(customer)`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from callcenter.accounts.models import User
from complaints.customers.dossier import Customer

Text = str | Promise


@dataclass(frozen=True)
class Section:
    """One section: `context(customer, user)` gives what `template` shows; None leaves it out. `order` places it."""

    key: str
    title: Text
    template: str
    context: Callable[[Customer, User], dict[str, Any] | None]
    order: int = 100


@dataclass(frozen=True)
class Button:
    """A link beside the page's title; `url(customer, user)` is "" where it may not be used."""

    title: Text
    url: Callable[[Customer, User], str]
    icon: str = "point"


_sections: dict[str, Section] = {}
_buttons: list[Button] = []


def register(section: Section) -> None:
    """Add a section; called in AppConfig.ready()."""
    _sections[section.key] = section


def register_button(button: Button) -> None:
    """Add a button; called in AppConfig.ready()."""
    if button not in _buttons:
        _buttons.append(button)


def sections_of(customer: Customer, user: User) -> list[tuple[Section, dict[str, Any]]]:
    """The sections with something to show, in their order."""
    found = []
    for section in sorted(_sections.values(), key=lambda one: (one.order, one.key)):
        context = section.context(customer, user)
        if context is not None:
            found.append((section, context))
    return found


def buttons_of(customer: Customer, user: User) -> list[tuple[Button, str]]:
    """The buttons that lead somewhere, with where."""
    return [(button, url) for button in _buttons if (url := button.url(customer, user))]
