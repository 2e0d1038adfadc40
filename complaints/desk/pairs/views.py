"""A complaint that was opened again, beside the earlier form."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from callcenter.accounts.models import User
from complaints.cases import log
from complaints.cases.finding import visible_case
from complaints.cases.models import Case
from complaints.desk.pairs.selectors import lines


@login_required
@require_GET
def pair(request: HttpRequest, reference: str) -> HttpResponse:
    """The form and the one before it, field by field, what differs marked; then the log of both."""
    case = visible_case(request.user, reference)
    if case.parent is None:
        raise Http404
    earlier = visible_case(request.user, case.parent.reference)
    context: dict[str, Any] = {
        "case": case,
        "earlier": earlier,
        "lines": lines(earlier, case),
        "logs": [
            (one, [(event, log.sentence(event)) for event in one.events.all()]) for one in (earlier, case)
        ],
    }
    return render(request, "desk/pair.html", context)


def url_of(case: Case, user: User) -> str:
    """For the button on a complaint's page: of a form that followed another."""
    return reverse("desk:pair", args=[case.reference]) if case.parent_id else ""
