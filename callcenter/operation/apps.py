"""App configuration: what operation offers to the rooms around it."""

from pathlib import Path

from django.apps import AppConfig


class OperationConfig(AppConfig):
    name = "callcenter.operation"
    label = "operation"

    def ready(self) -> None:
        from django.conf import settings
        from django.utils.translation import gettext_lazy as _

        from callcenter.operation.metrics import slots

        if settings.METRICS_DIR:
            slots.use(Path(settings.METRICS_DIR))

        from callcenter.audit import verbs
        from callcenter.operation import sentences
        from callcenter.operation.doctor import registry as doctor
        from callcenter.operation.doctor.checks import CHECKS
        from callcenter.operation.logs import sentry
        from callcenter.operation.metrics import own, registry, tasks_counted
        from callcenter.operation.retention import rooms, rules
        from callcenter.rulebook import registry as rulebook
        from callcenter.web import navigation

        verbs.define(sentences.VERBS)
        rulebook.register(*rules.RULES)
        rooms.register()
        doctor.register(*CHECKS)
        registry.register(*own.GAUGES)
        navigation.register(
            navigation.Entry(
                navigation.Area.ADMIN,
                _("Operation"),
                "operation:status",
                "activity",
                "operation.status",
                order=90,
                group=navigation.Group.SYSTEM,
            )
        )
        tasks_counted.listen()
        sentry.start()
