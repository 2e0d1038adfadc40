"""To whom, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Employee, Site
from complaints.cases.owners import officers


class HandingForm(forms.Form):
    """One of those who may answer for complaints at the site."""

    owner = forms.ModelChoiceField(Employee.objects.none(), label=_("New owner"))
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, help_text=_("Stands in the log of each complaint.")
    )

    def __init__(self, site: Site, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [one.pk for one in officers(site)]
        self.fields["owner"].queryset = Employee.objects.filter(pk__in=people).order_by("number")  # type: ignore[attr-defined]
