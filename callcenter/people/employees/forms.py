"""Posted text about employees as typed values; the rules are the services'."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from callcenter.accounts.models import User
from callcenter.people.employees.models import NUMBER, Employee, JobType
from callcenter.people.employees.services import Facts
from callcenter.people.organisation.models import Department, Post, Site, Team


class DayField(forms.DateField):
    """A day, chosen in the browser's calendar or typed as 2026-11-21."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d", "%Y/%m/%d"], **options)


class EmployeeField(forms.CharField):
    """An employee by number; the page suggests people. `people` are those who may be named."""

    people: QuerySet[Employee]

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"list": "people-leaders", "autocomplete": "off"}))
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = self.people.filter(number__iexact=text.split()[0]).first()
        if found is None:
            raise ValidationError(
                _("There is no employee with the number %(number)s."), params={"number": text}
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        return f"{value.number} {value}" if isinstance(value, Employee) else value


class TeamChoice(forms.ModelChoiceField):
    """An active team, named with its department and site."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} · {obj.department} · {obj.department.site}"


class DepartmentChoice(forms.ModelChoiceField):
    """A department, named with its site."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} · {obj.site}"


def teams_for(user: User) -> QuerySet[Team]:
    """Active teams of the sites that the user sees."""
    sites = Site.objects.visible_to(user)
    return (
        Team.objects.filter(is_active=True, department__site__in=sites)
        .select_related("department__site")
        .order_by("department__site__code", "department__code", "code")
    )


def departments_for(user: User) -> QuerySet[Department]:
    return Department.objects.filter(site__in=Site.objects.visible_to(user)).select_related("site")


class SiteForm(forms.Form):
    """One of the sites that the user sees."""

    site = forms.ModelChoiceField(Site.objects.none(), label=_("Site"))

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["site"].queryset = Site.objects.visible_to(user)  # type: ignore[attr-defined]


class PlaceForm(SiteForm):
    """Where somebody begins: of what the user sees."""

    post = forms.ModelChoiceField(Post.objects.all(), label=_("Post"))
    department = DepartmentChoice(
        Department.objects.none(),
        label=_("For department"),
        required=False,
        help_text=_("Only for deputy directors: the department they are responsible for."),
    )
    team = TeamChoice(Team.objects.none(), label=_("Team"), required=False)
    superior = EmployeeField(label=_("Superior"), required=False, help_text=_("Type a number or choose."))

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, user=user, **options)
        self.fields["department"].queryset = departments_for(user)  # type: ignore[attr-defined]
        self.fields["team"].queryset = teams_for(user)  # type: ignore[attr-defined]
        self.fields["superior"].people = Employee.objects.visible_to(user)  # type: ignore[attr-defined]


class FactsForm(SiteForm):
    """What is true of an employee without a date."""

    name = forms.CharField(label=_("Name"), max_length=120)
    name_zh = forms.CharField(label=_("Chinese name"), max_length=120, required=False)
    job_type = forms.ChoiceField(label=_("Job type"), choices=JobType.choices)
    skill_level = forms.IntegerField(
        label=_("Skill level"),
        initial=1,
        help_text=_("From 1 (new) to 5."),
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        widget=forms.NumberInput(attrs={"min": 1, "max": 5}),
    )
    grade = forms.CharField(label=_("Grade"), max_length=16, required=False)
    hired_on = DayField(label=_("Hired on"))
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=32, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    field_order = ["name", "name_zh"]

    def facts(self) -> Facts:
        """The posted facts."""
        return Facts(**{name: self.cleaned_data[name] for name in Facts.__dataclass_fields__})


class HireForm(PlaceForm, FactsForm):
    """Somebody new: the facts, and where they begin."""

    number = forms.CharField(
        label=_("Employee number"),
        max_length=32,
        validators=[NUMBER],
        help_text=_("Stays for good; it is also the user name of the log-in."),
    )
    with_login = forms.BooleanField(
        label=_("Create a log-in and show its first password"), required=False, initial=True
    )
    field_order = [
        "number",
        "name",
        "name_zh",
        "hired_on",
        "site",
        "post",
        "department",
        "team",
        "superior",
        "job_type",
        "skill_level",
        "grade",
        "email",
        "phone",
    ]


class RehireForm(PlaceForm):
    """Somebody comes back under the old number: from when, and where."""

    hired_on = DayField(label=_("Hired on"))
    with_login = forms.BooleanField(
        label=_("Open the log-in and show a new first password"),
        required=False,
        help_text=_("Otherwise it stays closed until you reopen it."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        help_text=_("Needed when the day is in the past."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    field_order = ["hired_on"]


class LeaveForm(forms.Form):
    """Somebody goes."""

    last_day = DayField(label=_("Last day employed"))
    successor = EmployeeField(
        label=_("Successor"),
        required=False,
        help_text=_(
            "Takes over their people and open work; needed when there is any. Type a number or choose."
        ),
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["successor"].people = Employee.objects.visible_to(user)  # type: ignore[attr-defined]

    def left_on(self) -> datetime.date:
        """The first day no longer employed."""
        last: datetime.date = self.cleaned_data["last_day"]
        return last + datetime.timedelta(days=1)


class ReasonForm(forms.Form):
    """The base of every change of the history."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        help_text=_("Needed when the day is in the past."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ChangeForm(ReasonForm):
    """A change from a day on."""

    start = DayField(label=_("From when"))
    field_order = ["start", "value", "department", "other_site", "reason"]


class TeamForm(ChangeForm):
    value = TeamChoice(Team.objects.none(), label=_("New team"))
    other_site = forms.BooleanField(label=_("Also at another site"), required=False)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["value"].queryset = teams_for(user)  # type: ignore[attr-defined]


class SuperiorForm(ChangeForm):
    value = EmployeeField(
        label=_("New superior"), required=False, help_text=_("Type a number or choose; empty: nobody.")
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["value"].people = Employee.objects.visible_to(user)  # type: ignore[attr-defined]


class PostForm(ChangeForm):
    value = forms.ModelChoiceField(Post.objects.all(), label=_("New post"))
    department = DepartmentChoice(
        Department.objects.none(),
        label=_("For department"),
        required=False,
        help_text=_("Only for deputy directors: the department they are responsible for."),
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].queryset = departments_for(user)  # type: ignore[attr-defined]


class RoleForm(PostForm):
    """An extra role beside the main post."""

    last_day = DayField(label=_("Last day"), required=False, help_text=_("Empty: until it is ended."))
    field_order = ["value", "department", "start", "last_day", "reason"]

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, user=user, **options)
        self.fields["value"].label = _("Role")


class EndForm(ReasonForm):
    last_day = DayField(label=_("Last day"))
    field_order = ["last_day", "reason"]


class CorrectionMixin(forms.Form):
    """A period as it should have been."""

    last_day = DayField(label=_("To (last day)"), required=False, help_text=_("Empty: until further notice."))


class TeamCorrection(CorrectionMixin, TeamForm):
    field_order = ["value", "start", "last_day", "reason"]
    other_site = None  # type: ignore[assignment]


class SuperiorCorrection(CorrectionMixin, SuperiorForm):
    field_order = ["value", "start", "last_day", "reason"]

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, user=user, **options)
        self.fields["value"].required = True


class PostCorrection(CorrectionMixin, PostForm):
    field_order = ["value", "department", "start", "last_day", "reason"]


CHANGES = {"team": TeamForm, "superior": SuperiorForm, "post": PostForm}
CORRECTIONS = {"team": TeamCorrection, "superior": SuperiorCorrection, "post": PostCorrection}
