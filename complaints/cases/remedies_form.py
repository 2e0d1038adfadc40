"""The rows of proposed remedies as posted: a few empty ones are always there, so that no script is needed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.cases.decisions.services import RemedyFacts
from complaints.cases.dossier import Case
from complaints.cases.states import Remedy

SPARE = 3
MOST = 30


class RemedyForm(forms.Form):
    """One row; without a kind it is empty."""

    kind = forms.ChoiceField(label=_("Remedy"), choices=[("", "—"), *Remedy.choices], required=False)
    amount = forms.DecimalField(
        label=pgettext_lazy("money", "Amount"),
        required=False,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
    )
    quantity = forms.DecimalField(
        label=_("Quantity"), required=False, min_value=Decimal(0), max_digits=12, decimal_places=3
    )
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        """Figures without a remedy are a slip."""
        data = self.cleaned_data
        if not data.get("kind") and any(data.get(name) for name in ("amount", "quantity", "note")):
            self.add_error("kind", _("Choose the remedy."))
        return data


class _Rows(forms.BaseFormSet):
    """The rows together."""

    def facts(self) -> list[RemedyFacts]:
        """Those that are filled, as the service takes them."""
        return [
            RemedyFacts(
                Remedy(data["kind"]),
                data["amount"] or Decimal(0),
                data["quantity"],
                data["unit"],
                data["note"],
            )
            for data in self.cleaned_data
            if data.get("kind") and not data.get("DELETE")
        ]


RemedyRows: Any = forms.formset_factory(
    RemedyForm, formset=_Rows, extra=SPARE, max_num=MOST, absolute_max=MOST, can_delete=True
)


def remedies_of(case: Case) -> list[dict[str, Any]]:
    """What is proposed now, as rows."""
    rows: Any = case.remedies.values("kind", "amount", "quantity", "unit", "note")
    return list(rows)
