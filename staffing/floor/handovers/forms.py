"""Posted text of handovers as typed values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Team
from staffing.floor.board.forms import words
from staffing.floor.handovers.rules import REQUIRED
from staffing.floor.handovers.topics import TOPICS


class TopicsForm(forms.Form):
    """A field for each topic; what is required is asked for at the signature, so that a draft can be saved."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for key, title in TOPICS.items():
            self.fields[key] = words(title, required=False)
            if key in REQUIRED:
                self.fields[key].help_text = _("Needed to sign. “None” is an answer.")


class ProblemForm(forms.Form):
    """What was found wrong."""

    text = words(_("Problem"))


class ItemForm(forms.Form):
    """What is left open, and for which team."""

    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"))
    text = forms.CharField(label=_("What is open"), max_length=300)

    def __init__(self, teams: list[Team], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["team"]
        field.queryset = Team.objects.filter(pk__in=[team.pk for team in teams])
        if len(teams) == 1:
            field.initial = teams[0].pk
