"""Filters by a row of another table that pages and the API share: a page sends the row's id, a program its public code."""

from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelChoiceField
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelChoiceField as FilterField
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.request import Request


class RowField(FilterField):
    """An id, and where `takes_code` the code, which wins when a row's code is another one's id."""

    default_error_messages = {
        **ModelChoiceField.default_error_messages,
        "ambiguous": _("Several sites have the code %(code)s: say which with the parameter site."),
    }

    def __init__(self, *args: Any, takes_code: bool = False, **kwargs: Any) -> None:
        self.takes_code = takes_code
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Model | str | None:
        if self.takes_code and isinstance(value, str) and value not in ("", self.null_value):
            found = list(self.queryset.filter(code=value)[:2])
            if len(found) > 1:
                raise ValidationError(
                    self.error_messages["ambiguous"], code="ambiguous", params={"code": value}
                )
            if found:
                row: Model = found[0]
                return row
        chosen: Model | str | None = super().to_python(value)
        return chosen


@extend_schema_field(OpenApiTypes.STR)
class RowFilter(django_filters.ModelChoiceFilter):
    """One of the rows that `queryset` (a queryset, or a function of the request) offers, each with a `code`."""

    field_class = RowField

    @property
    def field(self) -> Any:
        self.extra["takes_code"] = is_program(self.get_request())
        return super().field


def is_program(request: Any) -> bool:
    """Whether the request came in under /api/, where no site has been chosen in a top bar."""
    return isinstance(request, Request)
