"""The list of everything on the board, for the page and the API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from staffing.swaps.board.models import SUBJECT, Posting, PostingKind, PostingState
from staffing.swaps.board.telling import hours_text

COLOURS = {
    PostingState.ASKED: "yellow",
    PostingState.OPEN: "green",
    PostingState.FULL: "blue",
    PostingState.CLOSED: "grey",
    PostingState.REJECTED: "red",
    PostingState.WITHDRAWN: "grey",
}


def state(posting: Posting) -> tuple[str, str]:
    """The state as a badge."""
    return posting.get_state_display(), COLOURS[PostingState(posting.state)]


class PostingFilter(django_filters.FilterSet):
    """By kind, state, team, giver, day."""

    kind = django_filters.MultipleChoiceFilter(choices=PostingKind.choices, label=_("What"))
    state = django_filters.MultipleChoiceFilter(choices=PostingState.choices, label=_("State"))
    team = django_filters.CharFilter(field_name="team__code", label=_("Team code"))
    giver = django_filters.CharFilter(method="of_giver", label=_("Employee number of who gives it"))
    on = django_filters.DateFromToRangeFilter(label=_("Day"))

    class Meta:
        model = Posting
        fields: list[str] = []

    def of_giver(self, rows: QuerySet[Posting], name: str, value: str) -> QuerySet[Posting]:
        return rows.filter(giver__number__iexact=value)


def _taken(posting: Any) -> str:
    return f"{posting.taken}/{posting.places}"


ALL = Listing(
    key="swaps.postings",
    title=_("The board"),
    columns=(
        Column("number", pgettext_lazy("board", "Number"), lambda p: p.number, sort="pk", link=lambda p: p.get_absolute_url()),
        Column("kind", pgettext_lazy("board", "What"), lambda p: p.get_kind_display(), sort="kind"),
        Column("on", _("Day"), lambda p: p.on, kind="date", sort="on"),
        Column("times", _("Times"), hours_text),
        Column("offered_to", _("Offered to"), lambda p: p.team or p.department),
        Column("giver", _("From"), lambda p: p.giver, sort="giver__name"),
        Column("taken", _("Taken"), _taken, sort="taken"),
        Column("state", _("State"), state, kind="badge", sort="state"),
        Column("reason", _("Reason"), lambda p: p.reason, wrap=True, default=False),
        Column("posted_at", _("Posted"), lambda p: p.posted_at, kind="datetime", sort="posted_at"),
        Column("posted_by", _("Posted by"), lambda p: p.posted_by, default=False),
    ),
    ordering=("-starts_at", "-pk"),
    filterset=PostingFilter,
    export_subject=SUBJECT,
    empty_title=_("Nothing on the board"),
    empty_text=_("Covers, open shifts and offers of overtime or time off show here."),
)  # fmt: skip
