"""App configuration: what floor declares to the rooms below."""

from django.apps import AppConfig


class FloorConfig(AppConfig):
    name = "staffing.floor"
    label = "floor"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter import objections
        from callcenter.access.matrix import Scope
        from callcenter.access.posts import PostCode
        from callcenter.audit import verbs as trail
        from callcenter.notifications import kinds as notices
        from callcenter.rulebook import registry as rulebook
        from callcenter.web import navigation
        from callcenter.web import today as home
        from staffing.floor import messages, rulebook_entries, sentences, verbs
        from staffing.floor.access import RECORDS
        from staffing.floor.board import today

        objections.define(sentences.SENTENCES)
        rulebook.register(*rulebook_entries.ENTRIES)
        trail.define(verbs.VERBS)
        notices.define(*messages.KINDS, room=_("The floor"))
        leaders = (PostCode.GROUP_LEADER, PostCode.SHIFT_LEADER, PostCode.DIRECTOR)
        home.register_panel(today.my_floor, posts=leaders, order=15)
        navigation.register(
            navigation.Entry(
                navigation.Area.STAFFING,
                _("Today’s floor"),
                "floor:board",
                icon="layout-dashboard",
                subject=RECORDS,
                order=5,
                reach=Scope.TEAM,
            ),
        )
