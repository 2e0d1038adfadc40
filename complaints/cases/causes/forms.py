"""Causes and departments of steps as posted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Department, Site
from complaints.cases.dossier import PRODUCT_FIELDS, Case, CauseClass
from complaints.cases.forms import PersonField, people_of
from complaints.cases.steps.models import StepDepartment, StepKind

KINDS = [one for one in StepKind.choices if one[0] in (StepKind.CHECK_ORDER, StepKind.INVESTIGATE)]


def needs() -> list[tuple[str, str]]:
    """The fields that a cause can ask for."""
    return [(name, str(Case._meta.get_field(name).verbose_name)) for name in PRODUCT_FIELDS]  # type: ignore[union-attr]


class CauseForm(forms.Form):
    """A cause in two languages."""

    code = forms.SlugField(
        label=_("Code"), max_length=32, help_text=_("Letters, digits and hyphens: how systems call it.")
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    name_zh = forms.CharField(label=_("Chinese name"), max_length=120, required=False)
    family = forms.ChoiceField(label=_("Family"), choices=CauseClass.Family.choices)
    needs = forms.MultipleChoiceField(
        label=_("Asked for at intake"), choices=needs, required=False, widget=forms.CheckboxSelectMultiple
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class StepDepartmentForm(forms.Form):
    """Who does a step at the site."""

    kind = forms.ChoiceField(label=_("Step"), choices=KINDS)
    family = forms.ChoiceField(
        label=_("Causes"), choices=[("", _("Every cause")), *CauseClass.Family.choices], required=False
    )
    department: Any = forms.ModelChoiceField(None, label=_("Department"))
    assignee = PersonField(label=_("Handler"), required=False)

    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        super().__init__(*args, **options)
        department: Any = self.fields["department"]
        department.queryset = Department.objects.filter(site=site)
        people: Any = self.fields["assignee"]
        people.people = people_of(site)

    def facts(self) -> dict[str, Any]:
        """As the service takes it."""
        return self.cleaned_data | {"kind": StepKind(self.cleaned_data["kind"])}


def kept(row: StepDepartment) -> dict[str, Any]:
    """What stands, for the form."""
    return {
        "kind": row.kind,
        "family": row.family,
        "department": row.department_id,
        "assignee": row.assignee,
    }
