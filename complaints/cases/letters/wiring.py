"""What letters declare to the rooms below; called by the app's configuration."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from callcenter import objections
from callcenter.accounts.models import User
from callcenter.audit import verbs as trail
from callcenter.rulebook import registry as rulebook
from complaints.cases import access, sections
from complaints.cases.dossier import Case
from complaints.cases.letters import wording


def letters_url(case: Case, user: User) -> str:
    """Where letters are written, for those who serve the complaint."""
    return reverse("cases:letters", args=[case.reference]) if access.may_serve(user, case) else ""


def form_url(case: Case, user: User) -> str:
    """The form on paper, for those who may take it."""
    may = access.may_export(user, case.site_id) and not access.is_concerned(user, case)
    return reverse("cases:form-print", args=[case.reference, 1]) if may else ""


def register() -> None:
    """Sentences, rules, verbs, buttons on the complaint's page."""
    objections.define(wording.SENTENCES)
    trail.define(wording.VERBS)
    rulebook.register(*wording.ENTRIES)
    sections.register_button(sections.Button(_("Letters"), letters_url, "mail"))
    sections.register_button(sections.Button(_("Form on paper"), form_url, "printer"))
