"""Posted text about requests as typed values; the rules are the services'."""

from django import forms
from django.utils.translation import gettext_lazy as _

WORDS = {"max_length": 2000, "widget": forms.Textarea(attrs={"rows": 3})}


class DecisionForm(forms.Form):
    """Words to a decision, and the step that they belong to."""

    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        help_text=_("Needed to reject, return or step aside. The applicant reads it."),
        **WORDS,  # type: ignore[arg-type]
    )
    step = forms.IntegerField(widget=forms.HiddenInput, required=False)


class InstructionForm(DecisionForm):
    """The answer to a report: an instruction that goes on record."""

    comment = forms.CharField(
        label=_("Instruction"),
        required=False,
        help_text=_("Needed to answer; it goes on record (S2E-3)."),
        **WORDS,  # type: ignore[arg-type]
    )


class ReasonForm(forms.Form):
    """Words of the applicant."""

    reason = forms.CharField(label=_("Reason"), required=False, **WORDS)  # type: ignore[arg-type]


class NoteForm(forms.Form):
    """What the direct superior was told."""

    note = forms.CharField(label=_("What you told your superior"), **WORDS)  # type: ignore[arg-type]
