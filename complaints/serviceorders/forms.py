"""What is posted about service orders, as typed values."""

import base64
import binascii
from typing import Any

from django import forms
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _

from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Site
from complaints.serviceorders.models import ServiceOrder
from complaints.serviceorders.services import Done, OrderFacts
from complaints.serviceorders.states import Category

PNG = "data:image/png;base64,"
LARGEST = 700_000  # letters of a drawn signature


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class OrderForm(forms.Form):
    """A line of the register (S2A-4)."""

    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    customer_name = forms.CharField(label=_("Customer"), max_length=200)
    phone = forms.CharField(label=_("Phone"), max_length=40)
    postal_address = forms.CharField(label=_("Address"), max_length=300)
    is_off_site = forms.BooleanField(
        label=_("Elsewhere: an application is needed before anybody leaves"), required=False
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    product_model = forms.CharField(label=_("Product model"), max_length=120)
    specification = forms.CharField(label=_("Specification"), max_length=200, required=False)
    purchased_on = forms.DateField(
        label=_("Purchased on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    purchase_place = forms.CharField(label=_("Place of purchase"), max_length=200, required=False)
    contract_no = forms.CharField(
        label=_("Contract"), max_length=60, required=False, help_text=_("For service under contract.")
    )
    wanted = forms.CharField(label=_("What is wanted"), max_length=4000, widget=_lines(3))

    @property
    def facts(self) -> OrderFacts:
        """What was written, as the services take it."""
        return OrderFacts(**self.cleaned_data)

    @staticmethod
    def initial_of(order: ServiceOrder) -> dict[str, Any]:
        """The line as it stands."""
        names = [name for name in OrderForm.base_fields if name != "is_off_site"]
        return {name: getattr(order, name) for name in names} | {
            "is_off_site": order.off_site != "not_needed"
        }


class DispatchForm(forms.Form):
    """Who goes, and when."""

    technician = forms.ChoiceField(label=_("Technician"))
    visit_at = forms.DateTimeField(label=_("Visit planned"), required=False, widget=_moment())

    def __init__(self, site: Site, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Employee.objects.employed(site.today()).filter(site=site).order_by("number")[:1000]
        self.people = {one.number: one for one in rows}
        choice: Any = self.fields["technician"]
        choice.choices = [("", "—"), *((number, f"{one} {number}") for number, one in self.people.items())]

    @property
    def chosen(self) -> Employee:
        """Who goes."""
        return self.people[self.cleaned_data["technician"]]


class FinishForm(forms.Form):
    """The voucher as it comes back. The signature is drawn, or a picture of the signed voucher."""

    began_at = forms.DateTimeField(label=_("Work began"), widget=_moment())
    ended_at = forms.DateTimeField(label=_("Work ended"), widget=_moment())
    work_done = forms.CharField(label=_("Work done"), max_length=4000, widget=_lines(3))
    fee = forms.DecimalField(
        label=_("Fee"), required=False, min_value=0, max_digits=10, decimal_places=2,
        help_text=_("For paid service."),
    )  # fmt: skip
    is_collected = forms.BooleanField(label=_("The fee is collected"), required=False)
    signed_by = forms.CharField(label=_("Who signed for the customer"), max_length=120)
    signature = forms.FileField(
        label=_("Picture of the signed voucher"),
        required=False,
        help_text=_("Not needed where the signature is drawn."),
    )
    drawn = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-signature-value": ""}))

    def __init__(self, order: ServiceOrder, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if order.category != Category.PAID:
            del self.fields["fee"], self.fields["is_collected"]

    @property
    def done(self) -> Done:
        """What was written, as the service takes it."""
        data = self.cleaned_data
        return Done(
            began_at=data["began_at"],
            ended_at=data["ended_at"],
            work_done=data["work_done"],
            signed_by=data["signed_by"],
            signature=data["signature"] or _drawn(data["drawn"]),
            fee=data.get("fee") or 0,
            is_collected=data.get("is_collected", False),
        )


def _drawn(text: str) -> File | None:
    """A drawn signature as a file; None without one."""
    if not text:
        return None
    if not text.startswith(PNG) or len(text) > LARGEST:
        raise RuleViolation(Objection("serviceorders.signature_unreadable", {}, "signature"))
    try:
        content = base64.b64decode(text.removeprefix(PNG), validate=True)
    except binascii.Error as error:
        raise RuleViolation(Objection("serviceorders.signature_unreadable", {}, "signature")) from error
    return ContentFile(content, name="signature.png")


class ApplicationForm(forms.Form):
    """The application for service elsewhere."""

    travel_to = forms.CharField(label=_("Journey to"), max_length=200)
    reason = forms.CharField(label=_("Why there"), max_length=2000, widget=_lines(2))
    travel_cost = forms.DecimalField(
        label=_("Expected travel cost"), min_value=0, max_digits=10, decimal_places=2, initial=0
    )


class CostForm(forms.Form):
    """What the journey did cost."""

    cost = forms.DecimalField(label=_("Travel cost"), min_value=0, max_digits=10, decimal_places=2)


class InvoiceForm(forms.Form):
    """The number of the invoice."""

    invoice_no = forms.CharField(label=_("Invoice"), max_length=60)


class WordsForm(forms.Form):
    """Why."""

    words = forms.CharField(label=_("Why"), max_length=2000, widget=_lines(2))


class CompareForm(forms.Form):
    """A note to the comparison of a day."""

    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=_lines(2))
