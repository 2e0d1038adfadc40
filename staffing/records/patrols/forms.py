"""A patrol as tapped on a phone, a checklist point, the measures of a week."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.models import Employee, Site, Team
from staffing.records.fields import TeamField, on_shift, teams_of, words
from staffing.records.patrols.checklist import ItemGroup
from staffing.records.patrols.models import PatrolItem
from staffing.records.patrols.services import Finding

AROUND = datetime.timedelta(hours=1)  # who has just left or comes soon can still be named


class PatrolForm(forms.Form):
    """What is wrong (nothing tapped: all in order), with whom, whether it was put right."""

    team = TeamField(label=_("Where"), required=False)
    items: Any = forms.ModelMultipleChoiceField(
        None, label=_("Tap what is wrong"), required=False, widget=forms.CheckboxSelectMultiple
    )
    person = forms.ModelChoiceField(
        Employee.objects.none(),
        label=_("Person concerned"),
        required=False,
        empty_label=_("nobody in particular"),
    )
    is_corrected = forms.BooleanField(label=_("Corrected on the spot"), required=False, initial=True)
    note = words(_("Note"), required=False, rows=2)
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    at = forms.DateTimeField(label=_("When"), required=False, help_text=_("Empty: now."))

    def __init__(
        self, *args: Any, site: Site, team_ids: frozenset[int] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        teams = teams_of(site)
        self.fields["team"].queryset = teams if team_ids is None else teams.filter(pk__in=team_ids)  # type: ignore[attr-defined]
        self.points = list(PatrolItem.objects.filter(site=site, is_active=True))
        self.fields["items"].queryset = PatrolItem.objects.filter(site=site, is_active=True)  # type: ignore[attr-defined]
        now = timezone.now()
        near = [one.pk for one in on_shift(site, now - AROUND, now + AROUND)]
        self.fields["person"].queryset = Employee.objects.filter(pk__in=near).order_by("number")  # type: ignore[attr-defined]

    @property
    def groups(self) -> list[tuple[str, list[tuple[PatrolItem, bool]]]]:
        """The points by their group, each with whether it is tapped."""
        chosen = {str(value) for value in self["items"].value() or []}
        return [
            (
                str(group.label),
                [(one, str(one.pk) in chosen) for one in self.points if one.group == group],
            )
            for group in ItemGroup
            if any(one.group == group for one in self.points)
        ]

    def facts(self) -> dict[str, Any]:
        """As `record_patrol` takes it."""
        data = self.cleaned_data
        team: Team | None = data["team"]
        return {
            "team": team,
            "findings": [Finding(one, data["person"], data["is_corrected"]) for one in data["items"]],
            "at": data["at"],
            "note": data["note"],
            "photos": [data["photo"]] if data["photo"] else [],
        }


class ItemForm(forms.Form):
    """A point of the checklist."""

    code = forms.SlugField(label=_("Code"), max_length=32)
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=120)
    name_zh = forms.CharField(label=_("Chinese name"), max_length=120, required=False)
    group = forms.ChoiceField(label=_("Group"), choices=ItemGroup.choices)


class MeasuresForm(forms.Form):
    """What is done about what the week showed."""

    measures = words(
        _("Measures"), help_text=_("What is done about it, by whom, until when. The director reads it.")
    )
