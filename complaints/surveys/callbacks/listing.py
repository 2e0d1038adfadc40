"""The list of callbacks, for the page and the API."""

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.web.listing import Column, Listing
from complaints.customers.masking import masked_name
from complaints.surveys import wording
from complaints.surveys.callbacks.models import CALLED_AT, Callback, CallbackState
from complaints.surveys.ratings.models import SUBJECT


class CallbackFilter(django_filters.FilterSet):
    """By number, state, who calls, due day, whether it was made by then."""

    q = django_filters.CharFilter(method="search", label=_("Number or complaint"))
    state = django_filters.MultipleChoiceFilter(choices=CallbackState.choices, label=_("State"))
    owner = django_filters.CharFilter(
        field_name="owner__number", lookup_expr="iexact", label=_("Employee number")
    )
    due_at = django_filters.DateFromToRangeFilter(label=_("Due"))
    on_time = django_filters.BooleanFilter(method="made_in_time", label=_("Made on time"))
    site = django_filters.CharFilter(field_name="site__code", label=_("Code of the site"))

    class Meta:
        model = Callback
        fields: list[str] = []

    def search(self, rows: QuerySet[Callback], name: str, value: str) -> QuerySet[Callback]:
        found = Q(case__number__istartswith=value.strip()) | Q(case__title__icontains=value)
        number = value.strip().upper().removeprefix("CB-").lstrip("0")
        if number.isascii() and number.isdigit() and len(number) < 18:
            found |= Q(pk=int(number))
        return rows.filter(found)

    def made_in_time(self, rows: QuerySet[Callback], name: str, value: bool) -> QuerySet[Callback]:
        """As the report counts: called by the deadline, or not though it has passed."""
        rows = rows.annotate(called_at=CALLED_AT)
        in_time = rows.filter(called_at__lte=F("due_at"))
        return (
            in_time if value else rows.filter(due_at__lt=timezone.now()).exclude(pk__in=in_time.values("pk"))
        )


CALLBACKS = Listing(
    key="surveys.callbacks",
    title=_("Callbacks"),
    columns=(
        Column("number", pgettext_lazy("callback", "Number"), lambda c: c.number, sort="pk", link=lambda c: c.get_absolute_url()),
        Column("case", _("Complaint"), lambda c: c.case.reference, sort="case__number"),
        Column("title", _("In one line"), lambda c: c.case.title, wrap=True),
        Column("customer", _("Customer"), lambda c: masked_name(c.case.contact_name or getattr(c.case.customer, "name", ""))),
        Column("owner", pgettext_lazy("callback", "Calls"), lambda c: c.owner, sort="owner__name"),
        Column("next_at", _("Call next"), lambda c: c.next_at, kind="datetime", sort="next_at"),
        Column("due_at", _("Due"), lambda c: c.due_at, kind="datetime", sort="due_at"),
        Column("state", _("State"), wording.callback_state, kind="badge", sort="state"),
        Column("loop", _("Round"), lambda c: c.loop, kind="number", sort="loop"),
        Column("missed", _("Attempts without reaching"), lambda c: c.missed, kind="number", default=False),
        Column("done_at", _("Done"), lambda c: c.done_at, kind="datetime", sort="done_at", default=False),
    ),
    ordering=("next_at", "pk"),
    filterset=CallbackFilter,
    export_subject=SUBJECT,
    peek=True,
    empty_title=_("Nobody to call back"),
    empty_text=_("Every complaint that is closed shows here until its customer was called back."),
)  # fmt: skip
