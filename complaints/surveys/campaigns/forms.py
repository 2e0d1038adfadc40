"""A campaign as it is posted."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.models import Site
from callcenter.rulebook.values import value
from complaints.cases.models import CauseClass
from complaints.surveys import sources
from complaints.surveys.campaigns.models import Repeats
from complaints.surveys.campaigns.services import LARGEST, Plan


def _date(label: object, help_text: object = "") -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}))  # type: ignore[arg-type]


class CampaignForm(forms.Form):
    """Whom it asks, how many, how often."""

    name = forms.CharField(label=pgettext_lazy("campaign", "Name"), max_length=120)
    sources = forms.MultipleChoiceField(label=_("About"), widget=forms.CheckboxSelectMultiple)
    cause = forms.ModelChoiceField(
        CauseClass.objects.filter(is_active=True), label=_("Cause"), required=False,
        help_text=_("Only complaints with this cause; empty: all."),
    )  # fmt: skip
    first = _date(_("Closed from"))
    last = _date(_("Closed until"))
    sample_size = forms.IntegerField(label=_("Sample"), min_value=1, max_value=LARGEST, initial=100)
    quota_days = forms.IntegerField(
        label=_("Days between two surveys of one customer"), min_value=0, max_value=365
    )
    answers_until = _date(_("Answers until"))
    repeats = forms.ChoiceField(label=_("How often"), choices=Repeats.choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, site: Site, *args: Any, **options: Any) -> None:
        today = site.today()
        options.setdefault("initial", {})
        options["initial"] = {
            "first": (today - datetime.timedelta(days=31)).isoformat(),
            "last": (today - datetime.timedelta(days=1)).isoformat(),
            "answers_until": (today + datetime.timedelta(days=value("survey.link_days", site))).isoformat(),
            "quota_days": value("survey.quota_days", site),
            "language": "zh-hans" if site.country in ("CN", "SG") else "en",
        } | options["initial"]
        super().__init__(*args, **options)
        choice: Any = self.fields["sources"]
        choice.choices = [(kind.key, kind.title) for kind in sources.all_kinds()]
        self.fields["quota_days"].help_text = _("At least the rulebook’s %(days)s days.") % {
            "days": value("survey.quota_days", site)
        }

    @property
    def plan(self) -> Plan:
        """What was written, as the service takes it."""
        data = dict(self.cleaned_data)
        data["repeats"] = Repeats(data["repeats"])
        return Plan(**data)
