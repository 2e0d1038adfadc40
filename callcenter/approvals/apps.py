"""App configuration: what approvals declares to the rooms below, and the escalation as their first kind."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "callcenter.approvals"
    label = "approvals"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from callcenter import objections
        from callcenter.api import registry as api
        from callcenter.approvals import deadlines, handing_over, kinds, messages, sentences, today, verbs
        from callcenter.approvals.escalations.kind import ESCALATION, UNTIL_RULE
        from callcenter.audit import verbs as audit_verbs
        from callcenter.clocks import kinds as clocks
        from callcenter.integrations import events
        from callcenter.notifications import kinds as notices
        from callcenter.people.offboarding.registry import provide_open_work
        from callcenter.rulebook import registry as rulebook
        from callcenter.web import navigation
        from callcenter.web import today as home

        objections.define(sentences.SENTENCES)
        audit_verbs.define(verbs.VERBS)
        rulebook.register(*deadlines.RULES, UNTIL_RULE)
        notices.define(*messages.KINDS, room=_("Requests and approvals"))
        clocks.define(*deadlines.CLOCKS)
        kinds.define(ESCALATION)
        home.register_todo(today.todo)
        provide_open_work(
            "approvals.requests",
            _("Requests and approvals"),
            find=handing_over.find,
            hand_over=handing_over.hand_over,
        )
        events.define_acts(
            "approvals.request",
            {
                "started": _("Something was asked for"),
                "endorsed": _("A request went up one level"),
                "approved": _("A request was approved"),
                "rejected": _("A request was rejected"),
                "returned": _("A request was returned"),
                "sent_again": _("A request was sent in again"),
                "withdrawn": _("A request was withdrawn"),
            },
            events.without_words,
        )
        api.register("approvals/requests", "callcenter.approvals.requests.api.RequestViewSet")
        api.register("approvals/escalations", "callcenter.approvals.escalations.api.EscalationViewSet")
        navigation.register(
            navigation.Entry(
                navigation.Area.TODAY,
                _("Approvals"),
                "approvals:inbox",
                "rubber-stamp",
                order=20,
                on_phone=navigation.EVERYBODY - navigation.AGENTS,
            ),
        )
