"""Webhooks in trouble ring the bell of those who look after them: integrations lies below and offers the moment."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import MATRIX, Action, Scope
from callcenter.integrations.webhooks.models import SUBJECT, Endpoint
from callcenter.integrations.webhooks.troubles import Kind as TroubleKind
from callcenter.integrations.webhooks.troubles import Trouble
from callcenter.notifications.kinds import Email, Kind
from callcenter.notifications.services import notify
from callcenter.people.models import PostHolding

GIVEN_UP = Kind(
    "integrations.webhook_given_up",
    _("A message to another system was given up"),
    _("The webhook %(name)s did not take its messages for too long; some were given up."),
    email=Email.AT_ONCE,
    icon="webhook",
)
SWITCHED_OFF = Kind(
    "integrations.webhook_switched_off",
    _("A webhook was switched off"),
    _("The webhook %(name)s gets nothing more. %(why)s."),
    email=Email.AT_ONCE,
    icon="webhook",
)
KINDS = (GIVEN_UP, SWITCHED_OFF)
_OF_TROUBLE = {TroubleKind.GIVEN_UP: GIVEN_UP, TroubleKind.SWITCHED_OFF: SWITCHED_OFF}


def ring(trouble: Trouble) -> None:
    """Tell who may do something about it, in the transaction of the trouble."""
    endpoint = trouble.endpoint
    notify(
        _OF_TROUBLE[trouble.kind].key,
        recipients=keepers(endpoint),
        subject=endpoint,
        figures={"name": endpoint.name, "why": endpoint.get_off_display()},
        key=trouble.key,
    )


def keepers(endpoint: Endpoint) -> list[int]:
    """Log-ins whose posts let them edit the webhook today."""
    reach = {post: grants.get(Action.EDIT, Scope.NONE) for post, grants in MATRIX[SUBJECT].items()}
    everywhere = [post for post, scope in reach.items() if scope is Scope.ALL]
    there = [post for post, scope in reach.items() if scope is Scope.SITE]
    holdings = PostHolding.objects.filter(
        Q(post__code__in=everywhere) | Q(post__code__in=there, employee__site=endpoint.site_id),
        period__contains=endpoint.site.today(),
        employee__user__is_active=True,
    )
    return sorted(set(holdings.values_list("employee__user_id", flat=True)))
