"""The list of API clients: its columns and words."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from callcenter.integrations.clients.models import Client
from callcenter.web.listing import Column, Listing


class ClientFilter(django_filters.FilterSet):
    """By name or ID, and whether it is in use."""

    q = django_filters.CharFilter(method="search", label=_("Search"))
    is_active = django_filters.BooleanFilter(label=_("In use"))

    class Meta:
        model = Client
        fields: list[str] = []

    def search(self, rows: QuerySet[Client], name: str, text: str) -> QuerySet[Client]:
        return rows.filter(Q(name__icontains=text) | Q(client_id__icontains=text))


def state(client: Client) -> tuple[str, str]:
    """What stands, in a word with its colour."""
    if not client.is_active:
        return gettext("Out of use"), "grey"
    if client.previous_secret_until and client.previous_secret_until > timezone.now():
        return gettext("Two secrets valid"), "yellow"
    return gettext("In use"), "green"


def sites_of(client: Client) -> str:
    """Where it may act."""
    if client.is_everywhere:
        return gettext("every site")
    return gettext(", ").join(str(site) for site in client.sites.all())


def _link(client: Any) -> str:
    return str(client.get_absolute_url())


LISTING = Listing(
    key="integrations.clients",
    title=_("API clients"),
    columns=(
        Column("name", _("Name"), lambda client: client.name, sort="name", link=_link),
        Column("client_id", _("Client ID"), lambda client: client.client_id, sort="client_id"),
        Column("state", _("State"), state, "badge"),
        Column("sites", _("Sites"), sites_of),
        Column("scopes", _("Scopes"), lambda client: ", ".join(client.scopes), wrap=True),
        Column("last_used_at", _("Last used"), lambda client: client.last_used_at, "datetime"),
        Column(
            "secret_made_at",
            _("Secret made"),
            lambda client: client.secret_made_at,
            "datetime",
            default=False,
        ),
    ),
    ordering=("name", "id"),
    filterset=ClientFilter,
    empty_title=_("No other system calls the API yet"),
    empty_text=_(
        "Register a client: it gets an ID and a secret, and may do what its scopes say at its sites."
    ),
)
