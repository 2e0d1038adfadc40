"""What is posted about a call back, as typed values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.models import Employee
from complaints.surveys.callbacks.models import Reach


class AttemptForm(forms.Form):
    """A try: what came of it, and when the customer wants to be called again."""

    reach = forms.ChoiceField(label=_("What came of it"), initial=Reach.NOT_REACHED, widget=forms.RadioSelect)
    next_at = forms.DateTimeField(
        label=_("Call again at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    words = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choice: Any = self.fields["reach"]
        choice.choices = [(one.value, one.label) for one in (Reach.NOT_REACHED, Reach.LATER)]


class DeclineForm(forms.Form):
    """The customer does not want to answer."""

    words = forms.CharField(
        label=_("What the customer said"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class DecisionForm(forms.Form):
    """What follows for an unsatisfied customer, and why."""

    words = forms.CharField(
        label=_("What the customer wants, and why you decide so"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReassignForm(forms.Form):
    """Who calls instead."""

    owner = forms.ChoiceField(label=pgettext_lazy("callback", "Calls"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=500)

    def __init__(self, people: list[Employee], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {one.number: one for one in people}
        choice: Any = self.fields["owner"]
        choice.choices = [(number, f"{one} {number}") for number, one in self.people.items()]
