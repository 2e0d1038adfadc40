"""Posted text about swaps as typed values; the rules are the services'."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.web.cells import day
from staffing.roster.models import Assignment
from staffing.swaps.telling import times


def words(label: object, *, required: bool = False, rows: int = 2, help_text: object = "") -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        required=required,
        max_length=2000,
        help_text=help_text,  # type: ignore[arg-type]
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class AskForm(forms.Form):
    """Why, what the other has to know, and for two shifts of one day the day on which they are returned."""

    back = forms.ChoiceField(
        label=_("Returned on"),
        required=False,
        help_text=_("On that day you change shifts once more. Without it this is an exchange for one day."),
    )
    reason = words(
        _("Why you have to be there in person"), help_text=_("Your colleague and both leaders read it.")
    )
    notes = words(
        _("What your colleague has to know"), help_text=_("Open work that is handed over with the shift.")
    )

    def __init__(self, data: Any = None, *, days: Sequence[tuple[Assignment, Assignment]] = ()) -> None:
        super().__init__(data)
        self.days = {f"{mine.pk}-{theirs.pk}": (mine, theirs) for mine, theirs in days}
        if not self.days:
            del self.fields["back"]
            return
        choices = [(key, _back_words(*pair)) for key, pair in self.days.items()]
        self.fields["back"].choices = [("", _("No return")), *choices]  # type: ignore[attr-defined]
        self.order_fields(["reason", "back", "notes"])

    @property
    def facts(self) -> dict[str, Any]:
        """As the service takes it."""
        data = dict(self.cleaned_data)
        return data | {"back": self.days.get(data.get("back", ""))}


def _back_words(mine: Assignment, theirs: Assignment) -> str:
    """The day, and the shift of the colleague that one would work then."""
    return f"{day(mine.on)}: {times(mine.code, mine.parts)} ⇄ {times(theirs.code, theirs.parts)}"


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
