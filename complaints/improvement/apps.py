"""App configuration: what improvement declares to the rooms below."""

from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "complaints.improvement"
    label = "improvement"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter import objections
        from callcenter.access.matrix import Scope
        from callcenter.api import registry as api
        from callcenter.audit import verbs as trail
        from callcenter.clocks import kinds as clocks
        from callcenter.integrations import events
        from callcenter.notifications import kinds as notices
        from callcenter.people.offboarding.registry import provide_open_work
        from callcenter.rulebook import registry as rulebook
        from callcenter.web import navigation
        from callcenter.web import today as home
        from complaints.cases import changes, log, sections
        from complaints.improvement import deadlines, leaving, services, today, views, words
        from complaints.improvement.models import SUBJECT

        objections.define(words.SENTENCES)
        rulebook.register(*words.ENTRIES)
        trail.define(words.VERBS)
        notices.define(*words.MESSAGES, room=_("Improvement"))
        clocks.define(*deadlines.CLOCKS)
        for verb, title in words.EVENTS.items():
            events.define(verb, title, events.without_words)
        provide_open_work("improvement", _("Improvements"), find=leaving.find, hand_over=leaving.hand_over)
        changes.on_moved(services.case_moved)
        log.define({"improvement_opened": _("Improvement opened: %(number)s")})
        sections.register(
            sections.Section(
                "improvement", _("Improvement"), "improvement/_section.html", views.section, order=320
            )
        )
        home.register_todo(today.todo)
        api.register("complaints/improvements", "complaints.improvement.api.ImprovementViewSet")
        navigation.register(
            navigation.Entry(
                navigation.Area.COMPLAINTS,
                _("Improvements"),
                "improvement:improvements",
                icon="trending-up",
                subject=SUBJECT,
                order=55,
                group=navigation.Group.FOLLOW_UP,
                reach=Scope.TEAM,
            )
        )
