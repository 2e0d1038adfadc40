"""App configuration: rules, verbs, refusals and messages of deadlines, and their place in the shell."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "callcenter.clocks"
    label = "clocks"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter.access.grants import Scope
        from callcenter.api import registry as api
        from callcenter.audit import verbs as audit_verbs
        from callcenter.clocks import (
            foresight,
            messages,
            rebase_jobs,
            refusals,
            rulebook_entries,
            today,
            verbs,
            watching,
        )
        from callcenter.files.exports import registry as exports
        from callcenter.integrations import events
        from callcenter.notifications import kinds as message_kinds
        from callcenter.rulebook import registry as rulebook
        from callcenter.web import today as home
        from callcenter.web.navigation import Area, Entry, register
        from callcenter.workcalendar import moved

        refusals.define()
        rulebook.register(*rulebook_entries.ENTRIES)
        audit_verbs.define(verbs.VERBS)
        message_kinds.define(*messages.KINDS, room=_("Deadlines"))
        moved.on_preview(foresight.moved_by)
        watching.offer()
        exports.register(rebase_jobs.KIND, rebase_jobs.produce)
        home.register_todo(today.todo)
        home.register_panel(today.due, order=15)
        register(
            Entry(
                Area.TODAY,
                _("Deadlines"),
                "clocks:clocks",
                icon="hourglass",
                subject="clocks.clock",
                order=40,
                reach=Scope.TEAM,
            )
        )
        events.define_acts(
            "clocks.clock",
            {
                "started": _("A deadline was set"),
                "paused": _("A deadline was paused"),
                "resumed": _("A deadline runs on"),
                "stopped": _("A deadline has ended, in time or late"),
                "handed_over": _("A deadline has another owner"),
            },
            events.without_words,
        )
        api.register("clocks/clocks", "callcenter.clocks.api.ClockViewSet", "clocks-clock")
