"""Posted text about swaps as typed values; the rules are the services'."""

from django import forms
from django.utils.translation import gettext_lazy as _


def words(label: object, *, required: bool = False, rows: int = 2, help_text: object = "") -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        required=required,
        max_length=2000,
        help_text=help_text,  # type: ignore[arg-type]
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class AskForm(forms.Form):
    """Why, and what the other has to know."""

    reason = words(
        _("Why you have to be there in person"), help_text=_("Your colleague and both leaders read it.")
    )
    notes = words(
        _("What your colleague has to know"), help_text=_("Open work that is handed over with the shift.")
    )


class AnswerForm(forms.Form):
    """The colleague's words."""

    answer = words(_("Your words to it"))


class DecisionForm(forms.Form):
    """A leader's words, and the step they belong to."""

    comment = words(_("Comment"), help_text=_("Needed to reject. Both read it."))
    step = forms.IntegerField(widget=forms.HiddenInput, required=False)


class VoidForm(forms.Form):
    """Why the swap is void."""

    words = words(_("Why it is void"), help_text=_("Both read it. The shifts go back."))


class SplitForm(forms.Form):
    """Who answers for an empty shift."""

    requester_share = forms.IntegerField(
        label=_("Share of who asked for the swap, in per cent"), min_value=0, max_value=100
    )
    note = words(_("What happened"))
