"""Posted text about the organisation as typed values."""

import zoneinfo
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.organisation.models import CODE
from callcenter.people.organisation.services import SiteFacts


class NamesForm(forms.Form):
    """A name in both languages."""

    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=120)
    name_zh = forms.CharField(label=_("Chinese name"), max_length=120, required=False)


class NewForm(NamesForm):
    """Something new with a code that stays."""

    code = forms.CharField(
        label=_("Code"),
        max_length=32,
        validators=[CODE],
        help_text=_("Small letters, digits and hyphens; files and the API use it. It stays for good."),
    )
    field_order = ["code", "name", "name_zh"]


class TeamForm(NamesForm):
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        help_text=_("A team without members can be taken out of use; its history stays."),
    )


class SiteForm(NamesForm):
    """A site’s names, clock, country and statistics month."""

    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        initial="Asia/Shanghai",
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
        help_text=_("Days and shifts of the site follow this clock."),
    )
    country = forms.RegexField(
        r"^[A-Z]{2}$",
        label=_("Country"),
        initial="CN",
        help_text=_("Two letters, such as CN."),
        error_messages={"invalid": _("Write two capital letters, such as CN.")},
    )
    statistics_start_day = forms.IntegerField(
        label=_("Statistics month starts on day"),
        initial=1,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
        widget=forms.NumberInput(attrs={"min": 1, "max": 28}),
        help_text=_("1 for the natural month; 21 for the 21st to the 20th."),
    )

    def facts(self) -> SiteFacts:
        """The posted facts."""
        return SiteFacts(**{name: self.cleaned_data[name] for name in SiteFacts.__dataclass_fields__})


class NewSiteForm(NewForm, SiteForm):
    field_order = ["code", "name", "name_zh", "country", "time_zone", "statistics_start_day"]


class PostForm(NamesForm):
    rank = forms.IntegerField(
        label=_("Rank"),
        validators=[MinValueValidator(0), MaxValueValidator(1000)],
        help_text=_("Lists show higher ranks first. It grants nothing."),
    )


def time_zones() -> list[str]:
    """Names that the form suggests, in order."""
    return sorted(
        name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc")
    )


def initial_of(row: Any, form: type[forms.Form]) -> dict[str, Any]:
    """The form's values as the row has them."""
    return {name: getattr(row, name) for name in form.base_fields if hasattr(row, name)}
