"""Posted text of duty logs as typed values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Team
from staffing.floor.board.forms import words
from staffing.floor.dutylogs.sections import SECTIONS


class SectionsForm(forms.Form):
    """A field for each section."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for key, title in SECTIONS.items():
            self.fields[key] = words(title, required=False)


class ReportForm(forms.Form):
    """The shift report of a month."""

    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"))
    text = words(_("Report"), rows=6)

    def __init__(self, teams: list[Team], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["team"]
        field.queryset = Team.objects.filter(pk__in=[team.pk for team in teams])
        if len(teams) == 1:
            field.initial = teams[0].pk
