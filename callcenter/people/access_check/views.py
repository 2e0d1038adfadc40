"""Check a person: each permission with the post, the assignment and the rows behind it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from callcenter.access.matrix import Action
from callcenter.access.permissions import may, require
from callcenter.people.access_check import selectors
from callcenter.people.employees.selectors import find, with_titles
from callcenter.people.employees.views import user_of, visible


@login_required
@require_GET
def pick(request: HttpRequest) -> HttpResponse:
    """Find the person to check."""
    require(may(request.user, Action.VIEW, "access.matrix"))
    user = user_of(request)
    text = request.GET.get("q", "").strip()[:100]
    people = with_titles(find(user, text))[:20] if text else []
    return render(request, "people/permissions_pick.html", {"text": text, "people": people})


@login_required
@require_GET
def person(request: HttpRequest, number: str) -> HttpResponse:
    """What this person may do today, and why."""
    require(may(request.user, Action.VIEW, "access.matrix"))
    employee = visible(request, number)
    context = {
        "employee": employee,
        "today": employee.site.today(),
        "check": selectors.check(employee),
        "is_open": bool(employee.user and employee.user.is_active),
    }
    return render(request, "people/permissions_person.html", context)
