"""App configuration: what roster declares to the rooms below."""

from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "staffing.roster"
    label = "roster"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter.audit import verbs as trail
        from callcenter.notifications import kinds as notices
        from callcenter.rulebook import registry as rulebook
        from staffing.roster import messages, rulebook_entries, sentences, verbs
        from staffing.roster import setup as roster_setup
        from staffing.roster.mine import setup as mine_setup

        sentences.define()
        rulebook.register(*rulebook_entries.ENTRIES)
        trail.define(verbs.VERBS)
        notices.define(*messages.KINDS, room=_("Rosters"))
        mine_setup.declare()
        roster_setup.declare()
