"""The list of certificates, for the page and the API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from complaints.remedies.certificates.models import CertificateState, DiscountCertificate
from complaints.remedies.duties.models import SUBJECT

COLOURS = {
    CertificateState.DRAFT: "yellow",
    CertificateState.SIGNED: "blue",
    CertificateState.ISSUED: "blue",
    CertificateState.CONFIRMED: "blue",
    CertificateState.FILED: "green",
    CertificateState.VOID: "grey",
}


def state(certificate: DiscountCertificate) -> tuple[str, str]:
    """The state as a badge; posted ones say so."""
    if certificate.is_posted:
        return str(pgettext_lazy("paper", "Posted")), "green"
    return certificate.get_state_display(), COLOURS[CertificateState(certificate.state)]


class CertificateFilter(django_filters.FilterSet):
    """By number or complaint, state, day, posted or not."""

    q = django_filters.CharFilter(method="search", label=_("Number or complaint"))
    state = django_filters.MultipleChoiceFilter(choices=CertificateState.choices, label=_("State"))
    drawn_at = django_filters.DateFromToRangeFilter(label=pgettext_lazy("paper", "Drawn up"))
    posted = django_filters.BooleanFilter(
        field_name="posted_at", lookup_expr="isnull", exclude=True, label=pgettext_lazy("paper", "Posted")
    )

    class Meta:
        model = DiscountCertificate
        fields: list[str] = []

    def search(
        self, rows: QuerySet[DiscountCertificate], name: str, value: str
    ) -> QuerySet[DiscountCertificate]:
        """Also by the number of the voucher."""
        words = value.strip()
        return rows.filter(
            Q(number__icontains=words) | Q(case__number__icontains=words) | Q(voucher_no__icontains=words)
        )


CERTIFICATES = Listing(
    key="remedies.certificates",
    title=_("Discount certificates"),
    columns=(
        Column(
            "number",
            pgettext_lazy("paper", "Number"),
            lambda c: c.number,
            sort="number",
            link=lambda c: c.get_absolute_url(),
        ),
        Column("complaint", _("Complaint"), lambda c: c.case.reference, sort="case__number"),
        Column("amount", pgettext_lazy("money", "Amount"), lambda c: c.amount, kind="number", sort="amount"),
        Column("state", _("State"), state, kind="badge", sort="state"),
        Column(
            "drawn_at",
            pgettext_lazy("paper", "Drawn up"),
            lambda c: c.drawn_at,
            kind="datetime",
            sort="drawn_at",
        ),
        Column("drawn_by", pgettext_lazy("paper", "Drawn up by"), lambda c: c.drawn_by, default=False),
        Column(
            "signed_at",
            pgettext_lazy("paper", "Signed"),
            lambda c: c.signed_at,
            kind="datetime",
            sort="signed_at",
            default=False,
        ),
        Column(
            "customer",
            _("Customer signed on"),
            lambda c: c.customer_signed_on,
            kind="date",
            sort="customer_signed_on",
        ),
        Column("voucher", _("Voucher number"), lambda c: c.voucher_no),
        Column("posting_on", _("Posting date"), lambda c: c.posting_on, kind="date", sort="posting_on"),
        Column("remedy", _("Remedy"), lambda c: c.remedy.get_kind_display(), default=False),
        Column("site", _("Site"), lambda c: c.site, sort="site__code", default=False),
    ),
    ordering=("-drawn_at", "-pk"),
    filterset=CertificateFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=_("No discount certificates yet"),
    empty_text=_("They are drawn up for discounts and compensations that were approved."),
)
