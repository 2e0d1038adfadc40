"""The handling form as posted: taking a complaint, writing in it. Shape only; what must hold, the services say."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.employees.forms import DayField, EmployeeField
from callcenter.people.models import Employee, Site
from complaints.cases.dossier import PRODUCT_FIELDS, Case, CauseClass
from complaints.cases.intake import Intake
from complaints.cases.states import Channel, Nature, Trigger
from complaints.customers.facts import CustomerFacts
from complaints.customers.models import Customer

MOST = 8000
BY_HAND = (
    Channel.HOTLINE,
    Channel.MARKETING,
    Channel.VISIT,
    Channel.LETTER,
    Channel.EMAIL,
    Channel.REGULATOR,
)
SAID = [choice for choice in Trigger.choices if choice[0] not in (Trigger.AMOUNT, Trigger.REPEATED)]
NEW, NOBODY = "new", "none"
MAY_NOT_APPLY = (*PRODUCT_FIELDS, "demand")


def words(label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "") -> forms.CharField:
    """Sentences."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=MOST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def money(label: Any, **options: Any) -> forms.DecimalField:
    """Money of the site, never below zero."""
    return forms.DecimalField(
        label=label, required=False, min_value=Decimal(0), max_digits=12, decimal_places=2, **options
    )


def pieces(label: Any) -> forms.DecimalField:
    """A number of pieces, kilos, metres."""
    return forms.DecimalField(
        label=label, required=False, min_value=Decimal(0), max_digits=12, decimal_places=3
    )


class CauseField(forms.ModelChoiceField):
    """A cause in use, under its family."""

    def __init__(self, **options: Any) -> None:
        rows = CauseClass.objects.filter(is_active=True)
        options.setdefault("empty_label", pgettext_lazy("cause", "Not known yet"))
        super().__init__(rows, label=_("Cause"), required=False, **options)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_family_display()} · {obj}"


class PersonField(EmployeeField):
    """Somebody of the site by number; the page suggests them."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"list": "case-people", "autocomplete": "off"})
        super().__init__(widget=widget, help_text=_("Type a number or choose."), **options)
        self.people = Employee.objects.none()

    def clean(self, value: Any) -> Any:
        return value if isinstance(value, Employee) else super().clean(value)


def people_of(site: Site) -> Any:
    """Who works at the site today."""
    return Employee.objects.filter(site=site).employed(site.today()).order_by("number")


class ProductFields(forms.Form):
    """Order and product: asked for by cause, each with a tick that it does not apply (S2A-24, A20)."""

    order_no = forms.CharField(label=_("Order number"), max_length=60, required=False)
    lot_no = forms.CharField(label=_("Lot number"), max_length=60, required=False)
    product = forms.CharField(label=_("Product and specification"), max_length=200, required=False)
    shipped_on = DayField(label=_("Shipped on"), required=False)
    quantity = pieces(_("Quantity"))
    defective_quantity = pieces(_("Defective quantity"))
    policy_no = forms.CharField(label=_("Policy or account number"), max_length=60, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in MAY_NOT_APPLY:
            self.fields[f"no_{name}"] = forms.BooleanField(label=_("Does not apply"), required=False)

    @property
    def product_lines(self) -> Iterable[tuple[str, Any, Any]]:
        """Each field of the product with its tick, where it has one."""
        for name in (
            "order_no",
            "policy_no",
            "lot_no",
            "product",
            "shipped_on",
            "quantity",
            "defective_quantity",
        ):
            yield name, self[name], self[f"no_{name}"] if name in PRODUCT_FIELDS else None

    def not_applicable(self) -> list[str]:
        """The ticked fields, in the order of the form."""
        return [name for name in MAY_NOT_APPLY if self.cleaned_data.get(f"no_{name}")]

    def product_facts(self) -> dict[str, Any]:
        """The block as columns."""
        return {name: self.cleaned_data[name] for name in ProductFields.base_fields}

    def asked_by_cause(self) -> dict[str, list[str]]:
        """Which fields each cause asks for, by its id: what the page opens when the cause is chosen."""
        rows = CauseClass.objects.filter(is_active=True).values_list("pk", "needs")
        return {str(pk): list(needs) for pk, needs in rows}


class IntakeForm(ProductFields):
    """A complaint as it is taken: who, what, what they ask for, how grave."""

    channel = forms.ChoiceField(label=_("How it reached us"), choices=[(c.value, c.label) for c in BY_HAND])
    nature = forms.ChoiceField(
        label=pgettext_lazy("complaint", "What it is"), choices=Nature.choices, initial=Nature.COMPLAINT
    )
    received_at = forms.DateTimeField(label=_("Received"), required=False, help_text=_("Empty: now."))
    contact_name = forms.CharField(label=_("Customer or caller"), max_length=120, required=False)
    contact_phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    contact_email = forms.EmailField(label=_("E-mail"), required=False)
    customer = forms.CharField(required=False, widget=forms.HiddenInput)
    is_vulnerable = forms.BooleanField(label=_("The customer needs special care"), required=False)
    call_reference = forms.CharField(label=_("Call"), max_length=80, required=False)
    title = forms.CharField(label=_("In one line"), max_length=200)
    content = words(pgettext_lazy("complaint", "What happened"), rows=6)
    demand = words(_("What the customer asks for"), required=False)
    claimed_amount = money(_("Claimed amount"))
    cause = CauseField()
    samples = words(_("Evidence and samples"), required=False, rows=2)
    about = PersonField(label=_("Person complained about"), required=False)
    triggers = forms.MultipleChoiceField(
        label=_("Especially serious because of"),
        choices=SAID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        super().__init__(*args, **options)
        self.site = site
        self.fields["about"].people = people_of(site)  # type: ignore[attr-defined]

    def clean_customer(self) -> Customer | str:
        """A customer of the site, NEW, or NOBODY."""
        chosen = self.cleaned_data["customer"]
        if chosen.isdigit() and len(chosen) < 18:
            found = Customer.objects.filter(pk=int(chosen), site=self.site, merged_into=None).first()
            if found is None:
                raise forms.ValidationError(_("This customer is not on record any more. Look again."))
            return found
        return NEW if chosen == NEW else NOBODY

    def intake(self) -> Intake:
        """The posted form as the service takes it; the customer who is to be recorded is not among it."""
        data = self.cleaned_data
        plain = (
            "title", "content", "demand", "claimed_amount", "contact_name", "contact_phone", "contact_email",
            "is_vulnerable", "about", "call_reference", "cause", "samples", "received_at",
        )  # fmt: skip
        customer = data["customer"]
        return Intake(
            site=self.site,
            channel=Channel(data["channel"]),
            nature=Nature(data["nature"]),
            customer=customer if isinstance(customer, Customer) else None,
            not_applicable=tuple(self.not_applicable()),
            triggers=tuple(data["triggers"]),
            **{name: data[name] for name in plain},
            **self.product_facts(),
        )

    def new_customer(self) -> CustomerFacts | None:
        """Whom to record, where the taker says that the caller is new."""
        data = self.cleaned_data
        if data["customer"] != NEW or not data["contact_name"].strip():
            return None
        return CustomerFacts(
            site=self.site,
            name=data["contact_name"],
            phone=data["contact_phone"],
            email=data["contact_email"],
            is_vulnerable=data["is_vulnerable"],
        )


KEPT_WHEN_EMPTY = ("contact_phone", "contact_email")  # shown masked: an empty field leaves them as they are


class HandlingForm(ProductFields):
    """What may be written in the form until the complaint is over; `version` is of the form that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    nature = forms.ChoiceField(label=pgettext_lazy("complaint", "What it is"), choices=Nature.choices)
    cause = CauseField()
    title = forms.CharField(label=_("In one line"), max_length=200)
    content = words(pgettext_lazy("complaint", "What happened"), rows=6)
    demand = words(_("What the customer asks for"), required=False)
    claimed_amount = money(_("Claimed amount"))
    contact_name = forms.CharField(label=_("Contact"), max_length=120, required=False)
    contact_phone = forms.CharField(
        label=_("Phone for this complaint"), max_length=40, required=False, help_text=_("Empty: as it is.")
    )
    contact_email = forms.EmailField(
        label=_("E-mail for this complaint"), required=False, help_text=_("Empty: as it is.")
    )
    is_vulnerable = forms.BooleanField(label=_("The customer needs special care"), required=False)
    call_reference = forms.CharField(label=_("Call"), max_length=80, required=False)
    about = PersonField(label=_("Person complained about"), required=False)
    grounds = words(_("Grounds confirmed by marketing"), required=False)
    marketing_opinion = words(_("Opinion of marketing"), required=False)
    samples = words(_("Evidence and samples"), required=False, rows=2)
    is_joint = forms.BooleanField(label=_("Handled jointly with others"), required=False)
    joint_due_at = forms.DateTimeField(label=_("Joint handling due"), required=False)
    triggers = forms.MultipleChoiceField(
        label=_("Especially serious because of"),
        choices=Trigger.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    PLAIN = (
        "nature", "cause", "title", "content", "demand", "claimed_amount", "contact_name", "contact_phone", "contact_email",
        "is_vulnerable", "call_reference", "about", "grounds", "marketing_opinion", "samples", "is_joint", "joint_due_at",
        "triggers",
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        initial = {name: getattr(case, name) for name in (*self.PLAIN, *ProductFields.base_fields)}
        initial |= {f"no_{name}": name in case.not_applicable for name in MAY_NOT_APPLY}
        initial |= dict.fromkeys(KEPT_WHEN_EMPTY, "") | {"version": case.version}
        super().__init__(*args, initial=initial | options.pop("initial", {}), **options)
        self.case = case
        self.fields["about"].people = people_of(case.site)  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        """What `change_case` takes: every field that was sent, the masked ones only where they are written anew."""
        data = self.cleaned_data
        found = {name: data[name] for name in self.PLAIN} | self.product_facts()
        found["not_applicable"] = self.not_applicable()
        for name in KEPT_WHEN_EMPTY:
            if not found[name]:
                del found[name]
        return found
