"""Posted text about cells of a roster as typed values."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Team
from callcenter.rulebook.forms import DateInput
from staffing.roster.models import Roster
from staffing.shifts.models import Rotation, ShiftType
from staffing.shifts.wording import in_words

IN_TURN = 0


class ReasonForm(forms.Form):
    """A published roster asks why it changes."""

    def __init__(self, *args: Any, roster: Roster, **options: Any) -> None:
        super().__init__(*args, **options)
        if roster.is_published:
            self.fields["reason"] = forms.CharField(
                label=_("Reason"),
                max_length=500,
                help_text=_("The roster is published: whose shift changes reads this."),
            )


class CellForm(ReasonForm):
    """The shift of one cell. `expected`: the code that its editor saw."""

    code = forms.ChoiceField(label=_("Shift"), required=False, widget=forms.RadioSelect)
    expected = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: Sequence[ShiftType], roster: Roster, **options: Any) -> None:
        super().__init__(*args, roster=roster, **options)
        choices = [(kind.code, f"{kind.code} · {kind} · {in_words(kind.parts)}") for kind in kinds]
        self.fields["code"].choices = [("", _("Day off")), *choices]  # type: ignore[attr-defined]


class FillForm(ReasonForm):
    """Fill rows with a rotation, or copy a week to the next ones."""

    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Team"), required=False, empty_label=_("everybody")
    )
    number = forms.CharField(
        label=_("Only this employee number"), required=False, max_length=32, widget=forms.TextInput
    )
    rotation = forms.ModelChoiceField(
        Rotation.objects.none(),
        label=_("Rotation"),
        required=False,
        empty_label=_("none: copy the first week that is given"),
    )
    crew = forms.IntegerField(
        label=_("Crew"),
        min_value=IN_TURN,
        max_value=100,
        initial=IN_TURN,
        help_text=_("0: people take the crews in turn, in the order of the grid."),
    )
    first = forms.DateField(label=_("From"), widget=DateInput)
    last = forms.DateField(label=_("To"), widget=DateInput)

    field_order = ["team", "number", "rotation", "crew", "first", "last", "reason"]

    def __init__(
        self, *args: Any, roster: Roster, teams: Sequence[Team], rotations: Sequence[Rotation], **options: Any
    ) -> None:
        super().__init__(*args, roster=roster, **options)
        self.roster = roster
        self.fields["team"].queryset = Team.objects.filter(pk__in=[team.pk for team in teams])  # type: ignore[attr-defined]
        found = Rotation.objects.filter(pk__in=[rotation.pk for rotation in rotations])
        self.fields["rotation"].queryset = found.select_related("site")  # type: ignore[attr-defined]
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        for name, day in (("first", first), ("last", last)):
            if isinstance(day, datetime.date) and day.replace(day=1) != self.roster.month:
                self.add_error(name, _("This day is not in the roster’s month."))
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        rotation, crew = data.get("rotation"), data.get("crew") or 0
        if rotation is not None and crew > rotation.crews:
            self.add_error("crew", _("This rotation has %(count)s crews.") % {"count": rotation.crews})
        return data
