"""The service register as a list, for the page and the API. Customers are masked in it and in its file."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from callcenter.web.listing import Column, Listing
from complaints.customers.masking import last_four, masked_name
from complaints.serviceorders import wording
from complaints.serviceorders.models import SUBJECT, ServiceOrder
from complaints.serviceorders.states import Category, OffSite, State


class ServiceOrderFilter(django_filters.FilterSet):
    """By voucher, state, category, technician, day."""

    q = django_filters.CharFilter(method="search", label=_("Voucher, product or customer"))
    state = django_filters.MultipleChoiceFilter(choices=State.choices, label=_("State"))
    category = django_filters.MultipleChoiceFilter(choices=Category.choices, label=_("Category"))
    off_site = django_filters.MultipleChoiceFilter(choices=OffSite.choices, label=_("Service elsewhere"))
    is_priority = django_filters.BooleanFilter(label=_("First in line"))
    technician = django_filters.CharFilter(
        field_name="technician__number", lookup_expr="iexact", label=_("Technician’s number")
    )
    registered_at = django_filters.DateFromToRangeFilter(label=_("Registered"))

    class Meta:
        model = ServiceOrder
        fields: list[str] = []

    def search(self, rows: QuerySet[ServiceOrder], name: str, value: str) -> QuerySet[ServiceOrder]:
        text = value.strip()
        return rows.filter(
            Q(voucher__istartswith=text) | Q(product_model__icontains=text) | Q(customer_name__icontains=text)
        )


ORDERS = Listing(
    key="serviceorders.orders",
    title=_("Service register"),
    columns=(
        Column("voucher", _("Service voucher"), lambda o: o.voucher, sort="voucher", link=lambda o: o.get_absolute_url()),
        Column("registered_at", _("Registered"), lambda o: o.registered_at, kind="datetime", sort="registered_at"),
        Column("category", _("Category"), lambda o: o.get_category_display(), sort="category"),
        Column("customer", _("Customer"), lambda o: masked_name(o.customer_name)),
        Column("product_model", _("Product model"), lambda o: o.product_model, sort="product_model"),
        Column("wanted", _("What is wanted"), lambda o: o.wanted, wrap=True, default=False),
        Column("state", _("State"), wording.state, kind="badge", sort="state"),
        Column("is_priority", _("First in line"), lambda o: o.is_priority, kind="bool", sort="is_priority"),
        Column("technician", _("Technician"), lambda o: o.technician, sort="technician__name"),
        Column("visit_at", _("Visit planned"), lambda o: o.visit_at, kind="datetime", sort="visit_at"),
        Column("off_site", _("Service elsewhere"), wording.off_site, kind="badge", sort="off_site", default=False),
        Column("fee", _("Fee"), lambda o: o.fee, kind="number", sort="fee", default=False),
        Column("travel_cost", _("Travel cost"), lambda o: o.travel_cost, kind="number", sort="travel_cost", default=False),
        Column("phone", _("Phone"), lambda o: last_four(o.phone), default=False),
        Column("finished_at", _("Finished"), lambda o: o.finished_at, kind="datetime", sort="finished_at", default=False),
    ),
    ordering=("-registered_at", "-pk"),
    filterset=ServiceOrderFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=_("The register is empty"),
    empty_text=_("Every customer who wants somebody to come is registered here at once."),
)  # fmt: skip
