"""App configuration: what customers declare to the rooms below."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "complaints.customers"
    label = "customers"

    def ready(self) -> None:
        _tell_the_rooms_below()
        _offer_pages()
        _show_in_navigation()


def _tell_the_rooms_below() -> None:
    """Sentences, rules, verbs, messages, files, a leaver's customers, public events."""
    from django.utils.translation import gettext_lazy as _

    from callcenter import objections
    from callcenter.audit import verbs as trail
    from callcenter.files.attachments import registry as attachments
    from callcenter.files.imports import registry as imports
    from callcenter.integrations import events
    from callcenter.notifications import kinds as notices
    from callcenter.people.offboarding.registry import provide_open_work
    from callcenter.rulebook import registry as rulebook
    from complaints.customers import messages, rulebook_entries, sentences, verbs
    from complaints.customers.contacts import access as contacts
    from complaints.customers.contacts.models import ContactReport
    from complaints.customers.exchange.importer import CustomerImporter
    from complaints.customers.servants import leaving

    objections.define(sentences.SENTENCES)
    rulebook.register(*rulebook_entries.ENTRIES)
    trail.define(verbs.VERBS)
    notices.define(*messages.KINDS, room=_("Customers"))
    attachments.register(ContactReport, may_view=contacts.may_read, may_edit=contacts.may_add_file)
    imports.register(CustomerImporter())
    provide_open_work("customers", _("Customers"), find=leaving.find, hand_over=leaving.hand_over)
    acts = {
        "recorded": _("A customer was recorded"),
        "changed": _("A customer was changed"),
        "merged": _("Two records of a customer were merged"),
        "unmerged": _("A merge of customers was taken back"),
    }
    events.define_acts("customers.customer", acts, events.without_words)


def _offer_pages() -> None:
    """Today, the search and the API."""
    from django.utils.translation import gettext_lazy as _

    from callcenter.api import registry as api
    from callcenter.web import search
    from callcenter.web import today as home
    from complaints.customers import search as finding
    from complaints.customers import today

    home.register_todo(today.todo)
    home.register_todo(today.officer)
    search.register(_("Customers"), finding.search, order=30)
    api.register("complaints/customers", "complaints.customers.api.CustomerViewSet")
    api.register("complaints/contact-reports", "complaints.customers.api.ContactReportViewSet")


def _show_in_navigation() -> None:
    """The entries of the menu."""
    from django.utils.translation import gettext_lazy as _

    from callcenter.access.matrix import Action, Scope
    from callcenter.web import navigation
    from complaints.customers.dossier import SUBJECT

    navigation.register(
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("Customers"),
            "customers:index",
            icon="user-heart",
            subject=SUBJECT,
            order=60,
            group=navigation.Group.CUSTOMERS,
        ),
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("Contact reports"),
            "customers:reports",
            icon="report",
            subject=SUBJECT,
            order=61,
            group=navigation.Group.CUSTOMERS,
            reach=Scope.SITE,
            under="customers:reports",
        ),
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("Requests to see customers"),
            "customers:access",
            icon="lock-open",
            subject=SUBJECT,
            order=62,
            group=navigation.Group.CUSTOMERS,
            action=Action.APPROVE,
            reach=Scope.TEAM,
        ),
    )
