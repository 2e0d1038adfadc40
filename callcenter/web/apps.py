"""App configuration: Today leads the navigation, drafts end with the log-in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "callcenter.web"
    label = "web"

    def ready(self) -> None:
        from callcenter.web import drafts
        from callcenter.web.navigation import EVERYBODY, Area, Entry, Group, register

        drafts.forget_at_log_out()

        register(Entry(Area.TODAY, _("Today"), "web:today", "home", order=0, on_phone=EVERYBODY))
        register(
            Entry(
                Area.ADMIN,
                _("API"),
                "api:docs",
                "api",
                subject="access.matrix",
                order=900,
                group=Group.CONNECTIONS,
            )
        )
