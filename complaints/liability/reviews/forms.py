"""A verdict as posted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Department, Site
from complaints.liability.reviews.models import Verdict


class VerdictForm(forms.Form):
    """What follows from one complaint."""

    verdict = forms.ChoiceField(label=_("Verdict"), choices=Verdict.choices)
    unit = forms.ModelChoiceField(
        Department.objects.none(), label=_("Responsible unit"), required=False, empty_label="—"
    )
    words = forms.CharField(
        label=_("Grounds"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, site: Site, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = Department.objects.filter(site=site).order_by("code")  # type: ignore[attr-defined]


class FinishForm(forms.Form):
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
