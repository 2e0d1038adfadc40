"""App configuration: what leave declares to the rooms below."""

from django.apps import AppConfig


class LeaveConfig(AppConfig):
    name = "staffing.leave"
    label = "leave"

    def ready(self) -> None:
        _tell_the_rooms_below()
        _offer_pages()


def _tell_the_rooms_below() -> None:
    """Rules, sentences, verbs, messages, the request to the line, the certificate's clock, who is away."""
    from django.utils.translation import gettext_lazy as _

    from callcenter import objections
    from callcenter.approvals import kinds as approvals
    from callcenter.audit import verbs as trail
    from callcenter.clocks import kinds as clocks
    from callcenter.files.attachments import registry as attachments
    from callcenter.integrations import events
    from callcenter.notifications import kinds as notices
    from callcenter.rulebook import registry as rulebook
    from staffing.leave import access, deadlines, messages, rulebook_entries, selectors, sentences, verbs
    from staffing.leave.approval import LEAVE
    from staffing.leave.models import LeaveRequest
    from staffing.roster import absences

    objections.define(sentences.SENTENCES)
    trail.define(verbs.VERBS)
    rulebook.register(*rulebook_entries.ENTRIES)
    notices.define(*messages.KINDS, room=_("Leave"))
    clocks.define(*deadlines.CLOCKS)
    approvals.define(LEAVE)
    absences.provide(selectors.absences)
    attachments.register(LeaveRequest, may_view=access.may_see_files, may_edit=access.may_add_files)
    events.define("leave.decided", _("A leave was decided"), events.without_words)
    events.define("leave.request.cancelled", _("A leave was taken back"), events.without_words)


def _offer_pages() -> None:
    """Navigation, Today, the API, the import of balances."""
    from django.utils.translation import gettext_lazy as _

    from callcenter.access.matrix import Action, Scope
    from callcenter.api import registry as api
    from callcenter.files.imports import registry as imports
    from callcenter.web import navigation, search
    from callcenter.web import today as home
    from callcenter.web.addresses import address
    from staffing.leave import finding, today
    from staffing.leave.importer import BalanceImporter
    from staffing.leave.models import SUBJECT
    from staffing.roster.mine import actions as mine_actions

    imports.register(BalanceImporter())
    search.register(_("Leave"), finding.requests, order=50)
    home.register_todo(today.todo)
    home.register_panel(today.away, order=13)
    api.register("staffing/leave-requests", "staffing.leave.api.LeaveRequestViewSet")
    api.register("staffing/leave-kinds", "staffing.leave.api.LeaveKindViewSet")
    api.register("staffing/leave-balances", "staffing.leave.api.LeaveBalanceViewSet")
    mine_actions.offer(
        _("Ask for leave"), "beach", SUBJECT, lambda row: f"{address('leave:ask')}?on={row.on}"
    )
    area = navigation.Area.STAFFING
    navigation.register(
        navigation.Entry(
            navigation.Area.TODAY,
            _("My leave"),
            "leave:mine",
            "beach",
            subject=SUBJECT,
            order=52,
            under="leave:index",
            group=navigation.Group.MINE,
            on_phone=navigation.AGENTS | navigation.OFFICE,
            action=Action.CREATE,
            short=_("Leave"),
        ),
        navigation.Entry(
            area,
            _("Leave"),
            "leave:requests",
            "calendar-off",
            subject=SUBJECT,
            order=63,
            group=navigation.Group.ATTENDANCE,
            on_phone=navigation.PERSONNEL,
            reach=Scope.TEAM,
            under="leave:index",
        ),
        navigation.Entry(
            area,
            _("Balances of leave"),
            "leave:balances",
            "scale",
            subject=SUBJECT,
            order=68,
            group=navigation.Group.ATTENDANCE,
            reach=Scope.SITE,
        ),
        navigation.Entry(
            area,
            _("Kinds of leave"),
            "leave:kinds",
            "list-check",
            subject=SUBJECT,
            order=69,
            group=navigation.Group.ATTENDANCE,
            action=Action.EDIT,
        ),
    )
