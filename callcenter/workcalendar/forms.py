"""Posted text about a calendar as typed values; whether the calendar may be so, the services say."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.objections import RuleViolation
from callcenter.rulebook.forms import DateInput
from callcenter.workcalendar.models import DAY_KINDS
from callcenter.workcalendar.rules import Day as PlainDay
from callcenter.workcalendar.rules import DayKind, Intervals, Week, days_between
from callcenter.workcalendar.services import MOST_DAYS, DayFacts
from callcenter.workcalendar.wording import WEEKDAYS, intervals_of, written

HOURS_HELP = gettext_lazy(
    "Such as 09:00–12:00, 13:00–18:00; 22:00–06:00 runs into the next day; 24h; empty: closed."
)


class HoursField(forms.CharField):
    """Opening hours of a day as people write them."""

    def __init__(self, **options: Any) -> None:
        attributes = {"autocomplete": "off", "spellcheck": "false", "data-hours": ""}
        super().__init__(required=False, max_length=200, widget=forms.TextInput(attrs=attributes), **options)

    def to_python(self, value: Any) -> Intervals:  # type: ignore[override]
        try:
            return intervals_of(value or "")
        except RuleViolation as refusal:
            raise forms.ValidationError([each.sentence for each in refusal.objections]) from None

    def run_validators(self, value: Any) -> None:
        """Nothing to add: the text was read."""

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, tuple) else value


class PublishForm(forms.Form):
    """What every change states: why, and which edition its form was drawn from."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("Who reads the calendar reads this."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class WeekForm(PublishForm):
    """A week of opening hours and the day from which it holds."""

    field_order = [*(f"day_{number}" for number in range(7)), "effective_on", "reason", "seen"]
    effective_on = forms.DateField(label=gettext_lazy("From"), widget=DateInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number, name in enumerate(WEEKDAYS):
            self.fields[f"day_{number}"] = HoursField(label=name)
        self.order_fields(self.field_order)

    @property
    def day_fields(self) -> list[forms.BoundField]:
        """The seven fields, Monday first."""
        return [self[f"day_{number}"] for number in range(7)]

    @property
    def week(self) -> Week:
        return tuple(self.cleaned_data[f"day_{number}"] for number in range(7))


def week_initial(week: Week) -> dict[str, Any]:
    """The form's fields as a week has them."""
    return {f"day_{number}": day for number, day in enumerate(week)}


class DaysForm(PublishForm):
    """A date or a range of dates, also over new year, and what they have in place of their weekday."""

    field_order = ["first", "last", "kind", "name", "name_zh", "hours", "as_weekday", "is_yearly", "reason"]
    first = forms.DateField(label=gettext_lazy("First day"), widget=DateInput)
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=DateInput,
        required=False,
        help_text=gettext_lazy("Empty: one day. A range may run over new year."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=DAY_KINDS)
    name = forms.CharField(label=gettext_lazy("Name of the day"), max_length=120)
    name_zh = forms.CharField(label=gettext_lazy("Chinese name"), max_length=120, required=False)
    hours = HoursField(label=gettext_lazy("Hours"), help_text=HOURS_HELP)
    as_weekday = forms.TypedChoiceField(
        label=gettext_lazy("Or hours as on"), required=False, coerce=int, empty_value=None
    )
    is_yearly = forms.BooleanField(label=gettext_lazy("Every year"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["as_weekday"].choices = [("", "—"), *enumerate(WEEKDAYS)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        elif first and last and (last - first).days >= MOST_DAYS:
            self.add_error("last", _("At most %(most)s days at once.") % {"most": MOST_DAYS})
        return data

    @property
    def days(self) -> list[DayFacts]:
        data = self.cleaned_data
        plain = PlainDay(DayKind(data["kind"]), data["hours"], data["name"])
        dates: dict[datetime.date, PlainDay] = days_between(
            data["first"], data["last"] or data["first"], plain
        )
        return [
            DayFacts(
                on,
                plain.kind,
                data["name"].strip(),
                data["name_zh"].strip(),
                plain.intervals,
                data["as_weekday"],
                data["is_yearly"],
            )
            for on in dates
        ]


class SwitchForm(PublishForm):
    """Entries to switch off or on."""

    days = forms.TypedMultipleChoiceField(coerce=int, widget=forms.MultipleHiddenInput)
    is_active = forms.TypedChoiceField(
        coerce=lambda text: text == "on", choices=[("on", "on"), ("off", "off")], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, pks: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["days"].choices = [(pk, pk) for pk in pks]  # type: ignore[attr-defined]


class PublicForm(PublishForm):
    """Which of the public days are taken over."""

    year = forms.IntegerField(widget=forms.HiddenInput)
    holidays_as = forms.TypedChoiceField(
        label=gettext_lazy("Hours on the holidays"), required=False, coerce=int, empty_value=None
    )
    only = forms.MultipleChoiceField(
        required=True, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Days")
    )

    def __init__(self, *args: Any, dates: list[datetime.date], **options: Any) -> None:
        super().__init__(*args, **options)
        closed = _("closed")
        as_on = [(number, _("as on %(day)s") % {"day": day}) for number, day in enumerate(WEEKDAYS)]
        self.fields["holidays_as"].choices = [("", closed), *as_on]  # type: ignore[attr-defined]
        self.fields["only"].choices = [(day.isoformat(), day.isoformat()) for day in dates]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[datetime.date]:
        return [datetime.date.fromisoformat(text) for text in self.cleaned_data["only"]]
