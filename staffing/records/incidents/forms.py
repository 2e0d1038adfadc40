"""An incident as posted: the report, a line of the timeline, its impact, its end, its cause."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Site
from callcenter.telephony.models import Queue
from staffing.records.fields import PersonField, TeamField, people_of, teams_of, words
from staffing.records.incidents.models import EntryKind, IncidentKind
from staffing.records.incidents.rules import Load
from staffing.records.incidents.services import IncidentFacts

LOAD = ("waiting", "usual", "connect_rate", "loss_rate", "wait_seconds")


class ReportForm(forms.Form):
    """What is known at once; the rest follows on its page."""

    kind = forms.ChoiceField(label=_("Type"), choices=IncidentKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("What has happened"), max_length=160)
    text = words(_("What you see, what you have done"), required=False)
    is_interruption = forms.BooleanField(label=_("The service is interrupted"), required=False)
    starts_at = forms.DateTimeField(label=_("Since"), required=False, help_text=_("Empty: now."))
    team = TeamField(label=_("Where"), required=False)

    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = teams_of(site)  # type: ignore[attr-defined]

    def facts(self) -> IncidentFacts:
        """The posted report."""
        data = self.cleaned_data
        return IncidentFacts(**(data | {"kind": IncidentKind(data["kind"])}))


class EntryForm(forms.Form):
    """A line of the timeline."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[one for one in EntryKind.choices if one[0] != EntryKind.STATE]
    )
    text = words(_("Text"), required=False, rows=2)
    person = PersonField(label=_("Who was notified"), required=False, help_text=_("Type a number or choose."))
    at = forms.DateTimeField(label=_("When"), required=False, help_text=_("Empty: now."))

    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].people = people_of(site)  # type: ignore[attr-defined]


class ImpactForm(forms.Form):
    """What it does to the service."""

    is_interruption = forms.BooleanField(label=_("The service is interrupted"), required=False)
    queues: Any = forms.ModelMultipleChoiceField(
        None, label=_("Queues"), required=False, widget=forms.CheckboxSelectMultiple
    )
    calls_lost = forms.IntegerField(label=_("Calls lost"), required=False, min_value=0)
    waiting = forms.IntegerField(label=_("Calls waiting"), required=False, min_value=0)
    usual = forms.IntegerField(label=_("Calls that usually wait then"), required=False, min_value=1)
    connect_rate = forms.DecimalField(
        label=_("Connect rate, in per cent"), required=False, min_value=0, max_value=100
    )
    loss_rate = forms.DecimalField(
        label=_("Loss rate, in per cent"), required=False, min_value=0, max_value=100
    )
    wait_seconds = forms.IntegerField(label=_("Wait, in seconds"), required=False, min_value=0)

    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["queues"].queryset = Queue.objects.filter(site=site)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """As `change_impact` takes it."""
        data = self.cleaned_data
        return {
            "is_interruption": data["is_interruption"],
            "queues": list(data["queues"]),
            "calls_lost": data["calls_lost"],
            "load": Load(**{name: data[name] for name in LOAD}),
        }


class EndForm(forms.Form):
    """Since when it is over."""

    ends_at = forms.DateTimeField(label=_("Over since"), required=False, help_text=_("Empty: now."))


class CloseForm(forms.Form):
    """Why it happened."""

    root_cause = words(_("Root cause"))
