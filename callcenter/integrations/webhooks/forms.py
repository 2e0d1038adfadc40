"""Posted text about webhooks to typed values; whether the address may be had, the service says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.integrations import events
from callcenter.rulebook.wording import ROOMS


class EndpointForm(forms.Form):
    """Name, address and events of a webhook."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What the other system is called here.")
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://…", "autocomplete": "off"}),
        help_text=_("Each event is sent there by POST, signed with the webhook’s secret."),
    )
    events = forms.MultipleChoiceField(label=_("Events"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = grouped()  # type: ignore[attr-defined]


def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every public event under the name of its room, with its code behind its title."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for event in events.all_events():
        name = str(ROOMS.get(event.room, event.room.capitalize()))
        groups.setdefault(name, []).append((event.verb, f"{event.title} · {event.verb}"))
    return sorted(groups.items())
