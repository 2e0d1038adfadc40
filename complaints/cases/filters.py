"""Filters of complaints and of their steps, for the pages and the API alike."""

import datetime

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.cases.dossier import Case, CauseClass
from complaints.cases.states import Channel, Nature, Outcome, Severity, State
from complaints.cases.steps.models import Step, StepKind, StepState

OPENNESS = (("open", _("Open")), ("over", _("Over")))
DUES = (("overdue", _("Overdue")), ("today", _("Due today")), ("week", _("Due within a week")))
WEEK = datetime.timedelta(days=7)


class CaseFilter(django_filters.FilterSet):
    """By words, openness, state, severity, owner, cause, channel, deadline, customer, day.

    Several choices of one filter never double a row: DISTINCT would sort a million of them.
    """

    q = django_filters.CharFilter(method="search", label=_("Number or words"))
    standing = django_filters.ChoiceFilter(method="in_standing", choices=OPENNESS, label=_("Open or over"))
    state = django_filters.MultipleChoiceFilter(choices=State.choices, distinct=False, label=_("State"))
    severity = django_filters.ChoiceFilter(choices=Severity.choices, label=_("Severity"))
    due = django_filters.ChoiceFilter(method="is_due", choices=DUES, label=_("Deadline"))
    was_overdue = django_filters.BooleanFilter(method="ever_overdue", label=_("Overdue once"))
    owner = django_filters.CharFilter(
        field_name="owner__number", lookup_expr="iexact", label=_("Number of the owner")
    )
    taker = django_filters.CharFilter(
        field_name="taker__number", lookup_expr="iexact", label=_("Number of whoever took it")
    )
    cause = django_filters.ModelMultipleChoiceFilter(
        queryset=CauseClass.objects.all(), distinct=False, label=_("Cause")
    )
    channel = django_filters.MultipleChoiceFilter(choices=Channel.choices, distinct=False, label=_("Channel"))
    nature = django_filters.MultipleChoiceFilter(
        choices=Nature.choices, distinct=False, label=pgettext_lazy("complaint", "What it is")
    )
    outcome = django_filters.MultipleChoiceFilter(choices=Outcome.choices, distinct=False, label=_("Outcome"))
    customer = django_filters.NumberFilter(field_name="customer", label=_("Customer"))
    site = django_filters.CharFilter(field_name="site__code", label=_("Code of the site"))
    received = django_filters.DateFromToRangeFilter(field_name="received_at", label=_("Received"))
    accepted = django_filters.DateFromToRangeFilter(field_name="accepted_at", label=_("Accepted"))
    closed = django_filters.DateFromToRangeFilter(field_name="closed_at", label=_("Closed"))

    class Meta:
        model = Case
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """The words last: they are looked up among what the other filters leave (docs/fulltext.md)."""
        text = self.form.cleaned_data.pop("q", "")
        rows = super().filter_queryset(queryset)
        self.form.cleaned_data["q"] = text
        return self.search(rows, "q", text) if text else rows

    def search(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return rows.matching(value) if value else rows  # type: ignore[attr-defined]

    def in_standing(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return rows.filter(closed_at__isnull=value == "open")

    def is_due(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        now = timezone.now()
        running = rows.filter(closed_at=None)
        if value == "overdue":
            return running.filter(due_at__lt=now)
        end = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        end += datetime.timedelta(days=1)
        return running.filter(due_at__gte=now, due_at__lt=end if value == "today" else now + WEEK)

    def ever_overdue(self, rows: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        late = Q(overdue_at__isnull=False)
        return rows.filter(late) if value else rows.exclude(late)


class StepFilter(django_filters.FilterSet):
    """By state, kind, deadline, handler."""

    state = django_filters.MultipleChoiceFilter(choices=StepState.choices, distinct=False, label=_("State"))
    kind = django_filters.MultipleChoiceFilter(choices=StepKind.choices, distinct=False, label=_("Step"))
    late = django_filters.BooleanFilter(method="is_late", label=pgettext_lazy("step", "Late"))
    assignee = django_filters.CharFilter(
        field_name="assignee__number", lookup_expr="iexact", label=_("Number of the handler")
    )
    due = django_filters.DateFromToRangeFilter(field_name="due_at", label=_("Due"))

    class Meta:
        model = Step
        fields: list[str] = []

    def is_late(self, rows: QuerySet[Step], name: str, value: bool) -> QuerySet[Step]:
        late = Q(done_at=None, due_at__lt=timezone.now())
        return rows.filter(late) if value else rows.exclude(late)
