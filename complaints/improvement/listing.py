"""The list of improvements, for the page and the API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from callcenter.web.listing import Column, Listing
from complaints.improvement.models import SUBJECT, Improvement, ImprovementState

COLOURS = {
    ImprovementState.OPEN: "yellow",
    ImprovementState.PLANNED: "blue",
    ImprovementState.DONE: "orange",
    ImprovementState.VERIFIED: "blue",
    ImprovementState.EFFECTIVE: "green",
}


def state(improvement: Improvement) -> tuple[str, str]:
    """The state as a badge."""
    return improvement.get_state_display(), COLOURS[ImprovementState(improvement.state)]


def late(improvement: Improvement) -> tuple[str, str] | str:
    """By how many days it is late, as a badge; empty while it is not."""
    if not improvement.is_late:
        return ""
    days = (improvement.site.today() - improvement.due_on).days
    return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}, "red"


class ImprovementFilter(django_filters.FilterSet):
    """By words, state, cause, owner, due day."""

    q = django_filters.CharFilter(method="search", label=_("Complaint, name or words"))
    state = django_filters.MultipleChoiceFilter(choices=ImprovementState.choices, label=_("State"))
    cause = django_filters.CharFilter(field_name="cause__code", label=_("Cause"))
    owner = django_filters.CharFilter(
        field_name="owner__number", lookup_expr="iexact", label=_("Employee number")
    )
    late = django_filters.BooleanFilter(method="is_late", label=pgettext_lazy("improvement", "Late"))
    due = django_filters.DateFromToRangeFilter(field_name="due_on", label=_("Due"))

    class Meta:
        model = Improvement
        fields: list[str] = []

    def is_late(self, rows: QuerySet[Improvement], name: str, value: bool) -> QuerySet[Improvement]:
        late = Improvement.objects.late().values("pk")
        return rows.filter(pk__in=late) if value else rows.exclude(pk__in=late)

    def search(self, rows: QuerySet[Improvement], name: str, value: str) -> QuerySet[Improvement]:
        found = (
            Q(case__number__icontains=value) | Q(case__title__icontains=value) | Q(action__icontains=value)
        )
        return rows.filter(found | Q(owner__name__icontains=value) | Q(owner__name_zh__icontains=value))


ALL = Listing(
    key="improvement.improvements",
    title=_("Improvements"),
    columns=(
        Column("number", pgettext_lazy("improvement", "Number"), lambda i: i.number, sort="pk", link=lambda i: i.get_absolute_url()),
        Column("case", _("Complaint"), lambda i: i.case, sort="case__number", wrap=True),
        Column("cause", _("Cause"), lambda i: i.cause, sort="cause__code"),
        Column("state", _("State"), state, kind="badge", sort="state"),
        Column("owner", _("Owner"), lambda i: i.owner, sort="owner__name"),
        Column("due_on", _("Due"), lambda i: i.due_on, kind="date", sort="due_on"),
        Column("late", pgettext_lazy("improvement", "Late"), late, kind="badge"),
        Column("round", _("Round"), lambda i: i.round, kind="number", sort="round"),
        Column("action", _("Corrective action"), lambda i: i.action, wrap=True, default=False),
        Column("done_at", _("Done"), lambda i: i.done_at, kind="datetime", sort="done_at", default=False),
        Column("department", _("Department"), lambda i: i.department, sort="department__code", default=False),
    ),
    ordering=("due_on", "pk"),
    filterset=ImprovementFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=_("No improvements"),
    empty_text=_("Complaints whose verdict says that improvement is tracked show here, until their effect is measured."),
)  # fmt: skip
