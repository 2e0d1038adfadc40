"""App configuration: listens for changed facts."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    label = "reports"

    def ready(self) -> None:
        from callcenter.telephony.facts import changes
        from reports.rollups import services

        changes.on_days_changed(services.facts_changed)
