"""App configuration: the rulebook's place in the shell, its verbs and refusals, what refusals show of rules."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "callcenter.rulebook"
    label = "rulebook"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter.api import registry as api
        from callcenter.audit import verbs
        from callcenter.rulebook import citations, refusals, today
        from callcenter.web import navigation, rules
        from callcenter.web import today as home

        refusals.define()
        rules.provide(citations.facts)
        home.register_panel(today.planned, posts=today.POSTS, order=60)
        verbs.define(
            {
                "rulebook.value.set": _("changed the rule %(subject)s"),
                "rulebook.value.withdrawn": _("withdrew a planned value of the rule %(subject)s"),
            }
        )
        navigation.register(
            navigation.Entry(
                navigation.Area.RULEBOOK,
                _("Rulebook"),
                "rulebook:index",
                icon="book-2",
                subject="rulebook.value",
            )
        )
        api.register("rulebook/rules", "callcenter.rulebook.api.RuleViewSet", "rulebook-rule")
