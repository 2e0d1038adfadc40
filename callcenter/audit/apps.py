"""App configuration: the trail's page, log-ins and exports in the trail, its API."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "callcenter.audit"
    label = "audit"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter.api import registry as api
        from callcenter.audit import exports, logins, verbs
        from callcenter.web import listing_export, navigation

        verbs.define(logins.VERBS)
        verbs.define(exports.VERBS)
        logins.listen()
        listing_export.provide_export_note(exports.note)
        navigation.register(
            navigation.Entry(
                navigation.Area.ADMIN,
                _("Audit trail"),
                "audit:events",
                icon="history",
                subject="audit.event",
                order=800,
            )
        )
        api.register("audit/events", "callcenter.audit.api.EventViewSet", "audit-event")
