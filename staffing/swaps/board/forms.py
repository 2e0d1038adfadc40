"""Posted text about the board as typed values; the rules are the services'."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.access.permissions import Actor
from callcenter.people.models import Department, Site, Team
from staffing.shifts.models import ShiftType
from staffing.shifts.rules import instant
from staffing.swaps.board.access import may_post
from staffing.swaps.board.models import PostingKind
from staffing.swaps.board.services import MOST_PLACES, NewPosting
from staffing.swaps.forms import words

POSTED = [choice for choice in PostingKind.choices if choice[0] != PostingKind.COVER]


class PostingForm(forms.Form):
    """What a leader puts on the board: for one team, or for a whole department where they may."""

    kind = forms.ChoiceField(label=_("What"), choices=POSTED, widget=forms.RadioSelect)
    offered_to = forms.ChoiceField(label=_("Offered to"))
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    shift_type = forms.ModelChoiceField(
        ShiftType.objects.none(),
        label=_("Shift"),
        required=False,
        help_text=_("Needed for an open shift. For time off: only from this shift."),
    )
    begins = forms.TimeField(
        label=_("Start time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("For overtime, and for time off without a shift."),
    )
    ends = forms.TimeField(
        label=_("End time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("An earlier time is on the next day."),
    )
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=MOST_PLACES, initial=1)
    reason = words(_("Why"), help_text=_("Everybody it is offered to reads it."))

    def __init__(self, actor: Actor, site: Site, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.site = site
        departments = Department.objects.filter(site=site).select_related("site")
        teams = Team.objects.filter(department__site=site, is_active=True).select_related("department__site")
        self.destinations: dict[str, tuple[Department, Team | None]] = {
            f"d{one.pk}": (one, None) for one in departments if may_post(actor, one, None)
        } | {f"t{one.pk}": (one.department, one) for one in teams if may_post(actor, one.department, one)}
        choice: Any = self.fields["offered_to"]
        choice.choices = [
            (key, str(team or department)) for key, (department, team) in self.destinations.items()
        ]
        kinds: Any = self.fields["shift_type"]
        kinds.queryset = ShiftType.objects.filter(site=site, is_active=True).order_by("code")

    @property
    def new(self) -> NewPosting:
        """What was written, as the service takes it."""
        data = self.cleaned_data
        department, team = self.destinations[data["offered_to"]]
        starts_at, ends_at = self._times()
        return NewPosting(
            PostingKind(data["kind"]),
            department,
            data["on"],
            data["reason"],
            team=team,
            shift_type=data["shift_type"] if data["kind"] != PostingKind.OVERTIME else None,
            starts_at=starts_at,
            ends_at=ends_at,
            places=data["places"],
        )

    def _times(self) -> tuple[datetime.datetime | None, datetime.datetime | None]:
        data = self.cleaned_data
        if data["begins"] is None or data["ends"] is None:
            return None, None
        begins, ends = (one.hour * 60 + one.minute for one in (data["begins"], data["ends"]))
        if ends <= begins:
            ends += 24 * 60
        return instant(data["on"], begins, self.site.zone), instant(data["on"], ends, self.site.zone)


class GiveForm(forms.Form):
    """Why a shift is given away."""

    reason = words(
        _("Why you give it away"), help_text=_("Your shift leader releases it; colleagues read it.")
    )
