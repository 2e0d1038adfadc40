"""The list of one's notifications."""

import django_filters
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from callcenter.notifications import kinds
from callcenter.notifications.messages.models import Message
from callcenter.web.listing import BulkAction, Column, Listing


class MessageFilter(django_filters.FilterSet):
    """Unread ones, by type, by when."""

    unread = django_filters.BooleanFilter(method="by_unread", label=_("Unread"))
    kind = django_filters.MultipleChoiceFilter(choices=kinds.titles, label=_("Type"))
    created_at = django_filters.DateFromToRangeFilter(label=_("Time"))

    class Meta:
        model = Message
        fields: list[str] = []

    def by_unread(self, queryset: QuerySet[Message], name: str, value: bool) -> QuerySet[Message]:
        return queryset.filter(read_at__isnull=value)


def _state(message: Message) -> tuple[str, str]:
    return (str(_("Read")), "grey") if message.is_read else (str(_("Unread")), "blue")


MESSAGES = Listing(
    key="notifications.messages",
    title=_("Notifications"),
    columns=(
        Column(
            "sentence",
            _("Notification"),
            lambda message: message.shown,
            link=lambda message: message.get_absolute_url(),
            wrap=True,
        ),
        Column("kind", _("Type"), lambda message: str(message.about.title)),
        Column("at", _("Time"), lambda message: message.created_at, "datetime"),
        Column("state", _("State"), _state, "badge"),
        Column("read_at", _("Read at"), lambda message: message.read_at, "datetime", default=False),
    ),
    ordering=("-pk",),
    filterset=MessageFilter,
    keyset=True,
    bulk=(
        BulkAction(_("Mark as read"), reverse_lazy("notifications:mark_read"), icon="mail-opened"),
        BulkAction(_("Mark as unread"), reverse_lazy("notifications:mark_unread"), icon="mail"),
    ),
    empty_title=_("No notifications yet"),
    empty_text=_("Deadlines, answers to your requests and finished work show up here and in the bell."),
)
