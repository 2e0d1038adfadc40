"""App configuration: what attendance declares to the rooms below."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "staffing.attendance"
    label = "attendance"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter import objections
        from callcenter.approvals import kinds as approvals
        from callcenter.audit import verbs as trail
        from callcenter.files.exports import registry as exports
        from callcenter.files.imports import registry as imports
        from callcenter.integrations import events
        from callcenter.rulebook import changes as rule_changes
        from callcenter.rulebook import registry as rulebook
        from staffing.attendance import rulebook_entries, sentences, verbs
        from staffing.attendance.corrections.kind import CORRECTION
        from staffing.attendance.days import services as days
        from staffing.attendance.periods import workbook
        from staffing.attendance.periods.services import WORKBOOK
        from staffing.attendance.punches.importer import PunchImporter
        from staffing.leave import changes as leave
        from staffing.roster import changes as roster

        objections.define(sentences.SENTENCES)
        trail.define(verbs.VERBS)
        approvals.define(CORRECTION)
        imports.register(PunchImporter())
        exports.register(WORKBOOK, workbook.produce)
        rulebook.register(*rulebook_entries.ENTRIES)
        rule_changes.on_value_changed(days.rule_changed)
        roster.on_changed(days.roster_changed)
        leave.on_changed(days.leave_changed)
        events.define("attendance.day_closed", _("The shifts of a day are over and its attendance stands"))
