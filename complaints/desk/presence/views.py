"""The heartbeat of a complaint's page, answered with who else has it open; and the section that shows them."""

import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from callcenter.accounts.models import User
from callcenter.web.cells import span
from complaints.cases.finding import visible_case
from complaints.cases.models import Case
from complaints.desk.presence import looks


@login_required
@require_POST
def looking(request: HttpRequest, reference: str) -> HttpResponse:
    """`shown` says what the page shows already: when that is still so, the answer is empty and nothing is announced again."""
    assert request.user.is_authenticated
    shown = context_of(visible_case(request.user, reference), request.user)
    if request.POST.get("shown", "") == shown["shown"]:
        return HttpResponse(status=204)
    return render(request, "desk/looks.html", shown)


def context_of(case: Case, user: User) -> dict[str, Any]:
    """Who else has it open, and who had within the hour."""
    found = looks.look(case.pk, user)
    here = [one.name for one in found if one.is_here]
    last = next((one for one in found if not one.is_here), None)
    ago = span((timezone.now() - last.at).total_seconds()) if last else ""
    return {
        "case": case,
        "here": here,
        "last": last,
        "ago": ago,
        "shown": "|".join([*sorted(here), last.name if last else "", _minutes(last)]),
        "seconds": int(looks.BEATS.total_seconds()),
    }


def _minutes(last: looks.Look | None) -> str:
    """So exact that a page which stays open is written anew every ten minutes."""
    return str((timezone.now() - last.at) // datetime.timedelta(minutes=10)) if last else ""
