"""App configuration: what swaps declares to the rooms below."""

from django.apps import AppConfig


class SwapsConfig(AppConfig):
    name = "staffing.swaps"
    label = "swaps"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter import objections
        from callcenter.access.matrix import Action, Scope
        from callcenter.api import registry as api
        from callcenter.approvals import kinds
        from callcenter.audit import verbs as trail
        from callcenter.clocks import kinds as clocks
        from callcenter.integrations import events
        from callcenter.notifications import kinds as notices
        from callcenter.rulebook import registry as rulebook
        from callcenter.web import navigation, search
        from callcenter.web import today as home
        from callcenter.web.addresses import address
        from staffing.roster.mine import actions as mine_actions
        from staffing.roster.planning import boards
        from staffing.swaps import deadlines, finding, messages, rulebook_entries, sentences, today, verbs
        from staffing.swaps.board import offering
        from staffing.swaps.board.kind import RELEASE
        from staffing.swaps.kind import SWAP
        from staffing.swaps.models import SUBJECT

        objections.define(sentences.SENTENCES)
        rulebook.register(*rulebook_entries.ENTRIES)
        trail.define(verbs.VERBS)
        notices.define(*messages.KINDS, room=_("Swaps and the board"))
        clocks.define(*deadlines.CLOCKS)
        kinds.define(SWAP, RELEASE)
        events.define("swap.decided", _("A swap was decided"), events.without_words)
        search.register(_("Swaps"), finding.swaps, order=51)
        home.register_todo(today.todo)
        api.register("staffing/swaps", "staffing.swaps.api.SwapViewSet")
        api.register("staffing/covers", "staffing.swaps.board.api.CoverViewSet")
        api.register("staffing/open-shifts", "staffing.swaps.board.api.OpenShiftViewSet")
        api.register("staffing/offers", "staffing.swaps.board.api.OfferViewSet")
        boards.provide(offering)
        mine_actions.offer(
            _("Swap or give away"),
            "arrows-exchange",
            SUBJECT,
            lambda row: address("swaps:colleagues", str(row.pk)),
        )
        navigation.register(
            navigation.Entry(
                navigation.Area.TODAY,
                _("My swaps"),
                "swaps:index",
                icon="arrows-exchange",
                subject=SUBJECT,
                order=53,
                group=navigation.Group.MINE,
                on_phone=navigation.AGENTS,
                action=Action.CREATE,
                short=_("Swaps"),
            ),
            navigation.Entry(
                navigation.Area.TODAY,
                _("Shift board"),
                "swaps:board",
                icon="clipboard-list",
                subject=SUBJECT,
                order=54,
                group=navigation.Group.MINE,
                action=Action.CREATE,
            ),
            navigation.Entry(
                navigation.Area.STAFFING,
                _("Swaps"),
                "swaps:swaps",
                icon="switch-horizontal",
                subject=SUBJECT,
                order=64,
                group=navigation.Group.ATTENDANCE,
                reach=Scope.TEAM,
                under="swaps:index",
            ),
        )
