"""The survey itself, and asking a customer, as typed values; the rules are the services'."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Employee, Site
from complaints.surveys import sources
from complaints.surveys.ratings.models import Grade, Way
from complaints.surveys.rules import ITEMS
from complaints.surveys.wording import item_words


class SurveyForm(forms.Form):
    """Four items, each with a grade or "not applicable", and free words."""

    def __init__(self, kind: str, *args: Any, by_staff: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        for item, (label, question) in item_words(kind).items():
            self.fields[item] = forms.ChoiceField(
                label=_("%(item)s: %(question)s") % {"item": label, "question": question},
                choices=Grade.choices,
                widget=forms.RadioSelect,
            )
        self.fields["words"] = forms.CharField(
            label=_("What the customer said") if by_staff else _("In your own words"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    @property
    def given(self) -> dict[str, str]:
        """The grade of each item."""
        return {item: self.cleaned_data[item] for item in ITEMS}


class InviteForm(forms.Form):
    """Ask the customer of a finished thing, or after a call."""

    kind = forms.ChoiceField(label=_("About"))
    reference = forms.CharField(
        label=_("Number"),
        max_length=80,
        help_text=_("Of the complaint or order; of a call its number at the switch."),
    )
    employee = forms.ChoiceField(
        label=_("Employee who is rated"), required=False, help_text=_("For a call; otherwise it is known.")
    )
    name = forms.CharField(label=_("Customer"), max_length=200, required=False, help_text=_("For a call."))
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False, help_text=_("For a call."))
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("For a call."))
    way = forms.ChoiceField(label=_("Asked via"), choices=Way.choices, initial=Way.LINK)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, site: Site, people: list[Employee], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(kind.key, kind.title) for kind in sources.all_kinds()]
        self._choose("kind", [*kinds, (sources.CALL, _("Call"))])
        self.people = {one.number: one for one in people}
        self._choose(
            "employee", [("", "—"), *((number, f"{one} {number}") for number, one in self.people.items())]
        )
        self.fields["language"].initial = "zh-hans" if site.country in ("CN", "SG") else "en"

    def _choose(self, field: str, choices: list[Any]) -> None:
        choice: Any = self.fields[field]
        choice.choices = choices
