"""App configuration: what floor declares to the rooms below."""

from django.apps import AppConfig


class FloorConfig(AppConfig):
    name = "staffing.floor"
    label = "floor"

    def ready(self) -> None:
        _tell_the_rooms_below()
        _offer_pages()
        _show_in_navigation()


def _tell_the_rooms_below() -> None:
    """Sentences, rules, verbs, messages, the clocks, and who is off their post."""
    from django.utils.translation import gettext_lazy as _

    from callcenter import objections
    from callcenter.audit import verbs as trail
    from callcenter.clocks import kinds as clocks
    from callcenter.notifications import kinds as notices
    from callcenter.rulebook import registry as rulebook
    from staffing.attendance import off_post
    from staffing.floor import deadlines, messages, rulebook_entries, sentences, verbs
    from staffing.floor.breaks import selectors as breaks

    objections.define(sentences.SENTENCES)
    rulebook.register(*rulebook_entries.ENTRIES)
    trail.define(verbs.VERBS)
    notices.define(*messages.KINDS, room=_("The floor"))
    off_post.provide(breaks.off_post)
    clocks.define(*deadlines.CLOCKS)


def _offer_pages() -> None:
    """Today and the API."""
    from callcenter.access.posts import PostCode
    from callcenter.api import registry as api
    from callcenter.web import today as home
    from staffing.floor.board import today

    leaders = (PostCode.GROUP_LEADER, PostCode.SHIFT_LEADER, PostCode.DIRECTOR)
    api.register("staffing/floor", "staffing.floor.board.api.FloorViewSet")
    api.register("staffing/breaks", "staffing.floor.breaks.api.BreakViewSet")
    api.register("staffing/handovers", "staffing.floor.handovers.api.HandoverViewSet")
    api.register("staffing/duty-logs", "staffing.floor.dutylogs.api.DutyLogViewSet")
    api.register("staffing/shift-reports", "staffing.floor.dutylogs.api.MonthReportViewSet")
    api.register("staffing/off-posts", "staffing.floor.breaks.off_post_api.OffPostViewSet")
    api.register("staffing/open-items", "staffing.floor.handovers.leaving_api.OpenItemViewSet")
    api.register("staffing/console-releases", "staffing.floor.handovers.leaving_api.ConsoleReleaseViewSet")
    api.register("staffing/stop-work-orders", "staffing.floor.stops.api.StopWorkViewSet")
    home.register_todo(today.todo)
    home.register_panel(today.my_floor, posts=leaders, order=11)


def _show_in_navigation() -> None:
    """The entries of the menu."""
    from django.utils.translation import gettext_lazy as _

    from callcenter.access.matrix import Action, Scope
    from callcenter.web import navigation
    from staffing.floor.access import BREAKS, RECORDS

    navigation.register(
        navigation.Entry(
            navigation.Area.STAFFING,
            _("Today’s floor"),
            "floor:board",
            short=_("Floor"),
            icon="layout-dashboard",
            subject=RECORDS,
            order=5,
            group=navigation.Group.FLOOR,
            on_phone=navigation.LEADERS | navigation.DIRECTORS,
            reach=Scope.TEAM,
        ),
        navigation.Entry(
            navigation.Area.TODAY,
            _("My breaks"),
            "floor:my_breaks",
            icon="coffee",
            subject=BREAKS,
            order=56,
            group=navigation.Group.MINE,
            action=Action.CREATE,
        ),
        navigation.Entry(
            navigation.Area.STAFFING,
            _("Breaks"),
            "floor:breaks_today",
            icon="soup",
            subject=BREAKS,
            order=8,
            group=navigation.Group.FLOOR,
            reach=Scope.TEAM,
            under="floor:breaks_today",
        ),
        navigation.Entry(
            navigation.Area.STAFFING,
            _("Handovers"),
            "floor:handovers",
            icon="arrows-transfer-down",
            subject=RECORDS,
            order=14,
            group=navigation.Group.FLOOR,
            reach=Scope.TEAM,
        ),
        navigation.Entry(
            navigation.Area.STAFFING,
            _("Duty logs"),
            "floor:duty_logs",
            icon="book",
            subject=RECORDS,
            order=16,
            group=navigation.Group.FLOOR,
            reach=Scope.TEAM,
        ),
    )
