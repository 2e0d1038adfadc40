"""The lists of meetings and of unified answers, with their filters for page and API alike."""

from dataclasses import replace

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.web.listing import Column, Listing
from staffing.records.access import SUBJECT
from staffing.records.meetings.models import Meeting, UnifiedAnswer
from staffing.records.meetings.series import MeetingKind

STATES = (
    ("planned", gettext_lazy("Planned")),
    ("closed", gettext_lazy("Held")),
    ("cancelled", gettext_lazy("Called off")),
)


class MeetingFilter(django_filters.FilterSet):
    """By words, state, type, day."""

    q = django_filters.CharFilter(method="search", label=gettext_lazy("Title or minutes"))
    state = django_filters.ChoiceFilter(method="in_state", choices=STATES, label=gettext_lazy("State"))
    of_shifts = django_filters.BooleanFilter(
        field_name="shift_on", lookup_expr="isnull", exclude=True, label=gettext_lazy("Of a shift")
    )
    kind = django_filters.MultipleChoiceFilter(choices=MeetingKind.choices, label=gettext_lazy("Type"))
    day = django_filters.DateFromToRangeFilter(field_name="on", label=gettext_lazy("Day"))

    class Meta:
        model = Meeting
        fields: list[str] = []

    def search(self, rows: QuerySet[Meeting], name: str, value: str) -> QuerySet[Meeting]:
        return rows.filter(Q(title__icontains=value) | Q(minutes__icontains=value))

    def in_state(self, rows: QuerySet[Meeting], name: str, value: str) -> QuerySet[Meeting]:
        if value == "cancelled":
            return rows.filter(cancelled_at__isnull=False)
        return rows.filter(cancelled_at=None, closed_at__isnull=value == "planned")


class AnswerFilter(django_filters.FilterSet):
    """By words in question, answer and key words; withdrawn ones when asked for."""

    q = django_filters.CharFilter(method="search", label=gettext_lazy("Question or answer"))
    withdrawn = django_filters.BooleanFilter(
        field_name="withdrawn_at", lookup_expr="isnull", exclude=True, label=gettext_lazy("Withdrawn")
    )

    class Meta:
        model = UnifiedAnswer
        fields: list[str] = []

    def search(self, rows: QuerySet[UnifiedAnswer], name: str, value: str) -> QuerySet[UnifiedAnswer]:
        """Every word must occur; Chinese is found anywhere in the text."""
        for word in value.split():
            rows = rows.filter(
                Q(question__icontains=word) | Q(answer__icontains=word) | Q(tags__contains=[word])
            )
        return rows


def state(meeting: Meeting) -> tuple[str, str]:
    """The state as a badge."""
    if meeting.cancelled_at is not None:
        return _("Called off"), "grey"
    if meeting.closed_at is not None:
        return _("Held"), "green"
    return (_("Minutes are missing"), "yellow") if meeting.has_begun else (_("Planned"), "blue")


def answer_state(answer: UnifiedAnswer) -> tuple[str, str]:
    """Whether it still holds."""
    return (_("Withdrawn"), "grey") if answer.withdrawn_at else (_("In force"), "green")


MEETINGS = Listing(
    key="records.meetings",
    title=gettext_lazy("Meetings"),
    columns=(
        Column("title", gettext_lazy("Title"), lambda m: m.name, sort="title", link=lambda m: m.get_absolute_url(), wrap=True),
        Column("state", gettext_lazy("State"), state, kind="badge"),
        Column("kind", gettext_lazy("Type"), lambda m: m.get_kind_display(), sort="kind"),
        Column("starts_at", gettext_lazy("Start time"), lambda m: m.starts_at, kind="datetime", sort="starts_at"),
        Column("place", gettext_lazy("Place"), lambda m: m.place, sort="place"),
        Column("chair", gettext_lazy("Chair"), lambda m: m.chair, sort="chair__name"),
        Column("team", gettext_lazy("Team"), lambda m: m.team or m.site, sort="team__code"),
        Column("minutes", gettext_lazy("Minutes and decisions"), lambda m: m.minutes, wrap=True, default=False),
    ),
    ordering=("-starts_at", "-pk"),
    filterset=MeetingFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=gettext_lazy("No meetings yet"),
    empty_text=gettext_lazy("Meetings show here with agenda, who came, minutes and what was given to do."),
)  # fmt: skip

OF_SHIFTS = replace(
    MEETINGS,
    key="records.shift_meetings",
    title=gettext_lazy("Shift meetings"),
    empty_title=gettext_lazy("No shift meetings yet"),
    empty_text=gettext_lazy("Each shift of a published roster has its meetings here a day ahead."),
)

ANSWERS = Listing(
    key="records.answers",
    title=gettext_lazy("Unified answers"),
    columns=(
        Column("question", gettext_lazy("Question"), lambda a: a.question, sort="question", link=lambda a: a.get_absolute_url(), wrap=True),
        Column("answer", gettext_lazy("What everybody answers"), lambda a: a.answer, wrap=True),
        Column("tags", gettext_lazy("Key words"), lambda a: ", ".join(a.tags)),
        Column("state", gettext_lazy("State"), answer_state, kind="badge"),
        Column("published_at", gettext_lazy("Since"), lambda a: a.published_at, kind="datetime", sort="published_at"),
    ),
    ordering=("-published_at", "-pk"),
    filterset=AnswerFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=gettext_lazy("No unified answers yet"),
    empty_text=gettext_lazy("Answers that everybody gives to difficult questions show here, found by any word."),
)  # fmt: skip
