"""Posted text about papers as typed values; the rules are the services'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.models import Department, Employee, Site
from complaints.remedies.duties.models import Duty

DAY = {"type": "date"}
ROWS = {"rows": 3}


class ActForm(forms.Form):
    """One of several forms of a page: its key keeps their ids apart."""

    def __init__(self, key: str, *args: Any, **options: Any) -> None:
        options["auto_id"] = f"id_{key}_%s"
        super().__init__(*args, **options)


class CertificateForm(forms.Form):
    amount = forms.DecimalField(label=pgettext_lazy("money", "Amount"), max_digits=12, decimal_places=2)
    reason = forms.CharField(
        label=pgettext_lazy("certificate", "What for"), max_length=2000, widget=forms.Textarea(attrs=ROWS)
    )


class SlipForm(forms.Form):
    quantity = forms.DecimalField(label=_("Quantity"), max_digits=12, decimal_places=3)
    reason = forms.CharField(label=_("Why it comes back"), max_length=2000, widget=forms.Textarea(attrs=ROWS))
    handling = forms.CharField(
        label=_("What is done with it"),
        max_length=2000,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("Such as: scrapped, sold as second quality, processed again."),
    )
    basis = forms.CharField(
        label=_("On what basis"),
        max_length=2000,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("Such as the decision on the complaint, or the report of the quality check."),
    )


class ConfirmForm(ActForm):
    signer = forms.CharField(label=_("Signed for the customer by"), max_length=120)
    signed_on = forms.DateField(label=_("Customer signed on"), widget=forms.DateInput(attrs=DAY))
    file = forms.FileField(
        label=_("The stamped paper"),
        help_text=_("A photo or scan of the copy with the customer’s stamp or signature."),
    )


class PostForm(ActForm):
    voucher_no = forms.CharField(label=_("Voucher number"), max_length=40)
    posting_on = forms.DateField(label=_("Posting date"), widget=forms.DateInput(attrs=DAY))


class ReasonForm(ActForm):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class WordsForm(ActForm):
    words = forms.CharField(
        label=pgettext_lazy("remedy", "Words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class CountForm(ActForm):
    quantity = forms.DecimalField(label=_("Quantity that arrived"), max_digits=12, decimal_places=3)
    arrived_on = forms.DateField(label=_("Arrived on"), widget=forms.DateInput(attrs=DAY))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class ReceiveForm(ActForm):
    same_goods = forms.BooleanField(
        label=_("Product, specification and lot are those of the slip"), required=False
    )


class SettleForm(ActForm):
    outcome = forms.ChoiceField(
        label=pgettext_lazy("receivable", "Outcome"),
        choices=[("collected", _("The money is there")), ("dropped", _("There is nothing to collect"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=pgettext_lazy("remedy", "Words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when there is nothing to collect."),
    )


class MemoForm(ActForm):
    memo = forms.CharField(label=_("Memo"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class SalespersonForm(ActForm):
    employee = forms.CharField(label=_("Employee number"), max_length=20)

    def clean_employee(self) -> Employee:
        """The employee with that number."""
        number = self.cleaned_data["employee"].strip()
        found = Employee.objects.filter(number__iexact=number).select_related("site", "user").first()
        if found is None:
            raise forms.ValidationError(_("Nobody has this employee number."))
        return found


class DepartmentsForm(forms.Form):
    """Which department is which; empty: the service department does it."""

    def __init__(self, site: Site, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Department.objects.filter(site__company=site.company_id).select_related("site")
        for duty in Duty:
            self.fields[duty.value] = forms.ModelChoiceField(
                rows.order_by("site", "code"),
                label=duty.label,
                required=False,
                empty_label=_("The service department"),
            )
