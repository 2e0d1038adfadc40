"""App configuration: rules, verbs, duties, and the calendar's place in the shell."""

from django.apps import AppConfig


class WorkcalendarConfig(AppConfig):
    name = "callcenter.workcalendar"
    label = "workcalendar"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter.api import registry as api
        from callcenter.audit import verbs as trail
        from callcenter.files.imports import registry as imports
        from callcenter.notifications import closed_days
        from callcenter.rulebook import registry as rulebook
        from callcenter.web import navigation
        from callcenter.web import today as home
        from callcenter.workcalendar import (
            duties,
            recurring,
            refusals,
            rulebook_entries,
            selectors,
            today,
            verbs,
        )
        from callcenter.workcalendar.access import SUBJECT
        from callcenter.workcalendar.importer import CalendarImporter

        refusals.define()
        closed_days.provide(selectors.closed_days)
        rulebook.register(*rulebook_entries.ENTRIES)
        trail.define(verbs.VERBS)
        recurring.register(*duties.DUTIES)
        imports.register(CalendarImporter())
        home.register_panel(today.coming_up, order=55)
        api.register("workcalendar/calendars", "callcenter.workcalendar.api.CalendarViewSet")
        navigation.register(
            navigation.Entry(
                navigation.Area.RULEBOOK,
                _("Calendar"),
                "workcalendar:index",
                icon="calendar",
                subject=SUBJECT,
                order=110,
            )
        )
