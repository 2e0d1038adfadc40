"""Planning, finishing and verifying as posted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.employees.forms import EmployeeField
from callcenter.people.models import Employee


def words(label: Any) -> forms.CharField:
    """Sentences."""
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class PlanForm(forms.Form):
    """Why it happened, what is done against it, by whom, by when."""

    root_cause = words(_("Root cause"))
    action = words(_("Corrective action"))
    owner = EmployeeField(label=_("Owner (employee number)"))
    due_on = forms.DateField(label=_("Due"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        people = Employee.objects.filter(left_on=None).select_related("site", "user")
        self.fields["owner"].people = people  # type: ignore[attr-defined]


class FinishForm(forms.Form):
    evidence = words(_("Evidence that it is done"))


class VerifyForm(forms.Form):
    """The service department's look at it."""

    is_done = forms.TypedChoiceField(
        label=_("Verification"),
        choices=[("yes", _("It is done: measure its effect")), ("no", _("It is not: back to the owner"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = words(pgettext_lazy("improvement", "What was seen of it"))
