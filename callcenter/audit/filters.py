"""How the trail is searched."""

from typing import Any

import django_filters
from django import forms
from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from callcenter.api.filters import is_program
from callcenter.audit import verbs
from callcenter.audit.models import Event


class DateRange(django_filters.widgets.DateRangeWidget):
    """Two date pickers, each with a name that screen readers say."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date"})

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], (_("from"), _("to")), strict=True):
            part["attrs"] |= {"aria-label": label, "class": "form-control"}
        return context


def subject_kinds() -> list[tuple[str, str]]:
    """What events may be about: the models of our own rooms, by name."""
    rooms = ("callcenter.", "staffing", "quality", "complaints", "reports")
    found = [
        (model._meta.label_lower, capfirst(str(model._meta.verbose_name)))
        for model in apps.get_models()
        if model.__module__.startswith(rooms)
    ]
    return sorted(found, key=lambda pair: pair[1])


class EventFilter(django_filters.FilterSet):
    """Who, what, on what, when, where, and any word in label or reason."""

    q = django_filters.CharFilter(method="search", label=_("Search"))
    who = django_filters.CharFilter(method="by_actor", label=_("Who (name or user name)"))
    verb = django_filters.MultipleChoiceFilter(label=_("What"), choices=verbs.choices)
    kind = django_filters.ChoiceFilter(
        method="by_kind", label=_("On what"), choices=subject_kinds, empty_label=_("anything")
    )
    subject = django_filters.NumberFilter(field_name="subject_id", widget=forms.HiddenInput)
    at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRange)
    site = extend_schema_field(OpenApiTypes.INT)(
        django_filters.ChoiceFilter(
            field_name="site_id", label=_("Site"), choices=(), empty_label=_("every site")
        )
    )

    class Meta:
        model = Event
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_program(self.request):  # the caller's reach is in the rows already
            self.filters["site"] = django_filters.NumberFilter(field_name="site_id")
        elif bool(getattr(self.request, "site", None)):
            sites = getattr(self.request, "sites", [])
            self.filters["site"].extra["choices"] = [(site.pk, str(site)) for site in sites]

    def search(self, queryset: QuerySet[Event], name: str, value: str) -> QuerySet[Event]:
        return queryset.filter(Q(subject_label__icontains=value) | Q(reason__icontains=value))

    def by_kind(self, queryset: QuerySet[Event], name: str, value: str) -> QuerySet[Event]:
        app_label, model = value.split(".")
        return queryset.filter(subject_type__app_label=app_label, subject_type__model=model)

    def by_actor(self, queryset: QuerySet[Event], name: str, value: str) -> QuerySet[Event]:
        return queryset.filter(
            Q(actor__username__iexact=value)
            | Q(actor__employee__name__icontains=value)
            | Q(actor__employee__name_zh__icontains=value)
        )
