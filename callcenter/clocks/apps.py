"""App configuration: rules, verbs, refusals and messages of deadlines, and their place in the shell."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "callcenter.clocks"
    label = "clocks"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter.audit import verbs as audit_verbs
        from callcenter.clocks import foresight, messages, refusals, rulebook_entries, verbs
        from callcenter.notifications import kinds as message_kinds
        from callcenter.rulebook import registry as rulebook
        from callcenter.workcalendar import moved

        refusals.define()
        rulebook.register(*rulebook_entries.ENTRIES)
        audit_verbs.define(verbs.VERBS)
        message_kinds.define(*messages.KINDS, room=_("Deadlines"))
        moved.on_preview(foresight.moved_by)
