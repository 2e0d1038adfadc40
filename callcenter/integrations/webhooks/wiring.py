"""What webhooks offer to the rest: events heard, rules, sentences, pages, API. Called once, in ready()."""

from django.utils.translation import gettext_lazy as _

from callcenter import objections
from callcenter.api import registry as api
from callcenter.audit import verbs
from callcenter.integrations import events
from callcenter.integrations.webhooks import catalogue, outbox, rulebook_entries, sentences, todo, watching
from callcenter.integrations.webhooks.models import SUBJECT
from callcenter.rulebook import registry as rules
from callcenter.web import today
from callcenter.web.navigation import Area, Entry, Group, register


def offer() -> None:
    """Register everything of this part of the room."""
    catalogue.define()
    events.hear(outbox.write)
    rules.register(*rulebook_entries.RULES)
    objections.define(sentences.REFUSALS)
    verbs.define(sentences.VERBS)
    today.register_todo(todo.in_trouble)
    watching.register()
    register(
        Entry(
            Area.ADMIN,
            _("Webhooks"),
            "integrations:webhooks",
            icon="webhook",
            subject=SUBJECT,
            order=71,
            group=Group.CONNECTIONS,
        )
    )
    for nouns, view in (("webhooks", "EndpointViewSet"), ("webhook-deliveries", "DeliveryViewSet")):
        api.register(f"integrations/{nouns}", f"callcenter.integrations.webhooks.api.{view}")
