"""The small forms of what is done with a complaint: one for each act, shape only."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.permissions import Actor
from callcenter.people.employees.forms import DayField
from callcenter.people.models import Department, Employee
from complaints.cases import regulation
from complaints.cases.contacts.models import About, Means
from complaints.cases.contacts.services import BY_TRANSITION
from complaints.cases.dossier import Case
from complaints.cases.forms import PersonField, people_of, words
from complaints.cases.owners import officers
from complaints.cases.states import AFTER_DECISION, Fault, Outcome
from complaints.cases.steps.models import Step

YES_NO = (("yes", _("Yes")), ("no", _("No")))
OUTCOMES = [choice for choice in Outcome.choices if choice[0] != Outcome.WITHDRAWN]
ABOUT = [choice for choice in About.choices if choice[0] not in BY_TRANSITION]


class OwnerChoice(forms.ModelChoiceField):
    """One of the service department."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} {obj}"


class ActForm(forms.Form):
    """A form of an act on a complaint, or on a step of it (`subject`); `facts()` is what the service takes."""

    def __init__(
        self, *args: Any, case: Case, actor: Actor = None, subject: Any = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.case, self.actor, self.subject = case, actor, subject or case
        self.set_up()

    def set_up(self) -> None:
        """Fill what depends on the complaint."""

    def facts(self) -> dict[str, Any]:
        """As the service takes it."""
        return dict(self.cleaned_data)


class CommentForm(ActForm):
    """Words that may be left out."""

    comment = words(_("Remark"), required=False, rows=2)


class ReasonForm(ActForm):
    """A reason."""

    comment = words(_("Why"), rows=2)

    def facts(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["comment"]}


class ExtensionForm(ReasonForm):
    """Why the regulator's deadline is not enough; how long the next one is and who decides stands under it."""

    def set_up(self) -> None:
        self.fields["comment"].help_text = regulation.what_is_asked(self.case)


class WithdrawForm(ActForm):
    comment = words(_("What the customer said"), rows=2)

    def facts(self) -> dict[str, Any]:
        return {"words": self.cleaned_data["comment"]}


class OwnerForm(ActForm):
    """Who answers for it."""

    owner: Any = OwnerChoice(None, label=_("Owner"), empty_label=None)

    def set_up(self) -> None:
        found = [one.pk for one in officers(self.case.site) if one.pk != self.case.about_id]
        field: Any = self.fields["owner"]
        field.queryset = Employee.objects.filter(pk__in=found).order_by("number")
        self.initial.setdefault("owner", self._offered(found))

    def _offered(self, found: list[int]) -> int:
        """Whoever accepts it, where they may own it; else who owns it now."""
        me = getattr(getattr(self.actor, "employee", None), "pk", None)
        return me if me in found else self.case.owner_id


class AcceptForm(OwnerForm):
    at = forms.DateTimeField(label=_("Accepted"), required=False, help_text=_("Empty: now."))


class AssignForm(OwnerForm):
    comment = words(_("Why"), required=False, rows=2)

    def _offered(self, found: list[int]) -> int:
        return self.case.owner_id

    def facts(self) -> dict[str, Any]:
        return {"owner": self.cleaned_data["owner"], "reason": self.cleaned_data["comment"]}


class FinishInvestigationForm(CommentForm):
    at = forms.DateTimeField(
        label=pgettext_lazy("investigation", "Finished"), required=False, help_text=_("Empty: now.")
    )


class ReportForm(ActForm):
    report = words(pgettext_lazy("on a complaint", "Report"), rows=6)

    def facts(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["report"]}


class ConveyForm(ActForm):
    """The decision goes to the customer; that of an especially serious complaint by letter."""

    means = forms.ChoiceField(label=pgettext_lazy("contact with a customer", "By"), choices=Means.choices)
    words = words(_("What the customer was told"))
    at = forms.DateTimeField(label=_("When"), required=False, help_text=_("Empty: now."))

    def set_up(self) -> None:
        if self.case.is_serious:
            self.fields["means"].choices = [  # type: ignore[attr-defined]
                choice for choice in Means.choices if choice[0] == Means.LETTER
            ]

    def facts(self) -> dict[str, Any]:
        return self.cleaned_data | {"means": Means(self.cleaned_data["means"])}


class AnswerForm(ActForm):
    """What the customer says to the decision."""

    means = forms.ChoiceField(label=pgettext_lazy("contact with a customer", "By"), choices=Means.choices)
    words = words(_("What the customer said"))
    at = forms.DateTimeField(label=_("When"), required=False, help_text=_("Empty: now."))

    def facts(self) -> dict[str, Any]:
        return self.cleaned_data | {"means": Means(self.cleaned_data["means"])}


class ContactForm(ActForm):
    """Somebody talked with the customer; a promise only after the decision (S2A-30)."""

    about = forms.ChoiceField(label=_("About"), choices=ABOUT)
    means = forms.ChoiceField(label=pgettext_lazy("contact with a customer", "By"), choices=Means.choices)
    is_ours = forms.ChoiceField(
        label=_("From whom"), choices=(("yes", _("From us")), ("no", _("From the customer")))
    )
    words = words(_("What was said"))
    at = forms.DateTimeField(label=_("When"), required=False, help_text=_("Empty: now."))
    is_promise = forms.BooleanField(label=_("It holds a promise to the customer"), required=False)

    def set_up(self) -> None:
        if self.case.state not in AFTER_DECISION:
            del self.fields["is_promise"]
        if self.case.acknowledged_at is not None:
            self.initial.setdefault("about", About.PROGRESS)

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return data | {
            "about": About(data["about"]),
            "means": Means(data["means"]),
            "is_ours": data["is_ours"] == "yes",
        }


class FindingsForm(ActForm):
    """What the investigation found."""

    text = words(_("What was found"), rows=5)
    fault = forms.ChoiceField(label=_("Whose fault"), choices=[("", "—"), *Fault.choices], required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", "—"), *OUTCOMES], required=False)
    originating_unit = forms.ModelChoiceField(
        Department.objects.none(), label=_("Originating unit"), required=False
    )

    def set_up(self) -> None:
        field: Any = self.fields["originating_unit"]
        field.queryset = Department.objects.filter(site=self.case.site)
        found = getattr(self.case, "findings", None)
        if found is not None:
            kept = {name: getattr(found, name) for name in ("text", "fault", "outcome", "originating_unit")}
            self.initial = {**kept, **self.initial}


class VerdictForm(ActForm):
    """Yes or no to each: nothing is answered by leaving it out (S2A-27)."""

    is_own_quality_problem = forms.ChoiceField(
        label=_("Our own quality problem"), choices=YES_NO, widget=forms.RadioSelect
    )
    is_human_negligence = forms.ChoiceField(
        label=_("Human negligence"), choices=YES_NO, widget=forms.RadioSelect
    )
    is_improvement_tracked = forms.ChoiceField(
        label=_("Improvement is tracked"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        help_text=_("Human negligence is exempt."),
    )

    def set_up(self) -> None:
        found = getattr(self.case, "findings", None)
        for name in self.fields:
            answer = getattr(found, name, None)
            if answer is not None:
                self.initial.setdefault(name, "yes" if answer else "no")

    def facts(self) -> dict[str, Any]:
        return {name: answer == "yes" for name, answer in self.cleaned_data.items()}


class ExplainOverdueForm(ActForm):
    """Why it is late, when it will be closed, the apology (domain §6.5)."""

    reason = words(_("Why it is late"), rows=2)
    expected_close_on = DayField(label=_("Expected to be closed on"))
    means = forms.ChoiceField(label=_("Apologised by"), choices=Means.choices)
    apology = words(_("The apology to the customer"), rows=2)

    def facts(self) -> dict[str, Any]:
        return self.cleaned_data | {"means": Means(self.cleaned_data["means"])}


class NewStepForm(ActForm):
    """A further step of a department, inside the complaint's deadline."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"), required=False)
    assignee = PersonField(label=_("Handler"), required=False)
    due_at = forms.DateTimeField(label=_("Due"))
    is_parallel = forms.ChoiceField(
        label=_("Order"),
        choices=(("yes", _("Beside the present steps")), ("no", _("After the present steps"))),
    )

    def set_up(self) -> None:
        _of_the_site(self)
        self.initial.setdefault("due_at", self.case.due_at)

    def facts(self) -> dict[str, Any]:
        return self.cleaned_data | {"is_parallel": self.cleaned_data["is_parallel"] == "yes"}


class ChangeStepForm(ActForm):
    """Another handler, department or deadline."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("As it is")
    )
    assignee = PersonField(label=_("Handler"), required=False)
    due_at = forms.DateTimeField(label=_("Due"))
    reason = words(_("Why"), required=False, rows=2)

    def set_up(self) -> None:
        _of_the_site(self)
        step = cast(Step, self.subject)
        kept = {"department": step.department_id, "assignee": step.assignee, "due_at": step.due_at}
        self.initial = {**kept, **self.initial}

    def clean_due_at(self) -> Any:
        """The picker knows no seconds: a deadline that was not touched stays to the second."""
        due_at = self.cleaned_data["due_at"]
        step = cast(Step, self.subject)
        return step.due_at if due_at == step.due_at.replace(second=0, microsecond=0) else due_at


def _of_the_site(form: ActForm) -> None:
    """Departments and people of the complaint's site."""
    departments: Any = form.fields["department"]
    departments.queryset = Department.objects.filter(site=form.case.site)
    people: Any = form.fields["assignee"]
    people.people = people_of(form.case.site)


class ResultForm(ActForm):
    """What came of a step; why it is late, where it is."""

    result = words(_("What came of it"))
    overdue_reason = words(_("Why it is late"), required=False, rows=2)


class LateForm(ActForm):
    overdue_reason = words(_("Why it is late"), rows=2)

    def facts(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["overdue_reason"]}


class ChaseForm(ActForm):
    words = words(_("What you say to them"), required=False, rows=2)


class ThirdPartyForm(ActForm):
    """A supplier or partner who handles it with us (S2A-32)."""

    name = forms.CharField(label=_("Name"), max_length=200)
    contact = forms.CharField(label=_("Whom to reach there"), max_length=200, required=False)
    asked_for = words(_("What they are asked to do"))
    due_at = forms.DateTimeField(label=_("Due"))

    def set_up(self) -> None:
        self.initial.setdefault("due_at", self.case.due_at)


class ThirdPartyAnswerForm(ActForm):
    answer = words(_("What they answered"))


class PauseForm(ActForm):
    reason = words(_("Why we wait for the customer"), rows=2)


class ResumeForm(ActForm):
    reason = words(_("Remark"), required=False, rows=2)
