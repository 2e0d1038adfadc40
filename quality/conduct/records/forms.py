"""What is posted about conduct, as typed values; the rules are the services'."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.permissions import Actor
from callcenter.people.models import Employee, Site
from quality.conduct.access import may_record
from quality.conduct.catalogue.models import Block, ItemVersion
from quality.conduct.records.models import Outcome
from quality.conduct.records.services import Seen


def words(label: Any, *, required: bool = True, help_text: Any = "", rows: int = 3) -> forms.CharField:
    """Sentences."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=4000, widget=area, help_text=help_text)


class RecordForm(forms.Form):
    """Who, what, when, where; by the catalogue of the day."""

    employee = forms.ChoiceField(label=_("Employee"))
    version = forms.ChoiceField(label=_("Item"))
    points = forms.IntegerField(
        label=pgettext_lazy("conduct", "Points"),
        required=False,
        min_value=0,
        help_text=_("Only where the item has a choice; empty: the least."),
    )
    happened_at = forms.DateTimeField(
        label=pgettext_lazy("conduct", "When it was"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    witness = forms.ChoiceField(label=_("Witness"), required=False)
    words = words(_("What was seen"))
    evidence = forms.FileField(label=_("Evidence"), required=False, help_text=_("A picture or a document."))

    def __init__(self, actor: Actor, site: Site, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.site = site
        today = site.today()
        rows: Any = Employee.objects.employed(today).with_place(today).filter(site=site).order_by("number")
        people = list(rows.select_related("site"))
        self.people = {one.number: one for one in people if may_record(actor, site.pk, one.team_id, one.pk)}
        self.witnesses = {one.number: one for one in people}
        self.versions = {str(one.pk): one for one in ItemVersion.objects.on(today).deductions()}
        self._choose("employee", [(number, f"{one} {number}") for number, one in self.people.items()])
        self._choose(
            "witness", [("", "—"), *((number, f"{one} {number}") for number, one in self.witnesses.items())]
        )
        self._choose("version", self._items())
        if not self.is_bound:
            self.initial.setdefault("happened_at", timezone.localtime(timezone.now(), site.zone))

    def _choose(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def _items(self) -> list[tuple[Any, list[tuple[str, str]]]]:
        """By the parts of the table, each with its points."""
        return [
            (
                block.label,
                [
                    (key, f"{one} ({one.points})")
                    for key, one in self.versions.items()
                    if one.item.block == block
                ],
            )
            for block in Block
            if block != Block.REWARD
        ]

    @property
    def chosen(self) -> Employee:
        """Who it is about."""
        return self.people[self.cleaned_data["employee"]]

    def seen(self, source: Any = None) -> Seen:
        """As `record_conduct` takes it: the version of the day it happened."""
        data = self.cleaned_data
        version = self.versions[data["version"]]
        at: datetime.datetime = data["happened_at"]
        on = at.astimezone(self.site.zone).date()
        if on not in version.period:
            of_day = ItemVersion.objects.on(on).filter(item=version.item_id).first()
            version = of_day or version
        return Seen(
            version,
            at,
            data["words"],
            points=data["points"],
            place=data["place"],
            witness=self.witnesses.get(data["witness"]),
            source=source,
        )


class StatementForm(forms.Form):
    words = words(_("Your statement"))


class ContestForm(forms.Form):
    words = words(_("Why you contest it"))


class ConfirmForm(forms.Form):
    """The leader's word."""

    points = forms.IntegerField(label=pgettext_lazy("conduct", "Points"), required=False, min_value=0)
    words = words(_("Your words to it"), required=False, rows=2)

    def __init__(self, version: ItemVersion, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if version.has_choice:
            self.fields["points"].help_text = _("This item takes %(points)s points.") % {
                "points": version.points
            }
        else:
            del self.fields["points"]


class ReasonForm(forms.Form):
    reason = words(_("Reason"), rows=2)


class ContestDecisionForm(forms.Form):
    """What comes of a contest."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("contest", "Decision"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    points = forms.IntegerField(label=_("Other points"), required=False, min_value=0)
    reason = words(_("Reason"), rows=2)
