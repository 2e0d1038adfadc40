"""The word on a breach and the statement as typed values."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """Confirming may have a comment, dismissing needs a reason; the service says so."""

    reason = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed to dismiss it. The employee reads it."),
    )


class ReopeningForm(forms.Form):
    """Why it is to be decided again."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class StatementForm(forms.Form):
    """What the employee has to say."""

    statement = forms.CharField(
        label=_("What you have to say"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your leader reads it before deciding. A forgotten punch is put right by a correction."),
    )
