"""App configuration: listens for changed facts and rules, offers the report to the shell and the API."""

from django.apps import AppConfig

PANEL_STYLES = ("css/reports.css",)


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
        from complaints.cases import changes as case_changes
        from complaints.improvement import calls as improvement_calls
        from complaints.surveys import answers
        from complaints.workorders import changes as order_changes
        from reports.daily import consequences, own
        from reports.daily.today import POSTS, yesterday
        from reports.rollups import counts, services, watching, whatif
        from reports.rollups import today as sums
        from reports.rollups.access import SUBJECT
        from reports.rollups.selectors import offered_by_day

        case_changes.on_moved(counts.case_moved)
        answers.on_answered(counts.answered)
        order_changes.on_logged(counts.order_logged)
        improvement_calls.provide_calls_by_day(offered_by_day)
        fact_changes.on_days_changed(services.facts_changed)
        history.on_teams_changed(services.teams_changed)
        rule_changes.on_value_changed(services.rule_changed)
        watching.offer()
        foreseen.provide(consequences.last_month, *whatif.rule_keys())
        verbs.define({"reports.day_sums.marked_stale": _("%(subject)s: days marked to be summed again")})
        api.register("reports/daily", "reports.daily.api.DailyReportViewSet")
        api.register("reports/days", "reports.rollups.api.ReportedDayViewSet")
        today.register_panel(yesterday, posts=POSTS, order=20, styles=PANEL_STYLES)
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
            ),
        )
        _offer_documents()


def _offer_documents() -> None:
    """Sign-off of documents: rules, deadlines, messages, pages, API."""
    from django.utils.translation import gettext_lazy as _

    from callcenter import objections
    from callcenter.api import registry as api
    from callcenter.audit import verbs
    from callcenter.clocks import kinds as clock_kinds
    from callcenter.files.attachments import registry as attachments
    from callcenter.integrations import events
    from callcenter.notifications import kinds as message_kinds
    from callcenter.rulebook import registry as rulebook
    from callcenter.web import navigation, today
    from reports.documents import access, deadlines, delivery, kinds, rulebook_entries, sentences
    from reports.documents import today as signing
    from reports.documents.daily import DAILY
    from reports.documents.models import SUBJECT, Document
    from reports.rollups import changes

    rulebook.register(*rulebook_entries.ENTRIES)
    objections.define(sentences.REFUSALS)
    verbs.define(sentences.VERBS)
    clock_kinds.define(*deadlines.CLOCK_KINDS)
    message_kinds.define(*deadlines.MESSAGE_KINDS, room=_("Reports"))
    kinds.define(DAILY)
    events.define_acts(
        "reports.document",
        {
            "drafted": _("The draft of a document was made"),
            "submitted": _("A document was submitted for signature"),
            "returned": _("A document was returned to its writer"),
            "signed": _("A document was signed"),
            "distributed": _("A document was distributed"),
            "archived": _("A document was archived"),
            "revised": _("New figures came into a document"),
        },
    )
    changes.on_day_summed(delivery.figures_changed)
    # Its workbook alone hangs on a document, put there when it is distributed.
    attachments.register(Document, may_view=access.may_view, may_edit=access.may_attach)
    api.register("reports/documents", "reports.documents.api.DocumentViewSet", "reports-document")
    today.register_todo(signing.todos)
    today.register_panel(signing.to_sign, posts=signing.SIGNERS, order=10, styles=PANEL_STYLES)
    today.register_panel(signing.missing, posts=signing.LOOKING_AFTER, order=25)
    navigation.register(
        navigation.Entry(
            navigation.Area.REPORTS,
            _("Sign-off"),
            "reports:documents",
            icon="file-check",
            subject=SUBJECT,
            order=5,
        )
    )
