"""A notice as posted."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.employees.forms import EmployeeField
from callcenter.people.models import Employee
from quality.conduct.models import ItemVersion


def words(label: Any) -> forms.CharField:
    """Sentences."""
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class NoticeForm(forms.Form):
    """Who, how many points, why."""

    employee = EmployeeField(label=_("Employee number"))
    points = forms.IntegerField(label=pgettext_lazy("conduct", "Points"), min_value=1, max_value=100)
    grounds = words(_("Grounds"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["employee"].people = Employee.objects.filter(left_on=None)  # type: ignore[attr-defined]


class RewardForm(NoticeForm):
    """Whom to reward, of which kind, with how many points, why."""

    reward = forms.ModelChoiceField(
        label=_("Kind of reward"), queryset=ItemVersion.objects.none(), empty_label="—"
    )
    field_order = ["employee", "reward", "points", "grounds"]

    def __init__(self, day: datetime.date, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["reward"]
        field.queryset = ItemVersion.objects.on(day).rewards()
        self.fields["points"].label = _("Points given")
        field.label_from_instance = lambda one: f"{one} ({one.points})"


class BulletinForm(forms.Form):
    """What HR publishes."""

    title = forms.CharField(label=_("Title"), max_length=160)
    text = words(_("Text"))


class WordsForm(forms.Form):
    words = words(_("Your words to it"))


class DecisionForm(forms.Form):
    """What comes of a contest."""

    is_upheld = forms.TypedChoiceField(
        label=pgettext_lazy("contest", "Decision"),
        choices=[
            ("no", _("The notice stands: it is executed")),
            ("yes", _("The contest is right: it is revoked")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = words(_("Reason"))


class ReasonForm(forms.Form):
    reason = words(_("Reason"))
