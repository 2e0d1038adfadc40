"""Posted text about breaks as typed values."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from staffing.floor.breaks.models import BreakKind
from staffing.roster.models import Assignment

CLOCK = {"type": "time", "step": 300}


def moment(row: Assignment, clock: datetime.time) -> datetime.datetime:
    """That wall-clock time within the shift: past midnight where the shift has begun later in the day."""
    zone = row.site.zone
    start = row.starts_at.astimezone(zone)
    found = datetime.datetime.combine(start.date(), clock, zone)
    if found < start - datetime.timedelta(hours=6):
        found = datetime.datetime.combine(start.date() + datetime.timedelta(days=1), clock, zone)
    return found


class AskForm(forms.Form):
    """Which slot somebody asks for."""

    kind = forms.ChoiceField(choices=BreakKind.choices, label=_("Kind"), initial=BreakKind.REST)
    at = forms.TimeField(
        label=pgettext_lazy("time", "From"), widget=forms.TimeInput(attrs=CLOCK, format="%H:%M")
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=240, initial=15)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class AssignForm(forms.Form):
    """Which slot the leader gives to whom."""

    assignment = forms.ModelChoiceField(Assignment.objects.none(), label=_("Employee"))
    kind = forms.ChoiceField(choices=BreakKind.choices, label=_("Kind"), initial=BreakKind.REST)
    at = forms.TimeField(
        label=pgettext_lazy("time", "From"), widget=forms.TimeInput(attrs=CLOCK, format="%H:%M")
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=240, initial=15)

    def __init__(self, shifts: list[Assignment], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["assignment"]
        field.queryset = Assignment.objects.filter(pk__in=[row.pk for row in shifts]).select_related(
            "employee", "site"
        )
        field.label_from_instance = lambda row: f"{row.employee} {row.employee.number}"
        if len(shifts) == 1:
            field.initial, field.widget = shifts[0].pk, forms.HiddenInput()


class MoveForm(forms.Form):
    """The new time of a slot."""

    at = forms.TimeField()
