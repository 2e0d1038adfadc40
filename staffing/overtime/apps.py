"""App configuration: what overtime declares to the rooms below."""

from django.apps import AppConfig


class OvertimeConfig(AppConfig):
    name = "staffing.overtime"
    label = "overtime"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter import objections
        from callcenter.access.matrix import Scope
        from callcenter.api import registry as api
        from callcenter.approvals import kinds
        from callcenter.audit import verbs as trail
        from callcenter.notifications import kinds as notices
        from callcenter.web import navigation
        from callcenter.web import today as home
        from staffing.overtime import messages, sentences, today, verbs
        from staffing.overtime.kind import OVERTIME
        from staffing.overtime.models import SUBJECT

        objections.define(sentences.SENTENCES)
        trail.define(verbs.VERBS)
        notices.define(*messages.KINDS, room=_("Overtime"))
        kinds.define(OVERTIME)
        home.register_todo(today.todo)
        api.register("staffing/overtime", "staffing.overtime.api.OvertimeViewSet")
        navigation.register(
            navigation.Entry(
                navigation.Area.TODAY,
                _("My overtime"),
                "overtime:index",
                icon="clock-plus",
                subject=SUBJECT,
                order=55,
                group=navigation.Group.MINE,
            ),
            navigation.Entry(
                navigation.Area.STAFFING,
                _("Overtime"),
                "overtime:requests",
                icon="moon-stars",
                subject=SUBJECT,
                order=65,
                group=navigation.Group.ATTENDANCE,
                reach=Scope.TEAM,
                under="overtime:index",
            ),
        )
