"""Filters of a list: the applied ones as chips, each with the address that takes it away."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.forms import Form, NullBooleanSelect
from django.http import HttpRequest
from django.utils.translation import gettext as _

from callcenter.web import cells

if TYPE_CHECKING:
    from callcenter.web.listing import Listing

NO_CHOICE = "---------"  # as django-filter names it
SUFFIXES = ("", "_min", "_max", "_after", "_before", "_0", "_1")


@dataclass(frozen=True)
class Chip:
    """One applied filter as words, and the query string without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True)
class Filters:
    queryset: QuerySet[Any]
    form: Form | None = None
    chips: list[Chip] = field(default_factory=list)
    has_search: bool = False

    @property
    def panel_fields(self) -> list[Any]:
        """The fields of the filter panel: all but the search box."""
        return [bound for bound in self.form if bound.name != "q"] if self.form else []


def _name_no_answer(form: Form) -> None:
    """A yes or no that is not asked for reads as in the other filters; "unknown" would be an answer."""
    for asked in form.fields.values():
        if isinstance(asked.widget, NullBooleanSelect):
            asked.widget.choices = [("", NO_CHOICE), *list(asked.widget.choices)[1:]]


def apply(request: HttpRequest, queryset: QuerySet[Any], listing: "Listing") -> Filters:
    """The filtered rows; a filter that cannot be understood is said beside its field and leaves the rows alone."""
    if listing.filterset is None:
        return Filters(queryset)
    bound = listing.filterset(request.GET, queryset=queryset, request=request)
    _name_no_answer(bound.form)
    rows = bound.qs
    chips = []
    for name, filter_ in bound.filters.items():
        value = bound.form.cleaned_data.get(name)
        if name in bound.form.errors or value in (None, "", [], ()) or _is_empty(value):
            continue
        params = request.GET.copy()
        for key in [*(name + suffix for suffix in SUFFIXES), "page", "after", "before", "view", "export"]:
            params.pop(key, None)
        label = str(bound.form.fields[name].label or filter_.label or name)
        chips.append(Chip(label, words(value, bound.form.fields[name]), params.urlencode()))
    return Filters(rows, bound.form, chips, "q" in bound.filters)


def _is_empty(value: Any) -> bool:
    if isinstance(value, slice):
        return value.start is None and value.stop is None
    return isinstance(value, QuerySet) and not value


def words(value: Any, form_field: Any) -> str:
    """A filter's value as people read it."""
    if isinstance(value, slice):
        return f"{_plain(value.start)} – {_plain(value.stop)}"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = {str(key): str(label) for key, label in _flat(getattr(form_field, "choices", ()))}
    if isinstance(value, list | tuple | set | QuerySet):
        return ", ".join(choices.get(str(item), str(item)) for item in value)
    if isinstance(value, Model):
        return str(value)
    return choices.get(str(value), _plain(value))


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


def _plain(value: Any) -> str:
    if value is None:
        return "…"
    if isinstance(value, datetime.datetime):
        return cells.moment(value) if value.tzinfo else value.strftime("%Y-%m-%d %H:%M")
    return str(value)
