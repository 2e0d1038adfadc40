"""An action as posted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.people.employees.forms import DayField
from callcenter.people.models import Site
from staffing.records.fields import PersonField, people_of


class ActionForm(forms.Form):
    """What, who, until when."""

    text = forms.CharField(label=_("What is to be done"), max_length=400)
    owner = PersonField(label=_("Owner"), help_text=_("Type a number or choose."))
    due_on = DayField(label=_("Due on"))

    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].people = people_of(site)  # type: ignore[attr-defined]


class FinishForm(forms.Form):
    """What came of it."""

    result = forms.CharField(label=_("Result"), max_length=400)
