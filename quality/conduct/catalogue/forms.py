"""An item of the catalogue as posted."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quality.conduct.catalogue.models import Block, ItemVersion, Per
from quality.conduct.catalogue.services import ItemFacts

TOMORROW = datetime.timedelta(days=1)


class VersionForm(forms.Form):
    """What an item says and costs from a day on."""

    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=120)
    name_zh = forms.CharField(label=_("Chinese name"), max_length=120, required=False)
    least = forms.IntegerField(label=_("Points, at least"), min_value=0, max_value=100)
    most = forms.IntegerField(label=_("Points, at most"), min_value=0, max_value=100)
    per = forms.ChoiceField(label=pgettext_lazy("conduct", "Counted"), choices=Per.choices)
    is_breach = forms.BooleanField(label=_("Breach of discipline"), required=False)
    is_veto = forms.BooleanField(
        label=_("Veto"), required=False, help_text=_("Overrides the grade of the month.")
    )
    source = forms.CharField(label=_("Source"), max_length=120, required=False)
    since = forms.DateField(label=_("Holds from"), widget=forms.DateInput(attrs={"type": "date"}))

    @property
    def facts(self) -> ItemFacts:
        data = self.cleaned_data
        return ItemFacts(
            data["name"], data["name_zh"], data["least"], data["most"], data["per"],
            data["is_breach"], data["is_veto"], data["source"],
        )  # fmt: skip

    @staticmethod
    def shown(version: ItemVersion | None, today: datetime.date) -> dict[str, Any]:
        """What the form begins with: the version that holds, from tomorrow on."""
        found: dict[str, Any] = {"since": today + TOMORROW, "per": Per.EACH}
        if version is not None:
            names = ("name", "name_zh", "least", "most", "per", "is_breach", "is_veto", "source")
            found |= {name: getattr(version, name) for name in names}
        return found


class ItemForm(VersionForm):
    """A new item."""

    code = forms.RegexField(
        label=_("Code"), regex=r"^[A-Za-z]{2,4}-[0-9]{1,3}$", max_length=16, help_text=_("Such as FD-19.")
    )
    block = forms.ChoiceField(label=pgettext_lazy("conduct", "Part"), choices=Block.choices)
    field_order = ["code", "block"]


class EndForm(forms.Form):
    since = forms.DateField(label=_("Holds no more from"), widget=forms.DateInput(attrs={"type": "date"}))
