"""The list of return slips, for the page and the API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from complaints.remedies.duties.models import SUBJECT
from complaints.remedies.slips.models import ReturnSlip, SlipState

COLOURS = {
    SlipState.DRAFT: "yellow",
    SlipState.SIGNED: "blue",
    SlipState.SENT: "blue",
    SlipState.RECEIVED: "blue",
    SlipState.HANDED_ON: "blue",
    SlipState.POSTED: "green",
    SlipState.VOID: "grey",
}


def state(slip: ReturnSlip) -> tuple[str, str]:
    """The state as a badge."""
    return slip.get_state_display(), COLOURS[SlipState(slip.state)]


class SlipFilter(django_filters.FilterSet):
    """By number or complaint, state, day."""

    q = django_filters.CharFilter(method="search", label=_("Number or complaint"))
    state = django_filters.MultipleChoiceFilter(choices=SlipState.choices, label=_("State"))
    drawn_at = django_filters.DateFromToRangeFilter(label=pgettext_lazy("paper", "Drawn up"))

    class Meta:
        model = ReturnSlip
        fields: list[str] = []

    def search(self, rows: QuerySet[ReturnSlip], name: str, value: str) -> QuerySet[ReturnSlip]:
        """Also by the number of the voucher."""
        words = value.strip()
        return rows.filter(
            Q(number__icontains=words) | Q(case__number__icontains=words) | Q(voucher_no__icontains=words)
        )


SLIPS = Listing(
    key="remedies.slips",
    title=_("Return slips"),
    columns=(
        Column(
            "number",
            pgettext_lazy("paper", "Number"),
            lambda s: s.number,
            sort="number",
            link=lambda s: s.get_absolute_url(),
        ),
        Column("complaint", _("Complaint"), lambda s: s.case.reference, sort="case__number"),
        Column("product", _("Product"), lambda s: s.case.product, default=False),
        Column("quantity", _("Quantity"), lambda s: s.quantity, kind="number", sort="quantity"),
        Column(
            "received",
            pgettext_lazy("goods", "Received"),
            lambda s: s.received_quantity,
            kind="number",
            sort="received_quantity",
        ),
        Column("state", _("State"), state, kind="badge", sort="state"),
        Column(
            "drawn_at",
            pgettext_lazy("paper", "Drawn up"),
            lambda s: s.drawn_at,
            kind="datetime",
            sort="drawn_at",
        ),
        Column("drawn_by", pgettext_lazy("paper", "Drawn up by"), lambda s: s.drawn_by, default=False),
        Column("voucher", _("Voucher number"), lambda s: s.voucher_no),
        Column("posting_on", _("Posting date"), lambda s: s.posting_on, kind="date", sort="posting_on"),
        Column("remedy", _("Remedy"), lambda s: s.remedy.get_kind_display(), default=False),
        Column("site", _("Site"), lambda s: s.site, sort="site__code", default=False),
    ),
    ordering=("-drawn_at", "-pk"),
    filterset=SlipFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=_("No return slips yet"),
    empty_text=_("They are drawn up for goods that come back or are processed again."),
)
