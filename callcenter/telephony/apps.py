"""App configuration: measures, importers, navigation, to-dos, API."""

from functools import partial

from django.apps import AppConfig


class TelephonyConfig(AppConfig):
    name = "callcenter.telephony"
    label = "telephony"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter.files.imports import registry as imports
        from callcenter.integrations import events
        from callcenter.measures import registry as measures
        from callcenter.telephony import operation, sentences
        from callcenter.telephony.agents import todo
        from callcenter.telephony.days import today as days
        from callcenter.telephony.feeds import importers
        from callcenter.telephony.measures import BASES, MEASURES
        from callcenter.web import today

        sentences.define()
        events.define("telephony.days.loaded", _("Days of calls were loaded"))

        measures.register_bases(*BASES)
        measures.register(*MEASURES)
        imports.register(
            importers.CallImporter(),
            importers.QueueIntervalImporter(),
            importers.AgentIntervalImporter(),
            importers.QueueLogImporter(),
        )
        today.register_todo(todo.unknown)
        today.register_panel(days.loaded, posts=days.POSTS, order=30)
        today.register_panel(days.unnamed, posts=days.NAMERS, order=42)
        operation.register()
        _offer_pages()
        _offer_api()


def _offer_pages() -> None:
    """The room's entries of the navigation."""
    from django.utils.translation import gettext_lazy as _

    from callcenter.web.navigation import Area, Entry, Group, register

    admin = partial(Entry, Area.ADMIN, subject="telephony.import", group=Group.DATA)
    register(
        Entry(Area.REPORTS, _("Calls"), "telephony:calls", icon="phone", subject="telephony.call"),
        Entry(
            Area.REPORTS,
            _("Interval statistics"),
            "telephony:queue_intervals",
            icon="chart-histogram",
            subject="telephony.queue_interval",
        ),
        Entry(
            Area.REPORTS,
            _("Agent states"),
            "telephony:agent_intervals",
            icon="timeline",
            subject="telephony.agent_interval",
        ),
        admin(_("Days loaded"), "telephony:days", icon="calendar-stats", order=40),
        admin(_("Switch agents"), "telephony:agents", icon="headset", order=41),
        admin(_("Queues"), "telephony:queues", icon="list-numbers", order=42),
        admin(_("Call types"), "telephony:call_types", icon="tags", order=43),
    )


def _offer_api() -> None:
    """The room's nouns at /api/v1/telephony/."""
    from callcenter.api import registry

    for nouns, view, name in (
        ("calls", "calls.api.CallViewSet", "call"),
        ("queue-intervals", "intervals.api.QueueIntervalViewSet", "queue-interval"),
        ("agent-intervals", "intervals.api.AgentIntervalViewSet", "agent-interval"),
        ("days", "days.api.DayLoadViewSet", "day"),
        ("queues", "names.api.QueueViewSet", "queue"),
        ("call-types", "names.api.CallTypeViewSet", "call-type"),
        ("switch-agents", "agents.api.SwitchAgentViewSet", "switch-agent"),
    ):
        registry.register(f"telephony/{nouns}", f"callcenter.telephony.{view}", f"telephony-{name}")
