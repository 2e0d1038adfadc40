"""Posted text about API clients as typed values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.api import scopes
from callcenter.integrations.clients.services import ClientFacts
from callcenter.people.models import Site


class ClientForm(forms.Form):
    """Name, scopes and sites."""

    name = forms.CharField(
        label=_("Name"),
        max_length=50,
        help_text=_("The other system, as the audit trail will name it: Payroll."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Give no more than the other system needs. Whoever may write in a room may read there too."
        ),
    )
    is_everywhere = forms.BooleanField(label=_("At every site, also those that come later"), required=False)
    sites = forms.ModelMultipleChoiceField(
        label=_("Sites"), queryset=Site.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (scope, f"{scope} – {sentence}") for scope, sentence in scopes.sentences().items()
        ]
        self.fields["sites"].queryset = Site.objects.order_by("name")  # type: ignore[attr-defined]

    def facts(self) -> ClientFacts:
        """What was chosen."""
        data = self.cleaned_data
        return ClientFacts(data["name"], tuple(data["scopes"]), tuple(data["sites"]), data["is_everywhere"])


class RotateForm(forms.Form):
    """How the old secret ends."""

    keep_old = forms.BooleanField(
        label=_("Keep the old secret valid for a while"), required=False, initial=True
    )


class DisableForm(forms.Form):
    """Why a client goes out of use."""

    reason = forms.CharField(label=_("Reason"), max_length=500)
