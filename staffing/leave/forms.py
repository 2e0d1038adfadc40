"""Posted text about leave as typed values; the rules are the services'."""

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from callcenter.people.models import Employee, Team
from callcenter.web import cells
from staffing.leave.amounts import Part, Wish
from staffing.leave.certification import Paper
from staffing.leave.models import PARTS, LeaveKind
from staffing.leave.outlook import Wanted
from staffing.roster.models import Assignment

WORDS: dict[str, Any] = {"max_length": 2000, "widget": forms.Textarea(attrs={"rows": 2})}
OTHER = "other"


class AskForm(forms.Form):
    """A leave in as few touches as can be: a kind, one of the next shifts; other days and parts of a day on demand."""

    kind = forms.ModelChoiceField(
        LeaveKind.objects.none(),
        to_field_name="code",
        label=gettext_lazy("Type"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    day = forms.ChoiceField(label=pgettext_lazy("leave", "Day"), widget=forms.RadioSelect)
    first_on = forms.DateField(label=gettext_lazy("First day"), required=False)
    last_on = forms.DateField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: the same day.")
    )
    part = forms.ChoiceField(choices=PARTS, label=gettext_lazy("What of it"), required=False)
    from_time = forms.TimeField(label=gettext_lazy("From"), required=False)
    to_time = forms.TimeField(label=gettext_lazy("Until"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, **WORDS)
    is_late_meant = forms.BooleanField(required=False, widget=forms.HiddenInput)
    may_wait = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, employee: Employee, **options: Any) -> None:
        super().__init__(data, **options)
        kinds = LeaveKind.objects.open().filter(site=employee.site_id)
        self.employee = employee
        self.fields["kind"].queryset = self.kinds(kinds)  # type: ignore[attr-defined]
        self.fields["day"].choices = [*_next_days(employee), (OTHER, _("Other days"))]  # type: ignore[attr-defined]

    def kinds(self, kinds: QuerySet[LeaveKind]) -> QuerySet[LeaveKind]:
        """Those to choose from."""
        return kinds

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("first_on"):
            data["day"] = OTHER
        if data.get("day") == OTHER and not data.get("first_on"):
            self.add_error("first_on", _("Choose the first day."))
        return data

    def wanted(self) -> Wanted:
        """What was asked for."""
        data = self.cleaned_data
        is_other = data["day"] == OTHER
        first = data["first_on"] if is_other else datetime.date.fromisoformat(data["day"])
        last = (data.get("last_on") if is_other else None) or first
        part = Part(data.get("part") or Part.WHOLE)
        times = [_minutes(data.get(name)) for name in ("from_time", "to_time")]
        if part is not Part.HOURS:
            times = [None, None]
        return Wanted(
            data["kind"],
            Wish(first, last, part, *times),
            data["reason"],
            data.get("notified_by", ""),
            data.get("relation", ""),
            is_late_meant=data["is_late_meant"],
            may_wait=data["may_wait"],
        )


class ReportForm(AskForm):
    """Somebody calls for somebody else: sick leave only, with who called."""

    notified_by = forms.CharField(
        label=gettext_lazy("Reported by"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Who called, when it was not the employee."),
    )
    relation = forms.CharField(label=gettext_lazy("Relation"), max_length=60, required=False)

    def kinds(self, kinds: QuerySet[LeaveKind]) -> QuerySet[LeaveKind]:
        return kinds.filter(others_may_ask=True)


def _minutes(at: datetime.time | None) -> int | None:
    return None if at is None else at.hour * 60 + at.minute


def first_choice(employee: Employee, days: list[tuple[str, str]]) -> str:
    """The day that the form opens with: the next shift of a later day, else what there is."""
    today = employee.site.today().isoformat()
    return next((value for value, _words in days if today < value != OTHER), days[0][0])


def _next_days(employee: Employee, count: int = 5) -> list[tuple[str, str]]:
    """The next shifts that have not ended, to be chosen with one touch."""
    today = employee.site.today()
    rows = Assignment.objects.published().filter(
        employee=employee,
        on__gte=today - datetime.timedelta(days=1),
        ends_at__gt=datetime.datetime.now(datetime.UTC),
        shift_type__isnull=False,
    )
    zone = employee.site.zone
    return [
        (
            each.on.isoformat(),
            f"{cells.day(each.on)} · {each.code} {each.starts_at.astimezone(zone):%H:%M}–{each.ends_at.astimezone(zone):%H:%M}",
        )
        for each in rows.order_by("starts_at")[:count]
    ]


class PersonForm(forms.Form):
    """Who is reported."""

    employee = forms.ModelChoiceField(
        Employee.objects.none(), to_field_name="number", label=gettext_lazy("Employee")
    )

    def __init__(self, people: QuerySet[Employee], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["employee"].queryset = people  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Words to an act."""

    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, **WORDS)


class CertificateForm(forms.Form):
    """A certificate and the days that it covers."""

    starts_on = forms.DateField(label=gettext_lazy("First day on the certificate"))
    ends_on = forms.DateField(label=gettext_lazy("Last day on the certificate"))
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=120, required=False)
    file = forms.FileField(label=gettext_lazy("Picture or scan"))

    def paper(self) -> Paper:
        data = self.cleaned_data
        return Paper(data["starts_on"], data["ends_on"], data["issuer"])


class KindForm(forms.ModelForm):
    """A kind of leave; its code stays."""

    class Meta:
        model = LeaveKind
        fields = [
            "code", "name", "name_zh", "nature", "unit", "needs_balance", "accrual", "takes_certificate",
            "certificate_from_days", "others_may_ask", "takes_place", "may_be_automatic", "is_paid", "place",
            "is_active",
        ]  # fmt: skip


class BookingForm(forms.Form):
    """An amount given or corrected by hand."""

    kind = forms.ModelChoiceField(
        LeaveKind.objects.none(), to_field_name="code", label=gettext_lazy("Type"), empty_label=None
    )
    amount = forms.DecimalField(
        label=gettext_lazy("Amount"),
        max_digits=6,
        decimal_places=2,
        help_text=gettext_lazy("In the unit of the type: days or hours. A correction may be below zero."),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Expires"),
        required=False,
        help_text=gettext_lazy("The first day on which it is no longer there. Only for what is granted."),
    )
    note = forms.CharField(label=gettext_lazy("Reason"), max_length=500)

    def __init__(self, *args: Any, employee: Employee, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = LeaveKind.objects.open().filter(site=employee.site_id, needs_balance=True)
        self.fields["kind"].queryset = kinds  # type: ignore[attr-defined]


class PlacesForm(forms.Form):
    """How many of a team may be away on each of these days."""

    team = forms.ModelChoiceField(Team.objects.none(), label=gettext_lazy("Team"))
    first_on = forms.DateField(label=gettext_lazy("First day"))
    last_on = forms.DateField(label=gettext_lazy("Last day"))
    places = forms.IntegerField(label=gettext_lazy("Places"), min_value=0, max_value=500)

    def __init__(self, teams: QuerySet[Team], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
