"""App configuration: rules, kinds, verbs, the bell, pages, API."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "callcenter.notifications"
    label = "notifications"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter import objections
        from callcenter.api import registry as api
        from callcenter.audit import verbs
        from callcenter.files.jobs import registry as jobs
        from callcenter.integrations.webhooks import troubles
        from callcenter.notifications import (
            doctor,
            file_jobs,
            kinds,
            rule_changes,
            rulebook_entries,
            sentences,
            watching,
            webhook_troubles,
        )
        from callcenter.notifications.messages.bell import bell
        from callcenter.rulebook import changes
        from callcenter.rulebook import registry as rulebook
        from callcenter.web import bell as web_bell

        rulebook.register(*rulebook_entries.RULES)
        verbs.define(sentences.VERBS)
        objections.define(sentences.REFUSALS)
        web_bell.provide(bell)
        watching.register()
        kinds.define(*file_jobs.KINDS, room=_("Imports and exports"))
        jobs.on_stopped(file_jobs.ring)
        kinds.define(rule_changes.CHANGED, room=_("Rulebook"))
        changes.on_value_changed(rule_changes.tell)
        doctor.register()
        kinds.define(*webhook_troubles.KINDS, room=_("Other systems"))
        troubles.on_trouble(webhook_troubles.ring)
        api.register(
            "notifications/messages",
            "callcenter.notifications.messages.api.NotificationViewSet",
            "notifications-message",
        )
        _offer_pages()


def _offer_pages() -> None:
    """The room's entries of the navigation."""
    from django.utils.translation import gettext_lazy as _

    from callcenter.notifications.access import CHANNEL, DELIVERY
    from callcenter.web.navigation import Area, Entry, Group, register

    register(
        Entry(
            Area.TODAY,
            _("Notifications"),
            "notifications:messages",
            "bell",
            order=80,
        ),
        Entry(
            Area.ADMIN,
            _("Chat channels"),
            "notifications:channels",
            "messages",
            CHANNEL,
            order=60,
            group=Group.CONNECTIONS,
        ),
        Entry(
            Area.ADMIN,
            _("Deliveries"),
            "notifications:deliveries",
            "send",
            DELIVERY,
            order=61,
            group=Group.CONNECTIONS,
        ),
    )
