"""Posted text about overtime as typed values; the rules are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.access.permissions import Actor
from callcenter.people.models import Employee, Site
from staffing.overtime.access import may_assign, may_let_pass
from staffing.shifts.rules import DAY, instant


class AskForm(forms.Form):
    """Day and times at the site, and what for."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    begins = forms.TimeField(label=_("Start time"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(
        label=_("End time"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("An earlier time is on the next day."),
    )
    reason = forms.CharField(label=_("What for"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, site: Site, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.site = site

    @property
    def facts(self) -> dict[str, Any]:
        """What was written, as the services take it."""
        data = self.cleaned_data
        begins, ends = (one.hour * 60 + one.minute for one in (data["begins"], data["ends"]))
        if ends <= begins:
            ends += DAY
        return {
            "starts_at": instant(data["on"], begins, self.site.zone),
            "ends_at": instant(data["on"], ends, self.site.zone),
            "reason": data["reason"],
        }


class AssignForm(AskForm):
    """The same for somebody of one's teams; the center manager may let the limits pass."""

    employee = forms.ChoiceField(label=_("Employee"))
    override_reason = forms.CharField(
        label=_("Why above the limits of the law"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where a limit has to be let pass; it is kept with your name."),
    )
    field_order = ["employee", "on", "begins", "ends", "reason", "override_reason"]

    def __init__(self, actor: Actor, site: Site, *args: Any, **options: Any) -> None:
        super().__init__(site, *args, **options)
        rows: Any = Employee.objects.employed(site.today()).with_place(site.today())
        rows = rows.filter(site=site).exclude(user=getattr(actor, "pk", None)).order_by("number")
        self.people: dict[str, Employee] = {
            one.number: one for one in rows.select_related("site") if may_assign(actor, site, one.team_id)
        }
        choice: Any = self.fields["employee"]
        choice.choices = [(number, f"{one} {number}") for number, one in self.people.items()]
        if not may_let_pass(actor, site):
            del self.fields["override_reason"]

    @property
    def chosen(self) -> Employee:
        """Who is asked to work it."""
        return self.people[self.cleaned_data["employee"]]

    @property
    def facts(self) -> dict[str, Any]:
        return super().facts | {"override_reason": self.cleaned_data.get("override_reason", "")}


class WordsForm(forms.Form):
    """Words to a refusal."""

    words = forms.CharField(
        label=_("Your words to it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
