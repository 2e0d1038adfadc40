"""App configuration."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "callcenter.integrations"
    label = "integrations"

    def ready(self) -> None:
        from callcenter.integrations.webhooks import wiring as webhooks

        webhooks.offer()
