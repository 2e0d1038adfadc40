"""App configuration: what work orders declare to the rooms below."""

from django.apps import AppConfig


class WorkOrdersConfig(AppConfig):
    name = "complaints.workorders"
    label = "workorders"

    def ready(self) -> None:
        _tell_the_rooms_below()
        _offer_pages()
        _show_in_navigation()


def _tell_the_rooms_below() -> None:
    """Sentences, rules, verbs, messages, measures, clocks, public events, open work, whom one serves."""
    from django.utils.translation import gettext_lazy as _

    from callcenter import objections
    from callcenter.audit import verbs as trail
    from callcenter.clocks import kinds as clocks
    from callcenter.files.attachments import registry as attachments
    from callcenter.integrations import events
    from callcenter.measures import registry as measured
    from callcenter.notifications import kinds as notices
    from callcenter.people.offboarding.registry import provide_open_work
    from callcenter.rulebook import registry as rulebook
    from complaints.customers import serving as customers
    from complaints.workorders import (
        access,
        deadlines,
        handing_over,
        measures,
        messages,
        rulebook_entries,
        sentences,
        serving,
        verbs,
    )
    from complaints.workorders.models import WorkOrder

    objections.define(sentences.SENTENCES)
    rulebook.register(*rulebook_entries.ENTRIES)
    trail.define(verbs.VERBS)
    notices.define(*messages.KINDS, room=_("Work orders"))
    clocks.define(*deadlines.CLOCKS)
    measured.register_bases(*measures.BASES)
    measured.register(*measures.MEASURES)
    attachments.register(WorkOrder, may_view=access.may_see, may_edit=access.may_add_files)
    customers.provide("work_orders", serving.customers_of)
    provide_open_work(
        "work_orders",
        _("Work orders, tickets and coordination"),
        find=handing_over.find,
        hand_over=handing_over.hand_over,
    )
    events.define_acts(
        "workorders.order",
        {
            "recorded": _("A work order was taken down"),
            "informed": _("The customer of a work order was informed"),
            "objected": _("The customer of a work order is not satisfied"),
            "closed": _("A work order was closed"),
            "upgraded": _("A work order was upgraded to a complaint"),
        },
        events.without_words,
    )
    events.define_acts(
        "workorders.ticket",
        {
            "sent": _("A transfer ticket was sent"),
            "received": _("A transfer ticket was received"),
            "returned": _("A transfer ticket was returned"),
            "finished": _("A feedback slip was handed in"),
        },
        events.without_words,
    )


def _offer_pages() -> None:
    """Today, the search, the API, the button on complaints that were passed on."""
    from django.utils.translation import gettext_lazy as _

    from callcenter.api import registry as api
    from callcenter.web import search
    from callcenter.web import today as home
    from complaints.cases import sections
    from complaints.workorders import finding, from_cases, today

    home.register_todo(today.mine)
    home.register_todo(today.tickets)
    home.register_todo(today.coordination)
    search.register(_("Work orders"), finding.orders, order=45)
    api.register("complaints/work-orders", "complaints.workorders.api.WorkOrderViewSet")
    api.register("complaints/transfer-tickets", "complaints.workorders.tickets.api.TransferTicketViewSet")
    api.register(
        "complaints/coordination-requests", "complaints.workorders.coordination.api.CoordinationViewSet"
    )
    sections.register_button(
        sections.Button(_("Make it a work order"), from_cases.take_over_url, "file-text")
    )
    sections.register_button(sections.Button(_("Its work order"), from_cases.order_url, "file-text"))


def _show_in_navigation() -> None:
    """The entries of the menu."""
    from django.utils.translation import gettext_lazy as _

    from callcenter.access.matrix import Action, Scope
    from callcenter.web import navigation
    from complaints.workorders.models import SUBJECT

    navigation.register(
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("My work orders"),
            "workorders:index",
            icon="checklist",
            subject=SUBJECT,
            order=30,
            group=navigation.Group.MINE,
            on_phone=navigation.AGENTS,
            action=Action.CREATE,
            short=_("Orders"),
        ),
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("Work orders"),
            "workorders:orders",
            icon="list-details",
            subject=SUBJECT,
            order=31,
            group=navigation.Group.ORDERS,
            reach=Scope.TEAM,
        ),
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("Transfer tickets"),
            "workorders:tickets",
            icon="arrows-left-right",
            subject=SUBJECT,
            order=32,
            group=navigation.Group.ORDERS,
            reach=Scope.TEAM,
        ),
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("Coordination"),
            "workorders:coordination",
            icon="hierarchy-2",
            subject=SUBJECT,
            order=33,
            group=navigation.Group.ORDERS,
            reach=Scope.TEAM,
        ),
    )
