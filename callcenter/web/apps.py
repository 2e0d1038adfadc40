"""App configuration: Today leads the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "callcenter.web"
    label = "web"

    def ready(self) -> None:
        from callcenter.web.navigation import Area, Entry, register

        register(Entry(Area.TODAY, _("Today"), "web:today", "home", order=0, on_phone=True))
        register(Entry(Area.ADMIN, _("API"), "api:docs", "api", subject="access.matrix", order=900))
