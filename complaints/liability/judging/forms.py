"""Liability as posted: unit and grounds, shares, losses."""

from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.models import Department, Employee, Site, Team
from complaints.liability.judging.models import Liability, LossKind, Penalty
from complaints.liability.judging.services import LiabilityFacts, LossFacts, ShareFacts
from complaints.liability.rules import even_shares

NOTHING = [("", "—")]
MOST_SHARES, MOST_LOSSES = 20, 30


class UnitForm(forms.Form):
    """The unit and the grounds."""

    unit = forms.ModelChoiceField(
        Department.objects.none(), label=_("Originating unit"), required=False, empty_label="—"
    )
    words = forms.CharField(
        label=_("Grounds"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, site: Site, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = Department.objects.filter(site=site).order_by("code")  # type: ignore[attr-defined]


class ShareForm(forms.Form):
    """One who is responsible; who: "e12" an employee, "t3" a team."""

    who = forms.ChoiceField(label=_("Person or team"), required=False)
    percent = forms.DecimalField(
        label=_("Share in per cent"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2,
        help_text=_("All empty: equal shares."),
    )  # fmt: skip
    penalty = forms.ChoiceField(
        label=_("Proposed penalty"), required=False, choices=[*NOTHING, *Penalty.choices]
    )
    points = forms.IntegerField(label=_("Proposed points"), required=False, min_value=0, max_value=100)
    words = forms.CharField(label=_("Grounds"), required=False, max_length=400)

    def __init__(self, *args: Any, choices: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["who"]
        field.choices = [*NOTHING, *choices]


class LossForm(forms.Form):
    """One loss."""

    kind = forms.ChoiceField(label=_("Loss"), required=False, choices=[*NOTHING, *LossKind.choices])
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label="—"
    )
    amount = forms.DecimalField(
        label=pgettext_lazy("money", "Amount"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    hours = forms.DecimalField(
        label=_("Hours of handling"), required=False, min_value=0, max_digits=7, decimal_places=2,
        help_text=_("Only for handling: their rate is in the rulebook."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), required=False, max_length=400)

    def __init__(self, *args: Any, site: Site, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].queryset = Department.objects.filter(site=site).order_by("code")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") and data.get("department") is None:
            self.add_error("department", _("Say which department bears it."))
        return data


class LiabilityForms:
    """The three together: what is shown for a liability, and what was posted."""

    def __init__(
        self,
        site: Site,
        liability: Liability | None,
        data: Any = None,
        suggested: Any = (),
        rows: str = "",
    ) -> None:
        """`rows`: what to do with the lines posted before they are shown again, unchecked: "add-shares", "drop-losses-1"."""
        self.site = site
        today = site.today()
        people: Any = Employee.objects.employed(today).filter(site=site).order_by("number")
        self.people = {f"e{one.pk}": one for one in people}
        teams = Team.objects.filter(department__site=site, is_active=True).order_by("code")
        self.teams = {f"t{one.pk}": one for one in teams}
        choices = [
            (_("Teams"), [(key, str(one)) for key, one in self.teams.items()]),
            (_("Employees"), [(key, f"{one} {one.number}") for key, one in self.people.items()]),
        ]
        shown = Shown(_unit(liability), _shares(liability), _losses(liability) or list(suggested))
        if rows and data is not None:
            shown, data = as_posted(data, rows), None
        more = 1 if not rows else 0  # an empty line where there is none
        shares = forms.formset_factory(ShareForm, extra=0 if shown.shares else more, max_num=MOST_SHARES)
        losses = forms.formset_factory(LossForm, extra=0 if shown.losses else more, max_num=MOST_LOSSES)
        self.unit = UnitForm(site, data, initial=shown.unit, prefix="unit")
        self.shares = shares(data, initial=shown.shares, prefix="shares", form_kwargs={"choices": choices})
        self.losses = losses(data, initial=shown.losses, prefix="losses", form_kwargs={"site": site})
        self.added = rows.removeprefix("add-") if rows.startswith("add-") else ""

        for form in (*self.shares.forms, *self.losses.forms):
            form.empty_permitted = False  # a line that is posted as it was counts as well

    def sums(self, rate: Decimal) -> tuple[Decimal, Decimal]:
        """What the shares and the losses come to as they are shown."""
        shares = sum((_number(form["percent"].value()) for form in self.shares.forms), Decimal(0))
        losses = Decimal(0)
        for form in self.losses.forms:
            is_handling = form["kind"].value() == LossKind.HANDLING
            amount = _number(form["hours"].value()) * rate if is_handling else _number(form["amount"].value())
            losses += amount
        return shares, losses

    @property
    def parts(self) -> list[Any]:
        return [self.unit, *self.shares.forms, *self.losses.forms]

    def is_valid(self) -> bool:
        return all([self.unit.is_valid(), self.shares.is_valid(), self.losses.is_valid()])

    @property
    def facts(self) -> LiabilityFacts:
        """What was posted, as the services take it; lines left empty are left out."""
        data = self.unit.cleaned_data
        named = [one.cleaned_data for one in self.shares.forms if one.cleaned_data.get("who")]
        equal = even_shares(len(named)) if named and all(one["percent"] is None for one in named) else []
        shares = []
        for place, one in enumerate(named):
            percent = equal[place] if equal else one["percent"] or Decimal(0)
            shares.append(
                ShareFacts(
                    percent,
                    self.people.get(one["who"]),
                    self.teams.get(one["who"]),
                    one["penalty"],
                    one["points"] or 0,
                    one["words"],
                )
            )
        losses = [
            LossFacts(
                LossKind(one["kind"]),
                one["department"],
                one["amount"] or Decimal(0),
                one["hours"],
                one["note"],
            )
            for one in (form.cleaned_data for form in self.losses.forms)
            if one.get("kind")
        ]
        return LiabilityFacts(data["unit"], data["words"], shares, losses)


class Shown(NamedTuple):
    """What the forms begin with."""

    unit: dict[str, Any]
    shares: list[dict[str, Any]]
    losses: list[dict[str, Any]]


def as_posted(data: Any, rows: str) -> Shown:
    """What was typed so far, with a line more or less. Nothing is checked and nothing lost."""
    unit = {name: data.get(f"unit-{name}", "") for name in UnitForm.base_fields}
    lists = {}
    for prefix, form, most in (("shares", ShareForm, MOST_SHARES), ("losses", LossForm, MOST_LOSSES)):
        count = _count(data.get(f"{prefix}-TOTAL_FORMS", ""), most)
        lines = [
            {name: data.get(f"{prefix}-{place}-{name}", "") for name in form.base_fields}
            for place in range(count)
        ]
        if rows == f"add-{prefix}" and len(lines) < most:
            lines.append({})
        lists[prefix] = [one for place, one in enumerate(lines) if rows != f"drop-{prefix}-{place}"]
    return Shown(unit, lists["shares"], lists["losses"])


def _count(text: str, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _number(text: Any) -> Decimal:
    """What was typed as a number; 0 where it is none yet."""
    try:
        found = Decimal(str(text or 0))
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)


def _unit(liability: Liability | None) -> dict[str, Any]:
    return {"unit": liability.unit_id, "words": liability.words} if liability else {}


def _shares(liability: Liability | None) -> list[dict[str, Any]]:
    rows = liability.responsibles.all() if liability else []
    return [
        {
            "who": f"e{one.employee_id}" if one.employee_id else f"t{one.team_id}",
            "percent": one.percent,
            "penalty": one.penalty,
            "points": one.points or None,
            "words": one.words,
        }
        for one in rows
    ]


def _losses(liability: Liability | None) -> list[dict[str, Any]]:
    rows = liability.losses.all() if liability else []
    return [
        {
            "kind": one.kind,
            "department": one.department_id,
            "amount": None if one.kind == LossKind.HANDLING else one.amount,
            "hours": one.hours,
            "note": one.note,
        }
        for one in rows
    ]
