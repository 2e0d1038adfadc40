"""App configuration: listens for changed facts and rules, offers the report to the shell and the API."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    label = "reports"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter.api import registry as api
        from callcenter.audit import verbs
        from callcenter.people.employees import history
        from callcenter.rulebook import changes as rule_changes
        from callcenter.rulebook import consequences as foreseen
        from callcenter.telephony.facts import changes as fact_changes
        from callcenter.web import navigation, today
        from reports.daily import consequences, own
        from reports.daily.today import POSTS, yesterday
        from reports.rollups import services, whatif
        from reports.rollups import today as sums
        from reports.rollups.access import SUBJECT

        fact_changes.on_days_changed(services.facts_changed)
        history.on_teams_changed(services.teams_changed)
        rule_changes.on_value_changed(services.rule_changed)
        foreseen.provide(consequences.last_month, *whatif.rule_keys())
        verbs.define({"reports.day_sums.marked_stale": _("%(subject)s: days marked to be summed again")})
        api.register("reports/daily", "reports.daily.api.DailyReportViewSet")
        today.register_panel(yesterday, posts=POSTS, order=20)
        today.register_panel(own.my_calls, posts=own.POSTS, order=20)
        today.register_panel(sums.stale, posts=sums.POSTS, order=35)
        navigation.register(
            navigation.Entry(
                navigation.Area.REPORTS,
                _("Daily report"),
                "reports:days",
                icon="report-analytics",
                subject=SUBJECT,
                order=10,
            )
        )
