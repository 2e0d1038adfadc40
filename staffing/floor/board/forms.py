"""Posted text of the floor as typed values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.models import Site, Team
from staffing.floor.stops.changes import grounds


def words(label: object, *, required: bool = True, rows: int = 2, help_text: object = "") -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        required=required,
        max_length=2000,
        help_text=help_text,  # type: ignore[arg-type]
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RedeployForm(forms.Form):
    """To which team, and why."""

    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"))
    reason = words(_("Reason"))

    def __init__(self, site: Site, now: Team | None, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["team"]
        teams = Team.objects.filter(department__site=site, is_active=True).select_related("department")
        field.queryset = teams.exclude(pk=now.pk) if now else teams


class ReasonForm(forms.Form):
    """Why."""

    reason = words(_("Reason"))


class StopWorkForm(ReasonForm):
    """What somebody has to stop work for, and why."""

    ground = forms.ChoiceField(label=pgettext_lazy("stop-work order", "What for"), required=False)
    reason = words(
        _("Reason"), help_text=_("The person and the director read it. The shift leaves the roster at once.")
    )

    def __init__(self, site: Site, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = grounds(site, site.today())
        field: Any = self.fields["ground"]
        field.choices = [("", "—"), *offered]
        if not offered:
            del self.fields["ground"]
