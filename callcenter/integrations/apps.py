"""App configuration: what API clients may do, rules, verbs, pages."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "callcenter.integrations"
    label = "integrations"

    def ready(self) -> None:
        from callcenter import objections
        from callcenter.access import permissions
        from callcenter.api import scopes
        from callcenter.audit import verbs
        from callcenter.integrations.clients import grants, schema, selectors, sentences
        from callcenter.integrations.webhooks import wiring as webhooks
        from callcenter.rulebook import registry as rulebook

        assert schema  # drf-spectacular finds what it says by import
        scopes.declare(*(allowance.scopes for allowance in grants.ALLOWANCES))
        permissions.provide_client_positions(selectors.position_of)
        objections.define(sentences.REFUSALS)
        verbs.define(sentences.VERBS)
        rulebook.register(*sentences.RULES)
        _offer_pages()
        webhooks.offer()


def _offer_pages() -> None:
    """The room's entries of the navigation."""
    from django.utils.translation import gettext_lazy as _

    from callcenter.integrations.clients.models import SUBJECT
    from callcenter.web.navigation import Area, Entry, Group, register

    register(
        Entry(
            Area.ADMIN,
            _("API clients"),
            "integrations:clients",
            "plug",
            SUBJECT,
            order=70,
            group=Group.CONNECTIONS,
        )
    )
