"""App configuration: measures, importers."""

from django.apps import AppConfig


class TelephonyConfig(AppConfig):
    name = "callcenter.telephony"
    label = "telephony"

    def ready(self) -> None:
        from callcenter.files.imports import registry as imports
        from callcenter.measures import registry as measures
        from callcenter.telephony.feeds import importers
        from callcenter.telephony.measures import BASES, MEASURES

        measures.register_bases(*BASES)
        measures.register(*MEASURES)
        imports.register(
            importers.CallImporter(),
            importers.QueueIntervalImporter(),
            importers.AgentIntervalImporter(),
            importers.QueueLogImporter(),
        )
