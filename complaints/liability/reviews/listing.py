"""The list of monthly reviews, for the page and the API."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from callcenter.web.listing import Column, Listing
from complaints.liability.access import SUBJECT
from complaints.liability.reviews.models import Review


def state(review: Review) -> tuple[str, str]:
    """The state as a badge."""
    if review.finished_at:
        return pgettext("review", "Finished"), "green"
    return pgettext("review", "Under way"), "yellow"


class ReviewFilter(django_filters.FilterSet):
    """By site, month, whether it is open."""

    site = django_filters.CharFilter(field_name="site__code", label=_("Site code"))
    month = django_filters.DateFilter(label=_("First day of the month"))
    is_open = django_filters.BooleanFilter(
        field_name="finished_at", lookup_expr="isnull", label=pgettext_lazy("review", "Under way")
    )

    class Meta:
        model = Review
        fields: list[str] = []


ALL = Listing(
    key="liability.reviews",
    title=_("Monthly review"),
    columns=(
        Column("month", _("Month"), lambda r: f"{r.month:%Y-%m}", sort="month", link=lambda r: r.get_absolute_url()),
        Column("site", _("Site"), lambda r: r.site, sort="site__code"),
        Column("state", _("State"), state, kind="badge"),
        Column("listed", _("Complaints"), lambda r: r.listed, kind="number", sort="listed"),
        Column("left", _("Without a verdict"), lambda r: r.left, kind="number", sort="left"),
        Column("due_at", _("Due"), lambda r: r.due_at, kind="datetime", sort="due_at"),
        Column("finished_at", pgettext_lazy("review", "Finished"), lambda r: r.finished_at, kind="datetime", sort="finished_at"),
        Column("finished_by", _("Finished by"), lambda r: r.finished_by.get_full_name() if r.finished_by else "", default=False),
    ),
    ordering=("-month", "-pk"),
    filterset=ReviewFilter,
    export_subject=SUBJECT,
    empty_title=_("No reviews yet"),
    empty_text=_("On the 1st the review of last month opens by itself, with every complaint that was closed."),
)  # fmt: skip
