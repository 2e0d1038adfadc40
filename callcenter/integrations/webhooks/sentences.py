"""The sentences of webhooks: refusals and the trail."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "webhooks.address_malformed": _("This is no web address."),
    "webhooks.address_with_login": _("The address may hold no user name, password or #fragment."),
    "webhooks.address_not_https": _("The address must begin with https://."),
    "webhooks.address_unknown": _("The name server does not know %(host)s."),
    "webhooks.address_private": _(
        "%(host)s leads into a private network. Whoever runs this server may allow that network."
    ),
    "webhooks.no_name": _("Give the webhook a name."),
    "webhooks.name_taken": _("There is a webhook “%(name)s” at this site."),
    "webhooks.no_events": _("Choose at least one event."),
    "webhooks.unknown_events": _("There is no event %(events)s."),
    "webhooks.unreadable": _("Your scopes do not let you read what %(events)s tells."),
    "webhooks.off_already": _("The webhook is switched off already."),
    "webhooks.on_already": _("The webhook is switched on already."),
    "webhooks.is_off": _("The webhook “%(name)s” is switched off; switch it on first."),
    "webhooks.still_open": _("The message %(message)s is still being tried."),
    "webhooks.none_chosen": _("Choose at least one delivery that is no longer being tried."),
}

VERBS = {
    "integrations.webhook.created": _("made the webhook %(subject)s"),
    "integrations.webhook.changed": _("changed the webhook %(subject)s"),
    "integrations.webhook.secret_changed": _("changed the secret of the webhook %(subject)s"),
    "integrations.webhook.switched_off": _("switched the webhook %(subject)s off"),
    "integrations.webhook.switched_on": _("switched the webhook %(subject)s on"),
    "integrations.webhook.removed": _("removed the webhook %(subject)s"),
    "integrations.webhook.tested": _("sent a test to the webhook %(subject)s"),
    "integrations.webhook_delivery.redelivered": _("had the webhook message %(subject)s sent again"),
}
