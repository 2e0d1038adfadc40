"""What cases offer on pages of the rooms below: menu, Today, search, files, the customer's page, work of a leaver."""

from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Scope
from callcenter.access.posts import PostCode
from callcenter.api import registry as api
from callcenter.files.attachments import registry as attachments
from callcenter.integrations import events
from callcenter.people.offboarding.registry import provide_open_work
from callcenter.web import navigation, search
from callcenter.web import today as home
from complaints.cases import access, finding, leaving, of_customers, regulation_section, today, verbs
from complaints.cases.dossier import SUBJECT, Case
from complaints.customers import sections as of_customer
from complaints.customers import serving

MANAGERS = (PostCode.DIRECTOR, PostCode.CENTER_MANAGER, PostCode.DEPUTY_GM, PostCode.GM)
SERVICE = frozenset({PostCode.COMPLAINT_OFFICER, PostCode.DIRECTOR, PostCode.CENTER_MANAGER})


def register() -> None:
    """Called once at start."""
    regulation_section.register()
    home.register_todo(today.cases_due)
    home.register_todo(today.to_accept)
    home.register_todo(today.steps_due)
    home.register_todo(today.sent_back)
    home.register_panel(today.panel, posts=(*MANAGERS, PostCode.COMPLAINT_OFFICER), order=40)
    search.register(_("Complaints"), finding.found, order=30)
    attachments.register(Case, may_view=access.may_see, may_edit=access.may_add_files)
    provide_open_work(
        "cases", _("Complaints and their steps"), find=leaving.find, hand_over=leaving.hand_over
    )
    serving.provide("cases", of_customers.served_by)
    of_customer.register(
        of_customer.Section(
            "cases", _("Complaints"), "cases/of_customer.html", of_customers.context, order=10
        )
    )
    of_customer.register_button(
        of_customer.Button(_("Take a complaint"), of_customers.new_url, "message-report")
    )
    api.register("complaints/cases", "complaints.cases.api.ComplaintViewSet")
    api.register("complaints/steps", "complaints.cases.api.ComplaintStepViewSet")
    api.register("complaints/letters", "complaints.cases.letters.api.ComplaintLetterViewSet")
    api.register("complaints/links", "complaints.cases.duplicates.api.ComplaintLinkViewSet")
    api.register("complaints/merges", "complaints.cases.duplicates.api.ComplaintMergeViewSet")
    for verb, title in verbs.EVENTS.items():
        events.define(verb, title, events.without_words)
    _show_in_navigation()


def _show_in_navigation() -> None:
    """The entries of the menu."""
    navigation.register(
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("All complaints"),
            "cases:index",
            icon="message-report",
            subject=SUBJECT,
            order=20,
            group=navigation.Group.CASES,
            on_phone=frozenset({PostCode.COMPLAINT_OFFICER}),
            short=_("Complaints"),
            reach=Scope.TEAM,
        ),
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("Take a complaint"),
            "cases:new",
            icon="message-plus",
            subject=SUBJECT,
            order=12,
            group=navigation.Group.MINE,
            action=access.Action.CREATE,
        ),
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("My complaints"),
            "cases:mine",
            icon="bookmark",
            subject=SUBJECT,
            order=14,
            group=navigation.Group.MINE,
        ),
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("Steps of departments"),
            "cases:steps",
            icon="subtask",
            subject=SUBJECT,
            order=16,
            group=navigation.Group.MINE,
            reach=Scope.TEAM,
        ),
        navigation.Entry(
            navigation.Area.COMPLAINTS,
            _("Causes and steps"),
            "cases:settings",
            icon="settings",
            subject=SUBJECT,
            order=95,
            group=navigation.Group.SETTINGS,
            action=access.Action.EDIT,
        ),
    )
