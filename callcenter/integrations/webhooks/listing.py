"""The lists of webhooks and of their deliveries."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from callcenter.audit.filters import DateRange
from callcenter.integrations import events
from callcenter.integrations.webhooks.models import SUBJECT, Delivery, Endpoint, Off, State
from callcenter.integrations.webhooks.services import TEST
from callcenter.web.listing import Column, Listing

COLOURS = {
    State.WAITING: "blue",
    State.SENDING: "blue",
    State.DELIVERED: "green",
    State.DEAD: "red",
    State.DROPPED: "grey",
}


def health(endpoint: Endpoint) -> tuple[str, str]:
    """How the endpoint is doing, as a badge."""
    if endpoint.off == Off.PERSON:
        return str(_("Off")), "grey"
    if not endpoint.is_on:
        return str(_("Switched off by trouble")), "red"
    if endpoint.failures:
        return str(_("Failing")), "yellow"
    return (str(_("Works")), "green") if endpoint.succeeded_at else (str(_("Nothing sent yet")), "blue")


def state_badge(delivery: Delivery) -> tuple[str, str]:
    """The delivery's state, as a badge; one that waits after a failure is being tried again."""
    state = State(delivery.state)
    if state is State.WAITING and delivery.attempt:
        return str(_("Being tried again")), "yellow"
    return str(state.label), COLOURS[state]


def type_title(verb: str) -> str:
    """The event's title; its bare code where no room declares it any more."""
    if verb == TEST:
        return str(_("Test"))
    found = events.find(verb)
    return str(found.title) if found else verb


def _events_words(endpoint: Endpoint) -> str:
    count = len(endpoint.events)
    return ngettext("%(count)s event", "%(count)s events", count) % {"count": count}


ENDPOINTS = Listing(
    key="integrations.webhooks",
    title=_("Webhooks"),
    columns=(
        Column("name", _("Name"), str, sort="name", link=Endpoint.get_absolute_url),
        Column("address", _("Address"), lambda one: one.address, wrap=True),
        Column("events", _("Events"), _events_words),
        Column("state", _("State"), health, "badge"),
        Column("succeeded", _("Last success"), lambda one: one.succeeded_at, "datetime", sort="succeeded_at"),
        Column("failing", _("Failing since"), lambda one: one.failing_since, "datetime", default=False),
        Column("created", _("Made at"), lambda one: one.created_at, "datetime", default=False),
    ),
    ordering=("name", "id"),
    peek=True,
    export_subject=SUBJECT,
    empty_title=_("No other system is told of anything yet"),
    empty_text=_("A webhook sends chosen events to the address of another system as they happen, signed."),
)


def _types() -> list[tuple[str, str]]:
    return [*events.titles(), (TEST, str(_("Test")))]


class DeliveryFilter(django_filters.FilterSet):
    """Which webhook, which event, how it ended, what was answered, when."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    endpoint = django_filters.ModelChoiceFilter(
        label=_("Webhook"), queryset=Endpoint.objects.none(), empty_label=_("all")
    )
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=State.choices)
    type = django_filters.ChoiceFilter(label=_("Event"), choices=lazy(_types, list)(), empty_label=_("all"))
    last_status = django_filters.NumberFilter(label=_("HTTP status of the last answer"))
    at = django_filters.DateFromToRangeFilter(label=_("Time"), field_name="created_at", widget=DateRange)

    class Meta:
        model = Delivery
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = getattr(self.request, "user", None)
        self.filters["endpoint"].queryset = Endpoint.objects.visible_to(user).order_by("name")

    def search(self, queryset: QuerySet[Delivery], name: str, value: str) -> QuerySet[Delivery]:
        """By message id or by what is in the body."""
        return (
            queryset.filter(message_id=value)
            if value.startswith("msg_")
            else queryset.filter(body__icontains=value)
        )


DELIVERIES = Listing(
    key="integrations.deliveries",
    title=_("Webhook deliveries"),
    columns=(
        Column(
            "created_at", _("Time"), lambda one: one.created_at, "datetime", link=Delivery.get_absolute_url
        ),
        Column("type", _("Event"), lambda one: type_title(one.type)),
        Column(
            "endpoint",
            _("Webhook"),
            lambda one: one.endpoint.name,
            link=lambda one: reverse("integrations:webhook", args=[one.endpoint_id]),
        ),
        Column("state", _("State"), state_badge, "badge"),
        Column("status", _("HTTP status"), lambda one: one.last_status, "number"),
        Column("attempts", _("Attempts"), lambda one: one.attempt, "number"),
        Column(
            "next",
            _("Next attempt"),
            lambda one: one.due_at if one.state == State.WAITING else None,
            "datetime",
            default=False,
        ),
        Column("ended", _("Ended at"), lambda one: one.ended_at, "datetime", default=False),
        Column("message", _("Message"), lambda one: one.message_id, default=False),
    ),
    ordering=("-id",),
    filterset=DeliveryFilter,
    keyset=True,
    peek=True,
    export_subject=SUBJECT,
    empty_title=_("Nothing was sent yet"),
    empty_text=_("Each event that a webhook is told of shows up here with every attempt and its answer."),
)
