"""Posted text about shifts as typed values; whether a shift may be so, the services say."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.rulebook.forms import DateInput
from staffing.shifts.models import Colour
from staffing.shifts.services import RotationFacts, ShiftFacts

TEXT = {"autocomplete": "off", "spellcheck": "false"}


class CodeForm(forms.Form):
    """A code and names in both languages."""

    code = forms.CharField(
        label=_("Code"),
        max_length=8,
        widget=forms.TextInput(attrs=TEXT),
        help_text=_("What a cell of the roster shows and what is typed there, such as D or N2."),
    )
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=120)
    name_zh = forms.CharField(label=_("Chinese name"), max_length=120, required=False)


class ShiftTypeForm(CodeForm):
    """A kind of shift. Times are written as on paper; the bar below shows how they are read."""

    work = forms.CharField(
        label=_("Working time"),
        max_length=200,
        widget=forms.TextInput(attrs=TEXT | {"placeholder": "08:30–15:00, 20:00–23:00"}),
        help_text=_(
            "From start to end, meals included; a split shift has several. 20:00–08:00 ends on the next day."
        ),
    )
    meals = forms.CharField(
        label=_("Meals"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=TEXT | {"placeholder": "12:00–12:30"}),
        help_text=_("Not paid: they do not count as working time."),
    )
    breaks = forms.CharField(
        label=_("Paid breaks"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=TEXT | {"placeholder": "10:00–10:15, 15:00–15:15"}),
        help_text=_("They count as working time."),
    )
    night_flag = forms.TypedChoiceField(
        label=_("Counts as a night shift"),
        required=False,
        empty_value=None,
        coerce=lambda text: text == "True",
        choices=[("", _("by its times")), ("True", _("yes")), ("False", _("no"))],
        help_text=_("By its times: enough hours within the night, as the rulebook says."),
    )
    skill_level = forms.TypedChoiceField(
        label=_("Skill level needed"), coerce=int, choices=[(level, level) for level in range(1, 6)]
    )
    minimum_heads = forms.IntegerField(
        label=_("Minimum heads"),
        min_value=0,
        max_value=9999,
        initial=0,
        help_text=_("Fewer people on this shift are shown in the roster as short; 0: none needed."),
    )
    is_live = forms.BooleanField(
        label=_("Takes live contacts"),
        required=False,
        initial=True,
        help_text=_(
            "Not for training or induction: new staff may be given this shift only once they are inducted."
        ),
    )
    colour = forms.ChoiceField(label=_("Colour"), choices=Colour.choices, initial=Colour.BLUE)

    field_order = ["code", "name", "name_zh", "work", "meals", "breaks"]

    @property
    def facts(self) -> ShiftFacts:
        return ShiftFacts(**self.cleaned_data)


class RotationForm(CodeForm):
    """A rotation: its cycle is typed as codes with blanks between them."""

    code = forms.CharField(
        label=_("Code"),
        max_length=16,
        widget=forms.TextInput(attrs=TEXT),
        help_text=_("Such as 4-2 or 5x3."),
    )
    cycle = forms.CharField(
        label=_("Cycle"),
        max_length=4000,
        widget=forms.Textarea(attrs=TEXT | {"rows": 2, "placeholder": "D D D D - -", "data-cycle": ""}),
        help_text=_("One code for each day, “-” for a day off; D*4 -*2 is the same as D D D D - -."),
    )
    crews = forms.IntegerField(
        label=_("Crews"),
        min_value=1,
        max_value=100,
        initial=1,
        help_text=_("Crews stand the same distance apart in the cycle."),
    )
    anchor_on = forms.DateField(
        label=_("Counted from"),
        widget=DateInput,
        help_text=_("On this day crew 1 is at the first place of the cycle."),
    )

    field_order = ["code", "name", "name_zh", "cycle", "crews", "anchor_on"]

    @property
    def facts(self) -> RotationFacts:
        return RotationFacts(**self.cleaned_data)
