"""Posted text about customers as typed values; the rules are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.employees.forms import EmployeeField
from callcenter.people.models import Employee, Site
from complaints.customers.dossier import Customer, CustomerPhone
from complaints.customers.facts import CustomerFacts
from complaints.customers.looks.models import Field
from complaints.customers.models import Direction, Means

MASKED = ("phone", "fax", "email", "identity_number")  # a record's whole numbers never stand in a form
REMOVE = "-"
MOST = 4000


def words(label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "") -> forms.CharField:
    """Sentences."""
    return forms.CharField(
        label=label, required=required, max_length=MOST, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )  # fmt: skip


class PersonField(EmployeeField):
    """Somebody who works at the site, by number; the page suggests them."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", forms.TextInput(attrs={"list": "customers-people", "autocomplete": "off"})
        )
        options.setdefault("help_text", _("Type a number or choose."))
        super().__init__(**options)
        self.people = Employee.objects.none()


def people_of(site: Site) -> Any:
    """Who works at the site today and does not leave."""
    return Employee.objects.filter(site=site, left_on=None).employed(site.today()).order_by("number")


class CustomerForm(forms.ModelForm):
    """The record. In a record that stands the masked fields are empty: what is written replaces, “-” removes."""

    class Meta:
        model = Customer
        fields = (
            "name", "kind", "customer_class", "special_class", "phone", "email", "language", "is_key", "is_vip",
            "is_vulnerable", "postal_address", "postcode", "fax", "identity_number", "legal_representative",
            "business_scope", "registered_capital", "notes",
        )  # fmt: skip
        widgets = {
            "business_scope": forms.Textarea(attrs={"rows": 2}),
            "notes": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "special_class": _("Only for the special class."),
            "identity_number": _(
                "Of a person the identity card, of an organisation the unified social credit code."
            ),
            "is_vulnerable": _("Old age, illness, distress: whoever serves them sees it first."),
            "registered_capital": _("In the currency of the site."),
        }

    field_order = ["name", "kind", "phone", "email", "customer_class", "special_class"]

    def __init__(self, *args: Any, may_place: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"] = forms.CharField(
            label=self.fields["email"].label, required=False, max_length=254
        )
        if self.instance.pk:
            self._mask()
        if not may_place:
            del self.fields["is_key"], self.fields["is_vip"]
        self.order_fields(self.Meta.fields)

    def _mask(self) -> None:
        for name, shown in (
            ("phone", self.instance.masked_phone),
            ("fax", self.instance.masked_fax),
            ("email", self.instance.masked_email),
            ("identity_number", self.instance.masked_identity),
        ):
            self.initial[name] = ""
            if shown:
                self.fields[name].help_text = _(
                    "Now %(shown)s. Empty: stays so; a hyphen alone removes it."
                ) % {"shown": shown}

    def _post_clean(self) -> None:
        """The record's rules are the services', with their own sentences."""

    def facts(self, site: Site) -> CustomerFacts:
        """A new customer."""
        return CustomerFacts(site=site, **self.cleaned_data)

    def changes(self) -> dict[str, Any]:
        """What was written of a record that stands."""
        found = dict(self.cleaned_data)
        for name in MASKED:
            if not found[name]:
                del found[name]
            elif found[name].strip() == REMOVE:
                found[name] = ""
        return found


class RevealForm(forms.Form):
    """What to look at, and why."""

    fields_shown = forms.MultipleChoiceField(
        label=_("What to look at"), choices=Field.choices, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("It is kept for good with your name and the time.")
    )


class PhoneForm(forms.Form):
    """A further number."""

    use = forms.ChoiceField(label=_("Use"), choices=CustomerPhone.Use.choices)
    phone = forms.CharField(label=_("Phone"), max_length=40)


class PersonForm(forms.Form):
    """Somebody at the organisation."""

    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("Position"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    notes = forms.CharField(label=_("Notes"), max_length=300, required=False)


def _money(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, max_digits=16, decimal_places=2)


class YearForm(forms.Form):
    """A year's figures."""

    year = forms.IntegerField(label=_("Year"), min_value=1900, max_value=2999)
    turnover = _money(_("Their turnover"))
    profit = _money(_("Their profit"))
    business_with_us = _money(_("Business with us"))
    overdue = _money(_("Overdue to us"))
    words = forms.CharField(label=_("How they stand"), max_length=500, required=False)


class OwnerForm(forms.Form):
    """Who looks after the customer from today on."""

    employee = PersonField(label=_("Looked after by"))
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["employee"].people = people_of(site)  # type: ignore[attr-defined]


class LiaisonForm(forms.Form):
    """One more contact person of ours."""

    employee = PersonField(label=_("Contact person"))

    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["employee"].people = people_of(site)  # type: ignore[attr-defined]


class ToldForm(forms.Form):
    """How the customer was told who looks after them now."""

    how = forms.CharField(
        label=_("How were they told?"),
        max_length=300,
        help_text=_("By phone, by letter, at a visit; to whom."),
    )


class ReportForm(forms.Form):
    """A contact report."""

    happened_at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    means = forms.ChoiceField(label=pgettext_lazy("contact", "By"), choices=Means.choices)
    direction = forms.ChoiceField(label=_("Who began"), choices=Direction.choices, widget=forms.RadioSelect)
    with_whom = forms.CharField(label=_("With whom"), max_length=120, required=False)
    title = forms.CharField(label=_("About"), max_length=200)
    content = words(_("What was said"), rows=4)
    follow_up = words(_("What follows"), required=False, rows=2)
    is_major = forms.BooleanField(
        label=_("Major matter"), required=False, help_text=_("The customer-data officer is told at once.")
    )
    is_confidential = forms.BooleanField(
        label=_("Confidential business"),
        required=False,
        help_text=_(
            "Read only by you, by who looks after the customer and by their contact persons; not reported."
        ),
    )


class MergeForm(forms.Form):
    """Which other record is the same customer."""

    other = forms.CharField(
        label=_("Number of the second record"),
        max_length=20,
        help_text=_("Such as CU-000042. It goes into this one."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class AskForm(forms.Form):
    """Which customer, and why."""

    customer = forms.CharField(
        label=_("Customer"),
        max_length=40,
        help_text=_("The record’s number, such as CU-000042, or the whole phone number."),
    )
    reason = words(_("Why do you need to see the record?"), rows=2)


class DecisionForm(forms.Form):
    """Words to a decision."""

    words = forms.CharField(label=_("Your words to it"), max_length=500, required=False)
