"""App configuration: measures, importers, navigation, to-dos, API."""

from django.apps import AppConfig


class TelephonyConfig(AppConfig):
    name = "callcenter.telephony"
    label = "telephony"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter.api import registry as api
        from callcenter.files.imports import registry as imports
        from callcenter.measures import registry as measures
        from callcenter.telephony import sentences
        from callcenter.telephony.agents import todo
        from callcenter.telephony.days import today as days
        from callcenter.telephony.feeds import importers
        from callcenter.telephony.measures import BASES, MEASURES
        from callcenter.web import navigation, today

        sentences.define()

        measures.register_bases(*BASES)
        measures.register(*MEASURES)
        imports.register(
            importers.CallImporter(),
            importers.QueueIntervalImporter(),
            importers.AgentIntervalImporter(),
            importers.QueueLogImporter(),
        )
        reports, admin = navigation.Area.REPORTS, navigation.Area.ADMIN
        navigation.register(
            navigation.Entry(reports, _("Calls"), "telephony:calls", icon="phone", subject="telephony.call"),
            navigation.Entry(
                admin,
                _("Days loaded"),
                "telephony:days",
                icon="calendar-stats",
                subject="telephony.import",
                order=40,
            ),
            navigation.Entry(
                admin,
                _("Switch agents"),
                "telephony:agents",
                icon="headset",
                subject="telephony.import",
                order=41,
            ),
            navigation.Entry(
                admin,
                _("Queues"),
                "telephony:queues",
                icon="list-numbers",
                subject="telephony.import",
                order=42,
            ),
            navigation.Entry(
                admin,
                _("Call types"),
                "telephony:call_types",
                icon="tags",
                subject="telephony.import",
                order=43,
            ),
        )
        today.register_todo(todo.unknown)
        today.register_panel(days.loaded, posts=days.POSTS, order=30)
        today.register_panel(days.unnamed, posts=days.NAMERS, order=42)
        api.register("telephony/calls", "callcenter.telephony.calls.api.CallViewSet", "telephony-call")
        api.register("telephony/queues", "callcenter.telephony.queues.api.QueueViewSet", "telephony-queue")
        api.register(
            "telephony/call-types",
            "callcenter.telephony.call_types.api.CallTypeViewSet",
            "telephony-call-type",
        )
        api.register(
            "telephony/switch-agents",
            "callcenter.telephony.agents.api.SwitchAgentViewSet",
            "telephony-switch-agent",
        )
