"""Posted text to typed values of a rule; whether the rule may have them, the service says."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Site
from callcenter.rulebook import registry, wording
from callcenter.rulebook.registry import Kind, Rule


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SearchForm(forms.Form):
    """What the Rulebook page shows."""

    q = forms.CharField(label=_("Search"), required=False)
    room = forms.ChoiceField(label=_("Area"), required=False)
    source = forms.ChoiceField(label=_("Source"), required=False)
    changed = forms.ChoiceField(label=_("Value"), required=False)
    on = forms.DateField(label=_("As of"), required=False, widget=DateInput)
    site = forms.ModelChoiceField(
        label=_("Site"),
        queryset=Site.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("Company"),
    )

    def __init__(self, *args: Any, sites: QuerySet[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = {rule.room: wording.room(rule) for rule in registry.all_rules()}
        choice = self.fields
        choice["room"].choices = [("", _("All areas")), *sorted(rooms.items(), key=lambda pair: pair[1])]  # type: ignore[attr-defined]
        choice["source"].choices = [("", _("All sources")), *wording.basis_choices()]  # type: ignore[attr-defined]
        choice["changed"].choices = [  # type: ignore[attr-defined]
            ("", _("All values")),
            ("yes", _("Changed from the default")),
            ("no", _("Still the default")),
        ]
        choice["site"].queryset = sites  # type: ignore[attr-defined]


def value_field(rule: Rule) -> forms.Field:
    """The field for a value of this rule."""
    hint: dict[str, Any] = {"label": _("New value"), "help_text": wording.bounds(rule), "required": True}
    match rule.kind:
        case Kind.INTEGER:
            return forms.IntegerField(**hint)
        case Kind.DECIMAL:
            return forms.DecimalField(max_digits=18, decimal_places=6, **hint)
        case Kind.BOOLEAN:
            return forms.TypedChoiceField(
                choices=[("yes", _("yes")), ("no", _("no"))], coerce=lambda text: text == "yes", **hint
            )
        case Kind.TIME:
            return forms.TimeField(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **hint)
        case Kind.DURATION:
            return forms.DurationField(**{**hint, "help_text": _("hours:minutes:seconds")})
        case Kind.CHOICE:
            return forms.ChoiceField(choices=rule.choices, **hint)
    return forms.CharField(max_length=500, **hint)


class ChangeForm(forms.Form):
    """A new value of one rule from a day on, at one site or for the company."""

    site = forms.ModelChoiceField(
        label=_("Site"),
        queryset=Site.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("All sites without a value of their own"),
    )
    effective_on = forms.DateField(label=_("From"), widget=DateInput)
    is_ending = forms.BooleanField(
        label=_("No value of its own any more: follow the company or the default"), required=False
    )
    is_backdating = forms.BooleanField(
        label=_("I mean it: past days change too"),
        required=False,
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, rule: Rule, *args: Any, sites: Sequence[Site], may_set_company: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = value_field(rule)
        if isinstance(self.fields["value"], forms.TypedChoiceField):
            self.initial["value"] = "yes" if self.initial.get("value") else "no"
        place: Any = self.fields["site"]
        place.required = not may_set_company
        place.queryset = Site.objects.filter(pk__in=[site.pk for site in sites])
        company = [("", place.empty_label)] if may_set_company else []
        place.choices = [
            *company,
            *((site.code, str(site)) for site in sites),
        ]  # known: no query to draw them
        if self.data.get("is_ending"):
            self.fields["value"].required = False
        self.order_fields(["value", "effective_on", "site", "reason", "is_ending", "is_backdating", "seen"])

    def arguments(self) -> dict[str, Any]:
        """What the form says, as `set_value` takes it."""
        data = self.cleaned_data
        return {
            "site": data["site"],
            "value": None if data["is_ending"] else data["value"],
            "effective_on": data["effective_on"],
            "reason": data["reason"],
            "is_backdating": data["is_backdating"],
            "seen": data["seen"] or None,
        }


class WithdrawForm(forms.Form):
    """Why a planned value is taken back."""

    value = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=1000)


def first_of_next_month(day: datetime.date) -> datetime.date:
    """When a change usually begins."""
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
