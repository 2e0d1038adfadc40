"""The list of deliveries, for those who look after them: to whom and how it went, never what was said."""

import django_filters
from django.utils.translation import gettext_lazy as _

from callcenter.notifications import kinds
from callcenter.notifications.delivery.models import Delivery, State, Way
from callcenter.web.listing import Column, Listing


class DeliveryFilter(django_filters.FilterSet):
    """By state, channel, type and when it was planned; by the recipient's user name."""

    q = django_filters.CharFilter(
        field_name="message__recipient__username", lookup_expr="iexact", label=_("User name")
    )
    state = django_filters.MultipleChoiceFilter(choices=State.choices, label=_("State"))
    way = django_filters.ChoiceFilter(choices=Way.choices, label=_("Channel"))
    kind = django_filters.MultipleChoiceFilter(
        field_name="message__kind", choices=kinds.titles, label=_("Type")
    )
    created_at = django_filters.DateFromToRangeFilter(label=_("Planned at"))

    class Meta:
        model = Delivery
        fields: list[str] = []


def recipient(delivery: Delivery) -> str:
    """The person's name, or the chat channel's."""
    message = delivery.message
    return message.recipient.get_full_name() if message.recipient else str(message.chat)


DELIVERIES = Listing(
    key="notifications.deliveries",
    title=_("Deliveries"),
    columns=(
        Column("pk", _("Delivery"), lambda row: str(row.pk), link=lambda row: row.get_absolute_url()),
        Column("kind", _("Type"), lambda row: str(row.message.about.title)),
        Column("to", _("To"), recipient),
        Column("way", _("Channel"), lambda row: row.get_way_display()),
        Column("state", _("State"), lambda row: row.badge, "badge"),
        Column("attempts", _("Attempts"), lambda row: row.attempt or None, "number"),
        Column("due_at", _("Due at"), lambda row: row.due_at, "datetime"),
        Column("ended_at", _("Ended at"), lambda row: row.ended_at, "datetime", default=False),
        Column("created_at", _("Planned at"), lambda row: row.created_at, "datetime", default=False),
        Column("error", _("Why not"), lambda row: row.why, wrap=True),
    ),
    ordering=("-pk",),
    filterset=DeliveryFilter,
    keyset=True,
    empty_title=_("Nothing was delivered yet"),
    empty_text=_(
        "E-mails and chat posts about notifications show up here with how they went. The bell needs no delivery."
    ),
)
