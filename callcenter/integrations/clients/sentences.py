"""The sentences of API clients: refusals, the trail, rules."""

import datetime

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.integrations.clients.services import OVERLAP
from callcenter.integrations.clients.throttling import RATE
from callcenter.rulebook.registry import Kind, Rule

REFUSALS = {
    "integrations.client_name_taken": _("There is already an API client called %(name)s."),
    "integrations.client_needs_scope": _("Choose at least one scope."),
    "integrations.client_unknown_scope": _("There are no such scopes: %(scopes)s."),
    "integrations.client_needs_site": _("Choose at least one site, or every site."),
    "integrations.client_is_disabled": _("%(name)s is out of use already."),
    "integrations.client_is_enabled": _("%(name)s is in use already."),
}
VERBS = {
    "integrations.client.registered": _("registered the API client %(subject)s"),
    "integrations.client.changed": _("changed the API client %(subject)s"),
    "integrations.client.secret_rotated": _("gave the API client %(subject)s a new secret"),
    "integrations.client.disabled": _("took the API client %(subject)s out of use"),
    "integrations.client.enabled": _("put the API client %(subject)s into use again"),
}
ADMINISTRATORS = frozenset({PostCode.SYSADMIN})
RULES = (
    Rule(
        RATE,
        Kind.INTEGER,
        600,
        _("An API client may make %(value)s requests a minute."),
        minimum=10,
        maximum=100_000,
        editable_by=ADMINISTRATORS,
    ),
    Rule(
        OVERLAP,
        Kind.DURATION,
        datetime.timedelta(hours=24),
        _("After a rotation the old secret of an API client stays valid for %(value)s."),
        minimum=datetime.timedelta(hours=1),
        maximum=datetime.timedelta(days=7),
        editable_by=ADMINISTRATORS,
    ),
)
