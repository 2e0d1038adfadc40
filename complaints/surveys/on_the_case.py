"""What a complaint's page shows of surveys: the callbacks with their answers, and the way to ask the customer."""

from typing import Any

from django.urls import reverse

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import scope
from callcenter.accounts.models import User
from complaints.cases.models import Case
from complaints.surveys import access, wording
from complaints.surveys.callbacks.models import Callback
from complaints.surveys.case_source import CLOSED
from complaints.surveys.ratings.models import SUBJECT, Invitation


def context(case: Case, user: User) -> dict[str, Any] | None:
    """The callbacks in sight; None leaves the section out."""
    rows = Callback.objects.visible_to(user).filter(case=case).select_related("owner", "response", "site")
    found = [(one, wording.callback_state(one)) for one in rows.order_by("loop")]
    return {"callbacks": found} if found else None


def invite_url(case: Case, user: User) -> str:
    """Where its customer is asked; "" while it is open, or somebody asked already, or the user may not."""
    if case.state not in CLOSED or scope(user, Action.VIEW, SUBJECT) <= Scope.OWN:
        return ""
    if not access.may_ask(user, case.site_id):
        return ""
    asked = Invitation.objects.filter(kind="case", source_id=case.pk, state__in=["open", "answered"])
    return "" if asked.exists() else f"{reverse('surveys:invite')}?kind=case&reference={case.reference}"
