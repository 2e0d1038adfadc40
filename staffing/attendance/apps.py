"""App configuration: what attendance declares to the rooms below."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "staffing.attendance"
    label = "attendance"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter import objections
        from callcenter.audit import verbs as trail
        from callcenter.integrations import events
        from callcenter.rulebook import changes as rule_changes
        from callcenter.rulebook import registry as rulebook
        from staffing.attendance import rulebook_entries, sentences, verbs
        from staffing.attendance.days import services as days
        from staffing.roster import changes as roster

        objections.define(sentences.SENTENCES)
        trail.define(verbs.VERBS)
        rulebook.register(*rulebook_entries.ENTRIES)
        rule_changes.on_value_changed(days.rule_changed)
        roster.on_changed(days.roster_changed)
        events.define("attendance.day_closed", _("The shifts of a day are over and its attendance stands"))
