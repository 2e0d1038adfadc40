"""App configuration: what attendance declares to the rooms below."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "staffing.attendance"
    label = "attendance"

    def ready(self) -> None:
        _tell_the_rooms_below()
        _offer_pages()


def _tell_the_rooms_below() -> None:
    """Rules, sentences, verbs, corrections as requests, files in and out, whose changes are heard."""
    from django.utils.translation import gettext_lazy as _

    from callcenter import objections
    from callcenter.approvals import kinds as approvals
    from callcenter.audit import verbs as trail
    from callcenter.clocks import kinds as clocks
    from callcenter.files.exports import registry as exports
    from callcenter.files.imports import registry as imports
    from callcenter.integrations import events
    from callcenter.notifications import kinds as notices
    from callcenter.rulebook import changes as rule_changes
    from callcenter.rulebook import registry as rulebook
    from staffing.attendance import rulebook_entries, sentences, verbs
    from staffing.attendance.breaches import telling
    from staffing.attendance.corrections.kind import CORRECTION
    from staffing.attendance.days import selectors as day_selectors
    from staffing.attendance.days import services as days
    from staffing.attendance.periods import workbook
    from staffing.attendance.periods.services import WORKBOOK
    from staffing.attendance.punches.importer import PunchImporter
    from staffing.leave import changes as leave
    from staffing.leave import returns
    from staffing.roster import changes as roster

    objections.define(sentences.SENTENCES)
    trail.define(verbs.VERBS)
    rulebook.register(*rulebook_entries.ENTRIES)
    approvals.define(CORRECTION)
    clocks.define(*telling.CLOCKS)
    notices.define(*telling.KINDS, room=_("Attendance"))
    imports.register(PunchImporter())
    exports.register(WORKBOOK, workbook.produce)
    rule_changes.on_value_changed(days.rule_changed)
    roster.on_changed(days.roster_changed)
    leave.on_changed(days.leave_changed)
    returns.provide(day_selectors.begun)
    events.define("attendance.day_closed", _("The shifts of a day are over and its attendance stands"))


def _offer_pages() -> None:
    """Navigation, Today, the API."""
    from django.utils.translation import gettext_lazy as _

    from callcenter.access.grants import Action, Scope
    from callcenter.access.posts import PostCode as P
    from callcenter.api import registry as api
    from callcenter.web import navigation
    from callcenter.web import today as home
    from staffing.attendance import today
    from staffing.attendance.access import SUBJECT

    leaders = (P.GROUP_LEADER, P.SHIFT_LEADER, P.INFO_COORDINATOR, P.DIRECTOR, P.CENTER_MANAGER)
    home.register_todo(today.todo)
    home.register_todo(today.breaches_to_decide)
    home.register_todo(today.breaches_of_mine)
    home.register_panel(today.my_clock, posts=(P.AGENT, P.GROUP_LEADER, P.SHIFT_LEADER), order=5)
    home.register_panel(today.missing, posts=leaders, order=12)
    room = "staffing.attendance.api."
    api.register("staffing/punches", f"{room}PunchViewSet")
    api.register("staffing/attendance-days", f"{room}AttendanceDayViewSet")
    api.register("staffing/attendance-periods", f"{room}AttendancePeriodViewSet")
    api.register("staffing/attendance-breaches", "staffing.attendance.breaches.api.BreachViewSet")
    api.register("staffing/attendance-corrections", f"{room}CorrectionViewSet")
    navigation.register(
        navigation.Entry(
            navigation.Area.TODAY,
            _("My attendance"),
            "attendance:mine",
            icon="fingerprint",
            under="attendance:days",
            subject=SUBJECT,
            order=51,
            group=navigation.Group.MINE,
            on_phone=navigation.AGENTS | navigation.OFFICE,
            short=_("Punch"),
        ),
        navigation.Entry(
            navigation.Area.STAFFING,
            _("Roll call"),
            "attendance:roll-calls",
            icon="user-check",
            subject=SUBJECT,
            order=6,
            group=navigation.Group.FLOOR,
            action=Action.EDIT,
            reach=Scope.TEAM,
        ),
        navigation.Entry(
            navigation.Area.STAFFING,
            _("Attendance"),
            "attendance:days",
            icon="clipboard-check",
            under="attendance:days",
            subject=SUBJECT,
            order=60,
            group=navigation.Group.ATTENDANCE,
            on_phone=navigation.PERSONNEL,
            reach=Scope.TEAM,
        ),
        navigation.Entry(
            navigation.Area.STAFFING,
            _("Breaches"),
            "attendance:breaches",
            icon="gavel",
            under="attendance:days",
            subject=SUBJECT,
            order=61,
            group=navigation.Group.ATTENDANCE,
            reach=Scope.TEAM,
        ),
        navigation.Entry(
            navigation.Area.STAFFING,
            _("Month sheets"),
            "attendance:sheets",
            icon="file-spreadsheet",
            subject=SUBJECT,
            order=62,
            group=navigation.Group.ATTENDANCE,
            reach=Scope.TEAM,
        ),
    )
