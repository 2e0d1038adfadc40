"""Fields that the forms of this room share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.people.employees.forms import EmployeeField
from callcenter.people.models import Employee, Site, Team
from staffing.roster.models import Assignment

MOST = 4000


def words(label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "") -> forms.CharField:
    """Sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=MOST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class TeamField(forms.ModelChoiceField):
    """An active team of the site."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", _("The whole floor"))
        super().__init__(Team.objects.none(), **options)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} · {obj.department}"


def teams_of(site: Site) -> Any:
    """The active teams of a site with their departments."""
    return Team.objects.filter(department__site=site, is_active=True).select_related("department")


class PersonField(EmployeeField):
    """An employee of the site by number; the page suggests those of `people`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"list": "records-people", "autocomplete": "off"}))
        super().__init__(**options)
        self.people = Employee.objects.none()

    def clean(self, value: Any) -> Any:
        """A field that may not be changed hands on the person that it was given."""
        return value if isinstance(value, Employee) else super().clean(value)


def people_of(site: Site) -> Any:
    """Who works at the site today."""
    return Employee.objects.filter(site=site).employed(site.today()).order_by("number")


def on_shift(site: Site, start: Any, end: Any) -> list[Employee]:
    """Who is on a published shift at some moment of [start, end), by team and number."""
    rows = Assignment.objects.published().filter(site=site).sharing_a_moment(start, end)
    found = {
        row.employee_id: row.employee
        for row in rows.select_related("employee", "team").order_by("team__code", "employee__number")
    }
    return list(found.values())
