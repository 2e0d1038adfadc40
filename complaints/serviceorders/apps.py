"""App configuration: what service orders declare to the rooms below."""

from django.apps import AppConfig


class ServiceOrdersConfig(AppConfig):
    name = "complaints.serviceorders"
    label = "serviceorders"

    def ready(self) -> None:
        _tell_the_rooms_below()
        _offer_pages()


def _tell_the_rooms_below() -> None:
    """Sentences, rules, verbs, messages, the application, files, events."""
    from django.utils.translation import gettext_lazy as _

    from callcenter import objections
    from callcenter.approvals import kinds as approvals
    from callcenter.audit import verbs as trail
    from callcenter.files.attachments import registry as attachments
    from callcenter.integrations import events
    from callcenter.notifications import kinds as notices
    from callcenter.rulebook import registry as rulebook
    from complaints.serviceorders import access, messages, rulebook_entries, sentences, verbs
    from complaints.serviceorders.models import ServiceOrder
    from complaints.serviceorders.off_site import OFF_SITE

    objections.define(sentences.SENTENCES)
    trail.define(verbs.VERBS)
    rulebook.register(*rulebook_entries.ENTRIES)
    notices.define(*messages.KINDS, room=_("Service orders"))
    approvals.define(OFF_SITE)
    attachments.register(ServiceOrder, may_view=access.may_see, may_edit=access.may_add_files)
    events.define_acts(
        "serviceorders.order",
        {
            "registered": _("A service order was registered"),
            "dispatched": _("A service order was dispatched"),
            "finished": _("A service order was finished on site"),
        },
        events.without_words,
    )


def _offer_pages() -> None:
    """Navigation, Today, the API."""
    from django.http import HttpRequest
    from django.utils.translation import gettext_lazy as _

    from callcenter.access.matrix import Scope
    from callcenter.api import registry as api
    from callcenter.rulebook.values import value
    from callcenter.web import navigation
    from callcenter.web import today as home
    from complaints.serviceorders import today
    from complaints.serviceorders.models import SUBJECT

    def is_used(request: HttpRequest) -> bool:
        site = getattr(request, "site", None)
        return bool(site) and bool(value("serviceorder.is_used", site))

    home.register_todo(today.visits)
    home.register_todo(today.to_manage)
    api.register("complaints/service-orders", "complaints.serviceorders.api.ServiceOrderViewSet")
    navigation.register(
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("Service orders"),
            "serviceorders:board",
            icon="tool",
            subject=SUBJECT,
            order=55,
            is_used=is_used,
            group=navigation.Group.ORDERS,
            reach=Scope.TEAM,
        )
    )
