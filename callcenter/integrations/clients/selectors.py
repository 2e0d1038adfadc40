"""Reads of API clients."""

from callcenter.access.permissions import Position
from callcenter.accounts.models import User
from callcenter.integrations.clients.models import Client


def position_of(user: User) -> Position:
    """Where a client's log-in stands outside of a request, such as in the worker that runs its import: on all its scopes."""
    client = Client.objects.filter(user=user).prefetch_related("sites").first()
    return client.position() if client else Position()
