"""App configuration: the trail's page, log-ins and exports in the trail, its API."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "callcenter.audit"
    label = "audit"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter.access import exports as access_exports
        from callcenter.api import registry as api
        from callcenter.audit import exports, logins, today, verbs
        from callcenter.web import listing_export, navigation
        from callcenter.web import today as home

        verbs.define(logins.VERBS)
        verbs.define(exports.VERBS)
        logins.listen()
        home.register_panel(today.logins, posts=today.POSTS, order=30)
        listing_export.provide_export_note(exports.note)
        access_exports.provide_note(exports.taken)
        navigation.register(
            navigation.Entry(
                navigation.Area.ADMIN,
                _("Audit trail"),
                "audit:events",
                icon="history",
                subject="audit.event",
                order=800,
                group=navigation.Group.SYSTEM,
            )
        )
        api.register("audit/events", "callcenter.audit.api.EventViewSet", "audit-event")
