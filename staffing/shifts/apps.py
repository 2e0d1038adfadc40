"""App configuration: what shifts declares to the rooms below."""

from django.apps import AppConfig


class ShiftsConfig(AppConfig):
    name = "staffing.shifts"
    label = "shifts"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter import objections
        from callcenter.access.matrix import Scope
        from callcenter.api import registry as api
        from callcenter.audit import verbs
        from callcenter.rulebook import registry as rulebook
        from callcenter.web import navigation
        from staffing.shifts import rulebook_entries, sentences
        from staffing.shifts.models import SUBJECT

        rulebook.register(*rulebook_entries.ENTRIES)
        objections.define(sentences.SENTENCES)
        verbs.define(sentences.VERBS)
        api.register("staffing/shift-types", "staffing.shifts.api.ShiftTypeViewSet")
        api.register("staffing/rotations", "staffing.shifts.api.RotationViewSet")
        navigation.register(
            navigation.Entry(
                navigation.Area.STAFFING,
                _("Shift types"),
                "shifts:types",
                icon="palette",
                subject=SUBJECT,
                reach=Scope.TEAM,
                order=130,
                group=navigation.Group.PLANNING,
            ),
            navigation.Entry(
                navigation.Area.STAFFING,
                _("Rotations"),
                "shifts:rotations",
                "rotate",
                subject=SUBJECT,
                reach=Scope.TEAM,
                order=131,
                group=navigation.Group.PLANNING,
            ),
        )
