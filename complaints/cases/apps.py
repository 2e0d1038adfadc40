"""App configuration: what cases declare to the rooms below."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "complaints.cases"
    label = "cases"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter import objections
        from callcenter.approvals import kinds as requests
        from callcenter.audit import verbs as trail
        from callcenter.clocks import kinds as clocks
        from callcenter.measures import registry as figures
        from callcenter.notifications import kinds as notices
        from callcenter.rulebook import registry as rulebook
        from complaints.cases import (
            deadlines,
            measures,
            messages,
            regulation,
            rulebook_entries,
            sentences,
            verbs,
        )
        from complaints.cases.decisions.kind import DECISION
        from complaints.cases.duplicates import wiring
        from complaints.cases.letters import wiring as letters

        objections.define(sentences.SENTENCES)
        trail.define(verbs.VERBS)
        notices.define(*messages.KINDS, room=_("Complaints"))
        rulebook.register(*rulebook_entries.ENTRIES)
        clocks.define(*deadlines.CLOCKS, *regulation.CLOCKS)
        figures.register_bases(*measures.BASES)
        figures.register(*measures.MEASURES)
        requests.define(DECISION, regulation.EXTENSION)
        wiring.register()
        letters.register()
        from complaints.cases import offers

        offers.register()
