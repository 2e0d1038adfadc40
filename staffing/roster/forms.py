"""Posted text about rosters as typed values."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Department, Site
from callcenter.rulebook.forms import DateInput
from callcenter.workcalendar.wording import WEEKDAYS
from staffing.roster.models import HeadsNeeded
from staffing.roster.planning import heads
from staffing.roster.planning.suggestions import Remedy
from staffing.shifts.rules import DAY


class BeginForm(forms.Form):
    """Which department and month."""

    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"), empty_label=None)
    month = forms.RegexField(
        r"^\d{4}-(0[1-9]|1[0-2])$",
        label=_("Month"),
        help_text=_("Written as 2026-10."),
        widget=forms.TextInput(attrs={"type": "month", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].queryset = Department.objects.filter(site=site)  # type: ignore[attr-defined]

    def clean_month(self) -> datetime.date:
        return datetime.date.fromisoformat(f"{self.cleaned_data['month']}-01")


class PublishForm(forms.Form):
    """A roster that was published before asks why it is published anew."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class LetPassForm(forms.Form):
    """Why findings are let pass; which ones are the chosen rows of the page."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class NeedsForm(forms.Form):
    """Heads needed by weekday, as lines such as "08:00–12:00 12; 12:00–22:00 20"."""

    since = forms.DateField(label=_("From"), widget=DateInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in heads.WEEKDAYS:
            label = _("Public holidays") if number == HeadsNeeded.HOLIDAY else WEEKDAYS[number]
            self.fields[f"day{number}"] = forms.CharField(
                label=label,
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Without times, holidays need what their weekday needs.")
                if number == HeadsNeeded.HOLIDAY
                else "",
            )

    @property
    def week(self) -> heads.Week:
        """What was written. RuleViolation names what is not read."""
        return tuple(
            heads.needs_of(self.cleaned_data[f"day{number}"], f"day{number}") for number in heads.WEEKDAYS
        )


class InductionForm(forms.Form):
    """The day on which somebody passed induction."""

    passed_on = forms.DateField(label=_("Passed on"), widget=DateInput)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class OfferForm(forms.Form):
    """One of the suggestions of a day, as its button sends it."""

    remedy = forms.ChoiceField(choices=[(each.value, each.value) for each in Remedy])
    code = forms.CharField(required=False, max_length=8)
    start = forms.IntegerField(min_value=0, max_value=2 * DAY)
    end = forms.IntegerField(min_value=0, max_value=3 * DAY)
    places = forms.IntegerField(min_value=1, max_value=200)
    reason = forms.CharField(required=False, max_length=500)


class WithdrawForm(forms.Form):
    """Why the record of an induction is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)
