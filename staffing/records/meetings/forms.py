"""A meeting, an answer, a reason as posted."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Site
from staffing.records.fields import PersonField, TeamField, people_of, teams_of, words
from staffing.records.meetings.series import MeetingKind
from staffing.records.meetings.services import MeetingFacts


class MeetingForm(forms.Form):
    """When, where, who chairs, what about."""

    kind = forms.ChoiceField(label=_("Type"), choices=MeetingKind.choices)
    title = forms.CharField(
        label=_("Title"), max_length=160, required=False, help_text=_("Empty: the name of its type.")
    )
    starts_at = forms.DateTimeField(label=_("Start time"))
    ends_at = forms.DateTimeField(label=_("End time"), required=False)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    chair = PersonField(label=_("Chair"), help_text=_("Type a number or choose."))
    team = TeamField(label=_("Team"), required=False, empty_label=_("The whole site"))
    topics = words(
        _("Agenda"), required=False, rows=5, help_text=_("One topic a line. Empty: the topics of its type.")
    )

    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["chair"].people = people_of(site)  # type: ignore[attr-defined]
        self.fields["team"].queryset = teams_of(site)  # type: ignore[attr-defined]

    def facts(self) -> MeetingFacts:
        """The posted meeting."""
        data = self.cleaned_data
        kind = MeetingKind(data["kind"])
        return MeetingFacts(
            kind=kind,
            title=data["title"] or str(kind.label),
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            place=data["place"],
            chair=data["chair"],
            team=data["team"],
            topics=data["topics"].splitlines(),
        )


def at_nine(on: datetime.date, site: Site) -> datetime.datetime:
    """A first guess for a meeting's time on a day."""
    return datetime.datetime.combine(on, datetime.time(9), site.zone)


class MinutesForm(forms.Form):
    """Minutes in words; notes and presence stand beside it, by the id of their row."""

    minutes = words(_("Minutes and decisions"), required=False, rows=6)


class ReasonForm(forms.Form):
    """Why something is called off."""

    reason = forms.CharField(label=_("Reason"), max_length=400)


class AnswerForm(forms.Form):
    """The one answer to a question."""

    question = forms.CharField(label=_("Question"), max_length=240)
    answer = words(_("What everybody answers"), rows=4)
    tags = forms.CharField(
        label=_("Key words"), max_length=200, required=False, help_text=_("Separate them with commas.")
    )

    def facts(self) -> dict[str, Any]:
        """As `publish_answer` takes it."""
        data = self.cleaned_data
        return data | {"tags": data["tags"].replace("，", ",").replace("、", ",").split(",")}
