"""Filters of complaints and of their steps, for the pages and the API alike."""

import datetime

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.clocks.models import Clock
from callcenter.clocks.models import Outcome as ClockOutcome
from callcenter.keys import few
from callcenter.people.models import Department, Employee, Site
from complaints.cases.deadlines import REPORT
from complaints.cases.dossier import Case, CauseClass
from complaints.cases.measures import LONGEST
from complaints.cases.states import OPEN, Channel, Nature, Outcome, Severity, State
from complaints.cases.steps.models import Step, StepKind, StepState

OPENNESS = (("open", pgettext_lazy("complaints", "Open")), ("over", _("Over")))
DUES = (
    ("overdue", _("Overdue")),
    ("today", _("Due today")),
    ("day", _("Due within 24 hours")),
    ("week", _("Due within a week")),
)
DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)


class CaseFilter(django_filters.FilterSet):
    """By words, openness, state, severity, owner, department, cause, channel, deadline, customer, day, report.

    Several choices of one filter never double a row: DISTINCT would sort a million of them.
    """

    q = django_filters.CharFilter(method="search", label=_("Number or words"))
    standing = django_filters.ChoiceFilter(method="in_standing", choices=OPENNESS, label=_("Open or over"))
    state = django_filters.MultipleChoiceFilter(
        choices=State.choices, method="in_states", distinct=False, label=_("State")
    )
    severity = django_filters.ChoiceFilter(choices=Severity.choices, label=_("Severity"))
    due = django_filters.ChoiceFilter(method="is_due", choices=DUES, label=_("Deadline"))
    was_overdue = django_filters.BooleanFilter(method="ever_overdue", label=_("Overdue once"))
    owner = django_filters.CharFilter(method="of_employee", label=_("Number of the owner"))
    taker = django_filters.CharFilter(method="of_employee", label=_("Number of whoever took it"))
    department = django_filters.CharFilter(
        method="with_step_of", label=_("Department with a step (code or name)")
    )
    cause = django_filters.ModelMultipleChoiceFilter(
        queryset=CauseClass.objects.all(),
        distinct=False,
        null_label=_("No cause named yet"),
        label=_("Cause"),
    )
    channel = django_filters.MultipleChoiceFilter(choices=Channel.choices, distinct=False, label=_("Channel"))
    nature = django_filters.MultipleChoiceFilter(
        choices=Nature.choices, distinct=False, label=pgettext_lazy("complaint", "What it is")
    )
    outcome = django_filters.MultipleChoiceFilter(choices=Outcome.choices, distinct=False, label=_("Outcome"))
    customer = django_filters.NumberFilter(field_name="customer", label=_("Customer"))
    site = django_filters.CharFilter(method="at_site", label=_("Code of the site"))
    counted = django_filters.BooleanFilter(method="is_counted", label=_("Without merged and redirected ones"))
    since = django_filters.DateFromToRangeFilter(
        method="runs_since", label=_("Running since (accepted, before that received)")
    )
    received = django_filters.DateFromToRangeFilter(field_name="received_at", label=_("Received"))
    accepted = django_filters.DateFromToRangeFilter(
        field_name="accepted_at", method="within", label=_("Accepted")
    )
    closed = django_filters.DateFromToRangeFilter(
        field_name="closed_at", method="within", label=pgettext_lazy("complaint", "Closed")
    )
    report_due = django_filters.DateFromToRangeFilter(method="report_within", label=_("Report due"))
    report_on_time = django_filters.BooleanFilter(method="report_in_time", label=_("Report on time"))

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

    def in_states(self, rows: QuerySet[Case], name: str, values: list[str]) -> QuerySet[Case]:
        """Open ones say so, for the index of what is open."""
        if not values:
            return rows
        found = rows.filter(state__in=values)
        return found.filter(closed_at=None) if set(values) <= set(OPEN) else found

    def is_due(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        now = timezone.now()
        running = rows.filter(closed_at=None)
        if value == "overdue":
            return running.filter(due_at__lt=now)
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + DAY
        end = {"today": midnight, "day": now + DAY, "week": now + WEEK}[value]
        return running.filter(due_at__gte=now, due_at__lt=end)

    def of_employee(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """By the key: a join leaves PostgreSQL without a guess how many are theirs."""
        found = list(Employee.objects.filter(number__iexact=value).values_list("pk", flat=True))
        return rows.filter(**{f"{name}__in": found})

    def with_step_of(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        """Complaints that a department has a step of. Few are named by their keys, many are looked up row by row on the way down
        the list's index, as `listed_to` does: a department may have had a tenth of all.
        """
        text = value.strip()
        named = Q(code__iexact=text) | Q(name__icontains=text) | Q(name_zh__icontains=text)
        steps = Step.objects.order_by().of_departments(
            list(Department.objects.filter(named).values_list("pk", flat=True))
        )
        found = few(steps)
        return rows.filter(pk__in=steps.filter(case=OuterRef("pk")) if found is None else found)

    def at_site(self, rows: QuerySet[Case], name: str, value: str) -> QuerySet[Case]:
        return rows.filter(site__in=list(Site.objects.filter(code=value).values_list("pk", flat=True)))

    def within(self, rows: QuerySet[Case], name: str, value: slice) -> QuerySet[Case]:
        """Nothing is accepted or closed before it is received, so the list is read from there."""
        if value.start is not None:
            rows = rows.filter(**{f"{name}__gte": value.start})
        if value.stop is not None:
            rows = rows.filter(**{f"{name}__lte": value.stop, "received_at__lte": value.stop})
        return rows

    def report_within(self, rows: QuerySet[Case], name: str, value: slice) -> QuerySet[Case]:
        """Whose report was due in these days; on time or not is asked of the same report."""
        return with_report(rows, value.start, value.stop, self.form.cleaned_data.get("report_on_time"))

    def report_in_time(self, rows: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        return rows if self.form.cleaned_data.get("report_due") else with_report(rows, None, None, value)

    def is_counted(self, rows: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        other = Q(state__in=[State.MERGED, State.REDIRECTED])
        return rows.exclude(other) if value else rows.filter(other)

    def runs_since(self, rows: QuerySet[Case], name: str, value: slice) -> QuerySet[Case]:
        rows = rows.annotate(runs_since=Coalesce("accepted_at", "received_at"))
        if value.start is not None:
            rows = rows.filter(runs_since__gte=value.start)
        return rows.filter(runs_since__lte=value.stop) if value.stop is not None else rows

    def ever_overdue(self, rows: QuerySet[Case], name: str, value: bool) -> QuerySet[Case]:
        late = Q(overdue_at__isnull=False)
        return rows.filter(late) if value else rows.exclude(late)


def with_report(
    rows: QuerySet[Case],
    start: datetime.datetime | None,
    stop: datetime.datetime | None,
    is_on_time: bool | None,
) -> QuerySet[Case]:
    """Complaints whose report was due between these moments, handed in by then or not; what `measures` counts, row by row.

    Nothing is due before it is received, nor long after it ended, so the list is read from there.
    """
    clocks = Clock.objects.order_by().filter(
        kind=REPORT, subject_type=ContentType.objects.get_for_model(Case), subject_id=OuterRef("pk")
    )
    on_time = Q(outcome=ClockOutcome.DONE, stopped_at__lte=F("due_at"))
    late = Q(due_at__lt=timezone.now()) & ~Q(outcome__in=[ClockOutcome.CANCELLED, ClockOutcome.MERGED])
    if is_on_time is not None:
        clocks = clocks.filter(on_time) if is_on_time else clocks.filter(late).exclude(on_time)
    else:
        clocks = clocks.filter(on_time | late)
    if start is not None:
        rows = rows.filter(Q(closed_at=None) | Q(closed_at__gte=start - LONGEST))
        clocks = clocks.filter(due_at__gte=start)
    if stop is not None:
        rows = rows.filter(received_at__lte=stop)
        clocks = clocks.filter(due_at__lte=stop)
    return rows.filter(pk__in=clocks.values("subject_id"))


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
