"""App configuration: what the desk declares to the rooms below."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "complaints.desk"
    label = "desk"

    def ready(self) -> None:
        from django.urls import reverse_lazy
        from django.utils.translation import gettext_lazy as _

        from callcenter import objections
        from callcenter.access.matrix import Scope
        from callcenter.api import registry as api
        from callcenter.audit import verbs as trail
        from callcenter.files.bulk import registry as bulk
        from callcenter.notifications import kinds as notices
        from callcenter.notifications.kinds import Email
        from callcenter.notifications.kinds import Kind as Message
        from callcenter.web import navigation
        from callcenter.web.listing import BulkAction
        from complaints.cases import sections
        from complaints.cases.models import SUBJECT
        from complaints.desk import sentences, verbs
        from complaints.desk.handing import many
        from complaints.desk.handing.services import may_hand_over
        from complaints.desk.pairs.views import url_of
        from complaints.desk.presence.views import context_of

        objections.define(sentences.SENTENCES)
        trail.define(verbs.VERBS)
        notices.define(
            Message(
                "desk.handed_over",
                _("You answer for several complaints more"),
                _("%(count)s complaints are yours from now on."),
                email=Email.AT_ONCE,
                icon="user-check",
            ),
            room=_("Complaints"),
        )
        bulk.register(
            bulk.Act(
                many.KIND,
                may=may_hand_over,
                load=many.load,
                do=many.hand_one,
                ended=many.ended,
                again=_("To take it back, choose the complaints in the list again and name another owner."),
            )
        )
        api.register("complaints/hand-overs", "complaints.desk.handing.api.ComplaintHandOverViewSet")
        sections.register(
            sections.Section("presence", _("Open now"), "desk/presence.html", context_of, order=0)
        )
        sections.register_button(sections.Button(_("Beside the earlier form"), url_of, icon="columns-2"))
        sections.register_bulk(
            BulkAction(
                _("Change the owner"),
                reverse_lazy("desk:assign"),
                icon="user-check",
                takes_matching=True,
            ),
            may_hand_over,
        )
        navigation.register(
            navigation.Entry(
                navigation.Area.COMPLAINTS,
                _("My queue"),
                "desk:queue",
                icon="columns-3",
                subject=SUBJECT,
                order=10,
                group=navigation.Group.MINE,
                key="q",
            ),
            navigation.Entry(
                navigation.Area.COMPLAINTS,
                _("Board"),
                "desk:board",
                icon="layout-kanban",
                subject=SUBJECT,
                order=30,
                group=navigation.Group.CASES,
                reach=Scope.TEAM,
                key="b",
            ),
            navigation.Entry(
                navigation.Area.COMPLAINTS,
                _("Calendar of deadlines"),
                "desk:deadlines",
                icon="calendar-due",
                subject=SUBJECT,
                order=35,
                group=navigation.Group.CASES,
                reach=Scope.TEAM,
                key="d",
            ),
            navigation.Entry(
                navigation.Area.COMPLAINTS,
                _("Ageing and causes"),
                "desk:ageing",
                icon="chart-bar",
                subject=SUBJECT,
                order=90,
                group=navigation.Group.CASES,
                reach=Scope.TEAM,
            ),
        )
