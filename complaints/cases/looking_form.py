"""What to look at of a complaint's numbers, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.cases.dossier import Case
from complaints.cases.looking import kept


class LookForm(forms.Form):
    """The sorts of numbers that stand on the complaint, all chosen."""

    fields_shown = forms.MultipleChoiceField(label=_("What to look at"), widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("It is kept for good with your name and the time.")
    )

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **options)
        self.auto_id = "id_look_%s"
        choices = kept(case)
        field: Any = self.fields["fields_shown"]
        field.choices = choices
        field.initial = [value for value, _label in choices]
