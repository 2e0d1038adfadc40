"""What duplicates declare; called by the room's AppConfig.ready()."""

from django.utils.translation import gettext_lazy as _

from callcenter import objections
from callcenter.audit import verbs as trail
from callcenter.rulebook import registry as rulebook
from complaints.cases import log, sections
from complaints.cases.duplicates import rulebook_entries, section, sentences


def register() -> None:
    """Called once at start."""
    objections.define(sentences.SENTENCES)
    trail.define(sentences.VERBS)
    log.define(sentences.LOG)
    rulebook.register(*rulebook_entries.ENTRIES)
    sections.register(
        sections.Section(
            "duplicates", _("Duplicates and links"), "cases/_related.html", section.context, order=60
        )
    )
