"""App configuration: rules, kinds, verbs, the bell, pages, API."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "callcenter.notifications"
    label = "notifications"

    def ready(self) -> None:
        from callcenter.notifications import rulebook_entries
        from callcenter.rulebook import registry as rulebook

        rulebook.register(*rulebook_entries.RULES)
