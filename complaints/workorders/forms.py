"""Posted text about orders, tickets and coordination as typed values; the rules are the services'."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.people.employees.forms import EmployeeField
from callcenter.people.models import Department, Employee, Site
from complaints.customers.models import Customer
from complaints.workorders import deadlines
from complaints.workorders.models import Category, TransferTicket, Way, WorkOrder
from complaints.workorders.states import (
    OrderChannel,
    OrderKind,
    ReplyMeans,
    Satisfaction,
    Urgency,
)

MOST = 4000
MOMENT = {"type": "datetime-local"}


def words(label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "") -> forms.CharField:
    """Sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=MOST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def moment(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateTimeField:
    """A moment at the site, to the minute."""
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M"),
    )


class OrderForm(forms.Form):
    """Quick: what is asked, who asks, answered on the spot or promised when."""

    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    customer = forms.ChoiceField(label=_("Customer"), required=False, widget=forms.RadioSelect)
    contact_name = forms.CharField(label=_("Name"), required=False, max_length=120)
    contact_email = forms.EmailField(label=_("E-mail"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=OrderChannel.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrderKind.choices)
    category: Any = forms.ModelChoiceField(None, label=_("Category"))
    content = words(_("What the customer asks"), rows=4)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, initial=Urgency.NORMAL)
    answer = words(
        _("Answered on the spot with"),
        required=False,
        rows=2,
        help_text=_("Empty when it could not be answered at once: then promise when we reply."),
    )
    is_satisfied = forms.NullBooleanField(
        label=_("Is the customer satisfied with the answer?"),
        required=False,
        widget=forms.Select(choices=[("", _("not asked")), ("true", _("yes")), ("false", _("no"))]),
    )
    promised_reply_at = moment(
        _("Promised reply"), required=False, help_text=_("What the customer was told, at the latest.")
    )

    def __init__(self, site: Site, candidates: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.candidates = {str(one.customer.pk): one.customer for one in candidates}
        chosen: Any = self.fields["customer"]
        if self.candidates:
            chosen.choices = [
                *(
                    (str(one.customer.pk), f"{one.customer} · {one.customer.masked_phone} · {one.words}")
                    for one in candidates
                ),
                ("", _("none of them")),
            ]
        else:
            del self.fields["customer"]
        category: Any = self.fields["category"]
        category.queryset = Category.objects.filter(site=site, is_active=True)

    @property
    def chosen(self) -> Customer | None:
        """The customer who was chosen among those found."""
        return self.candidates.get(self.cleaned_data.get("customer", ""))

    def facts(self) -> dict[str, Any]:
        """As `OrderFacts` takes them."""
        data = self.cleaned_data
        return {
            "channel": OrderChannel(data["channel"]),
            "kind": OrderKind(data["kind"]),
            "category": data["category"],
            "content": data["content"],
            "urgency": Urgency(data["urgency"]),
            "customer": self.chosen,
            "contact_name": data["contact_name"],
            "contact_phone": data["phone"],
            "contact_email": data["contact_email"],
            "answer": data["answer"],
            "is_satisfied": data["is_satisfied"],
            "promised_reply_at": data["promised_reply_at"],
        }


class StepForm(forms.Form):
    """A step that needs nothing more. `values` are what its service takes."""

    def __init__(self, order: WorkOrder, ticket: TransferTicket | None, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order, self.ticket = order, ticket
        self.prepare()

    def prepare(self) -> None:
        """What depends on the order."""

    @property
    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def needs_promise(form: StepForm) -> None:
    """The customer is told anew when we reply where no promise still stands (S1-11)."""
    field: Any = form.fields["promised_reply_at"]
    promised = form.order.promised_reply_at
    if promised is None or promised < timezone.now():
        field.required = True
        field.help_text = _("There is no promise that still stands: tell the customer when we reply.")


class WordsForm(StepForm):
    """A step with words."""

    words = words(_("Why"))


class ClarifiedForm(StepForm):
    words = words(_("What was clarified with the agent"))


class WaitForm(StepForm):
    words = forms.CharField(label=_("What is waited for"), max_length=200)


class UnsatisfiedForm(StepForm):
    words = words(_("What the customer is not satisfied with"))


class ReplyForm(StepForm):
    """What the customer was told and how."""

    means = forms.ChoiceField(label=_("How"), choices=ReplyMeans.choices)
    words = words(_("What the customer was told"))


class InterimForm(ReplyForm):
    """The same while it goes on; perhaps with a new promise."""

    promised_reply_at = moment(_("New promised reply"), required=False)


class TransferForm(StepForm):
    """The transfer ticket."""

    department: Any = forms.ModelChoiceField(None, label=_("To department"))
    problem = words(_("The problem"))
    reason = words(_("Why it is transferred"), rows=2)
    required_by = moment(_("Required completion"))
    promised_reply_at = moment(_("New promised reply"), required=False)

    def prepare(self) -> None:
        order, now = self.order, timezone.now()
        field: Any = self.fields["department"]
        field.queryset = Department.objects.filter(site=order.site_id)
        self.initial.setdefault("problem", order.content)
        self.initial.setdefault("required_by", max(order.due_at, now + datetime.timedelta(hours=1)))
        needs_promise(self)


class HandlerForm(StepForm):
    """Who of the department handles it."""

    handler: Any = forms.ModelChoiceField(None, label=_("Handler"))

    def prepare(self) -> None:
        field: Any = self.fields["handler"]
        people = Employee.objects.none()
        if self.ticket is not None:
            people = deadlines.at_department(self.order.site, self.ticket.department_id)
        field.queryset = people.exclude(pk=self.order.owner_id).order_by("number")


class SlipForm(StepForm):
    """The feedback slip."""

    handling = words(_("How it was handled"))
    result = words(_("The result"))
    satisfaction = forms.ChoiceField(
        label=_("Customer’s satisfaction"), choices=Satisfaction.choices, initial=Satisfaction.UNKNOWN
    )


class AgainForm(StepForm):
    """Once more, with what the customer said."""

    words = words(_("What has to be done again"))
    required_by = moment(_("Required completion"))
    promised_reply_at = moment(_("New promised reply"), required=False)

    def prepare(self) -> None:
        needs_promise(self)
        last = self.order.events.filter(transition="object").order_by("-at").first()
        self.initial.setdefault("words", last.comment if last else "")
        self.initial.setdefault(
            "required_by", max(self.order.due_at, timezone.now() + datetime.timedelta(hours=4))
        )


class ChaseForm(forms.Form):
    words = forms.CharField(label=_("Words to it"), required=False, max_length=500)


class KeeperForm(forms.Form):
    """Who stands in."""

    person = EmployeeField(label=_("Employee number"))
    words = forms.CharField(label=_("Why"), required=False, max_length=500)


class CategoryForm(forms.Form):
    code = forms.SlugField(label=_("Code"), max_length=32)
    name = forms.CharField(label=_("Name in English"), max_length=120)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120)


class CategoryChangeForm(forms.Form):
    name = forms.CharField(label=_("Name in English"), max_length=120)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120)
    is_active = forms.BooleanField(label=_("in use"), required=False)


class TakeOverForm(forms.Form):
    """A complaint that was none becomes a work order."""

    category: Any = forms.ModelChoiceField(None, label=_("Category"))
    promised_reply_at = moment(_("Promised reply"))

    def __init__(self, site: Site, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["category"]
        field.queryset = Category.objects.filter(site=site, is_active=True)


class CoordinationForm(forms.Form):
    situation = words(_("Situation"))
    purpose = words(_("Purpose of the coordination"))
    required_by = moment(_("Required completion"))


class MinutesForm(forms.Form):
    way = forms.ChoiceField(label=_("How"), choices=Way.choices)
    held_at = moment(_("Held"))
    participants = words(_("Who took part"), rows=2)
    discussion = words(_("Discussion"))
    consensus = words(_("Consensus"), rows=2)
    arrangements = words(_("Arrangements"), rows=2)


class TaskForm(forms.Form):
    department: Any = forms.ModelChoiceField(None, label=_("Department"))
    task = words(_("Task"), rows=2)
    due_on = forms.DateField(label=_("Due"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, site: Site, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["department"]
        field.queryset = Department.objects.filter(site=site)


class ProgressForm(forms.Form):
    progress = words(_("Progress"), rows=2)
    is_done = forms.BooleanField(label=_("The task is done"), required=False)


class PostponeForm(forms.Form):
    due_on = forms.DateField(label=_("New day"), widget=forms.DateInput(attrs={"type": "date"}))


class AcceptForm(forms.Form):
    acceptance = words(_("Result of the acceptance"))
    evaluation = words(_("Evaluation"))
    lessons = words(_("Lessons learned"))


class CallOffForm(forms.Form):
    words = words(_("Why"), rows=2)


FORMS: dict[str, type[StepForm]] = {
    "answer": ReplyForm,
    "transfer": TransferForm,
    "receive": HandlerForm,
    "return": WordsForm,
    "contact": ClarifiedForm,
    "wait": WaitForm,
    "resume": StepForm,
    "feedback": SlipForm,
    "inform": ReplyForm,
    "confirm": StepForm,
    "object": UnsatisfiedForm,
    "reprocess": AgainForm,
    "close": StepForm,
    "settle": WordsForm,
    "cancel": WordsForm,
    "upgrade": WordsForm,
}
