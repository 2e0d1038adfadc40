"""What is typed about deadlines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.clocks import kinds
from callcenter.people.models import Site


class ReasonForm(forms.Form):
    """Why a deadline pauses."""

    reason = forms.CharField(
        label=_("What is it waiting for?"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RebaseForm(forms.Form):
    """Which running deadlines are worked out anew, and by what."""

    site = forms.ModelChoiceField(
        Site.objects.none(), label=_("Site"), to_field_name="code", empty_label=None
    )
    kind = forms.ChoiceField(label=_("Type"), required=False)
    with_calendar = forms.BooleanField(
        label=_("by the opening hours as they are today"), required=False, initial=True
    )
    with_rules = forms.BooleanField(label=_("by the rules as they are today"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        help_text=_("Kept with every deadline that moves."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("every type")), *kinds.titles()]  # type: ignore[attr-defined]
