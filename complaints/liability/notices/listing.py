"""The list of Reward/Penalty Notices, for the page and the API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from complaints.liability.access import SUBJECT
from complaints.liability.notices.models import NoticeKind, NoticeState, PenaltyNotice

COLOURS = {
    NoticeState.DRAFT: "grey",
    NoticeState.WAITING: "yellow",
    NoticeState.APPROVED: "blue",
    NoticeState.CONTESTED: "orange",
    NoticeState.EXECUTED: "red",
    NoticeState.REVOKED: "green",
    NoticeState.REFUSED: "grey",
    NoticeState.DROPPED: "grey",
}


def state(notice: PenaltyNotice) -> tuple[str, str]:
    """The state as a badge."""
    is_given = notice.is_reward and notice.state == NoticeState.EXECUTED
    return notice.get_state_display(), "green" if is_given else COLOURS[NoticeState(notice.state)]


def kind(notice: PenaltyNotice) -> tuple[str, str]:
    """Reward or penalty as a badge."""
    return notice.get_kind_display(), "green" if notice.is_reward else "red"


class NoticeFilter(django_filters.FilterSet):
    """By words, state, person, complaint."""

    q = django_filters.CharFilter(method="search", label=_("Name or grounds"))
    kind = django_filters.ChoiceFilter(choices=NoticeKind.choices, label=_("Kind"))
    state = django_filters.MultipleChoiceFilter(choices=NoticeState.choices, label=_("State"))
    employee = django_filters.CharFilter(
        field_name="employee__number", lookup_expr="iexact", label=_("Employee number")
    )
    case = django_filters.CharFilter(field_name="case__number", lookup_expr="iexact", label=_("Complaint"))

    class Meta:
        model = PenaltyNotice
        fields: list[str] = []

    def search(self, rows: QuerySet[PenaltyNotice], name: str, value: str) -> QuerySet[PenaltyNotice]:
        found = Q(grounds__icontains=value) | Q(employee__number__istartswith=value)
        return rows.filter(found | Q(employee__name__icontains=value) | Q(employee__name_zh__icontains=value))


ALL = Listing(
    key="liability.notices",
    title=_("Reward/Penalty Notices"),
    columns=(
        Column("number", pgettext_lazy("notice", "Number"), lambda n: n.number, sort="pk", link=lambda n: n.get_absolute_url()),
        Column("employee", _("Employee"), lambda n: n.employee, sort="employee__name"),
        Column("kind", _("Kind"), kind, kind="badge", sort="kind"),
        Column("item", _("Item"), lambda n: n.version or n.item, sort="item__code", wrap=True, default=False),
        Column("points", pgettext_lazy("conduct", "Points"), lambda n: n.points, kind="number", sort="points"),
        Column("state", _("State"), state, kind="badge", sort="state"),
        Column("case", _("Complaint"), lambda n: n.case.reference if n.case else "", sort="case__number"),
        Column("unit", _("Responsible unit"), lambda n: n.unit, sort="unit__code"),
        Column("written_at", _("Drawn up"), lambda n: n.written_at, kind="datetime", sort="written_at"),
        Column("executed_at", _("Executed"), lambda n: n.executed_at, kind="datetime", sort="executed_at"),
        Column("grounds", _("Grounds"), lambda n: n.grounds, wrap=True, default=False),
    ),
    ordering=("-written_at", "-pk"),
    filterset=NoticeFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=_("No notices"),
    empty_text=_("Bonus deductions out of reviewed complaints and rewards show here, from the draft to the ledger."),
)  # fmt: skip
