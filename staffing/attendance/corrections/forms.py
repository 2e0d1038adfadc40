"""A correction as typed values."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staffing.attendance.corrections.services import Wish
from staffing.attendance.punches.models import Direction, Punch

FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]


class CorrectionForm(forms.Form):
    """A punch that was forgotten, one that is wrong, or both; and why."""

    direction = forms.ChoiceField(
        label=_("What was forgotten"),
        choices=[
            ("", _("Nothing")),
            (Direction.IN.value, _("Clocking in")),
            (Direction.OUT.value, _("Clocking out")),
        ],
        required=False,
    )
    adds_at = forms.DateTimeField(
        label=_("When it was"),
        required=False,
        input_formats=FORMATS,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"),
    )
    voids = forms.ChoiceField(label=_("Punch that is wrong"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Your shift leader endorses it, the director approves. The original punch stays on record."
        ),
    )

    def __init__(self, *args: Any, punches: list[Punch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        voids = self.fields["voids"]
        assert isinstance(voids, forms.ChoiceField)
        voids.choices = [("", _("None")), *((str(punch.pk), _words(punch)) for punch in punches)]

    def wish(self) -> Wish:
        """What was asked for."""
        data = self.cleaned_data
        at: datetime.datetime | None = data["adds_at"] if data["direction"] else None
        return Wish(data["reason"], at, data["direction"], int(data["voids"]) if data["voids"] else None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("direction") and not data.get("adds_at") and "adds_at" not in self.errors:
            self.add_error("adds_at", _("Say when it was."))
        return data


def _words(punch: Punch) -> str:
    at = timezone.localtime(punch.occurred_at).strftime("%Y-%m-%d %H:%M:%S")
    return f"{punch.get_direction_display()} {at} · {punch.get_source_display()}"
