"""A report up the line as typed values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.approvals.escalations.services import Report


class EscalationForm(forms.Form):
    """What happened, what is asked; an emergency goes past the direct superior."""

    topic = forms.CharField(label=_("What it is about"), max_length=120)
    situation = forms.CharField(
        label=_("The situation"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    question = forms.CharField(
        label=_("What you ask for"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_urgent = forms.BooleanField(
        label=_("Emergency: go past my direct superior"),
        required=False,
        help_text=_("Only when they cannot be reached in time. You must tell them before the day ends."),
    )

    def report(self) -> Report:
        """The posted report."""
        return Report(**self.cleaned_data)
