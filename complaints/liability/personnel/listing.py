"""The list of Personnel Notices, for the page and the API."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from complaints.liability.access import SUBJECT
from complaints.liability.judging.models import Penalty
from complaints.liability.personnel.models import PersonnelNotice, PersonnelState

COLOURS = {
    PersonnelState.PROPOSED: "yellow",
    PersonnelState.APPROVED: "blue",
    PersonnelState.NOTICE: "blue",
    PersonnelState.PUBLISHED: "green",
    PersonnelState.REFUSED: "grey",
}


def state(notice: PersonnelNotice) -> tuple[str, str]:
    """The state as a badge."""
    return notice.get_state_display(), COLOURS[PersonnelState(notice.state)]


class PersonnelFilter(django_filters.FilterSet):
    """By person, state, penalty."""

    q = django_filters.CharFilter(field_name="employee__name", lookup_expr="icontains", label=_("Name"))
    employee = django_filters.CharFilter(
        field_name="employee__number", lookup_expr="iexact", label=_("Employee number")
    )
    state = django_filters.MultipleChoiceFilter(choices=PersonnelState.choices, label=_("State"))
    penalty = django_filters.MultipleChoiceFilter(choices=Penalty.choices, label=_("Penalty"))

    class Meta:
        model = PersonnelNotice
        fields: list[str] = []


ALL = Listing(
    key="liability.personnel",
    title=_("Personnel Notices"),
    columns=(
        Column("number", pgettext_lazy("notice", "Number"), lambda n: n.number, sort="pk", link=lambda n: n.get_absolute_url()),
        Column("employee", _("Employee"), lambda n: n.employee, sort="employee__name"),
        Column("penalty", _("Penalty"), lambda n: n.get_penalty_display(), sort="penalty"),
        Column("state", _("State"), state, kind="badge", sort="state"),
        Column("case", _("Complaint"), lambda n: n.line.case.reference),
        Column("proposed_at", _("Proposed"), lambda n: n.proposed_at, kind="datetime", sort="proposed_at"),
        Column("published_at", _("Published"), lambda n: n.published_at, kind="datetime", sort="published_at"),
    ),
    ordering=("-proposed_at", "-pk"),
    filterset=PersonnelFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=_("No Personnel Notices"),
    empty_text=_("Administrative penalties out of reviewed complaints show here until HR has published them."),
)  # fmt: skip
