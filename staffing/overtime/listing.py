"""The list of overtime, for the page and the API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from staffing.overtime.models import SUBJECT, Overtime, OvertimeState
from staffing.overtime.wording import times

COLOURS = {
    OvertimeState.ASSIGNED: "yellow",
    OvertimeState.ASKED: "yellow",
    OvertimeState.APPROVED: "green",
    OvertimeState.DECLINED: "grey",
    OvertimeState.REJECTED: "red",
    OvertimeState.CANCELLED: "grey",
}


def state(overtime: Overtime) -> tuple[str, str]:
    """The state as a badge."""
    return overtime.get_state_display(), COLOURS[OvertimeState(overtime.state)]


class OvertimeFilter(django_filters.FilterSet):
    """By words, state, person, team, day."""

    q = django_filters.CharFilter(method="search", label=_("Number, name or words"))
    state = django_filters.MultipleChoiceFilter(choices=OvertimeState.choices, label=_("State"))
    employee = django_filters.CharFilter(
        field_name="employee__number", lookup_expr="iexact", label=_("Employee number")
    )
    team = django_filters.CharFilter(field_name="team__code", label=_("Team code"))
    on = django_filters.DateFromToRangeFilter(label=_("Day"))

    class Meta:
        model = Overtime
        fields: list[str] = []

    def search(self, rows: QuerySet[Overtime], name: str, value: str) -> QuerySet[Overtime]:
        number = value.strip().upper().removeprefix("OT-").lstrip("0")
        found = Q(reason__icontains=value) | Q(employee__number__istartswith=value)
        found |= Q(employee__name__icontains=value) | Q(employee__name_zh__icontains=value)
        if number.isascii() and number.isdigit() and len(number) < 18:
            found |= Q(pk=int(number))
        return rows.filter(found)


ALL = Listing(
    key="overtime.requests",
    title=_("Overtime"),
    columns=(
        Column(
            "number",
            pgettext_lazy("overtime", "Number"),
            lambda o: o.number,
            sort="pk",
            link=lambda o: o.get_absolute_url(),
        ),
        Column("employee", _("Employee"), lambda o: o.employee, sort="employee__name"),
        Column("on", _("Day"), lambda o: o.on, kind="date", sort="on"),
        Column("times", _("Times"), times),
        Column("length", _("Length"), lambda o: o.minutes * 60, kind="duration"),
        Column("state", _("State"), state, kind="badge", sort="state"),
        Column("assigned_by", _("Assigned by"), lambda o: o.assigned_by),
        Column("team", _("Team"), lambda o: o.team, sort="team__code", default=False),
        Column("reason", _("Reason"), lambda o: o.reason, wrap=True, default=False),
        Column("asked_at", _("Asked"), lambda o: o.asked_at, kind="datetime", sort="asked_at"),
        Column(
            "decided_at",
            _("Decided"),
            lambda o: o.decided_at,
            kind="datetime",
            sort="decided_at",
            default=False,
        ),
    ),
    ordering=("-starts_at", "-pk"),
    filterset=OvertimeFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=_("No overtime yet"),
    empty_text=_("Overtime that is asked for or assigned shows here, with consent and approval."),
)
