"""The period of the figures."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

PERIOD_DAYS = 90


class PeriodForm(forms.Form):
    """First and last day of receipt, at most three years; without them the last 90 days."""

    first = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, datetime.date]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last day lies before the first."))
        elif first and last and (last - first).days > 1100:
            self.add_error("last", _("Choose at most three years."))
        return given

    @classmethod
    def asked(cls, data: dict[str, str], today: datetime.date) -> "PeriodForm":
        """The form as it was sent, or with the last 90 days."""
        start = today - datetime.timedelta(days=PERIOD_DAYS - 1)
        given = {
            "first": data.get("first") or start.isoformat(),
            "last": data.get("last") or today.isoformat(),
        }
        return cls(given)
