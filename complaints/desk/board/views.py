"""The board's page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from callcenter.access.permissions import position, require
from callcenter.clocks.selectors import soon
from callcenter.people.models import Employee
from complaints.cases.models import Case, Severity
from complaints.desk.board import selectors
from complaints.desk.tabs import desk_tabs, sees_several


@login_required
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Open complaints in columns by state. A card leads to its page, and to what may be done with it there."""
    require(sees_several(request.user))
    site = getattr(request, "site", None) or None
    rows = Case.objects.visible_to(request.user)
    if site is not None:
        rows = rows.filter(site=site)
    is_mine, is_serious = request.GET.get("whose") == "mine", request.GET.get("severity") == "serious"
    me = position(request.user).employee_id or 0
    rows = selectors.narrowed(rows, owner=me if is_mine else None, is_serious=is_serious)
    narrowing = {
        "site": site.code if site else "",
        "owner": Employee.objects.values_list("number", flat=True).get(pk=me) if is_mine and me else "",
        "severity": Severity.SERIOUS.value if is_serious else "",
    }
    columns = selectors.columns_of(rows, request.user, soon(site), narrowing)
    context = {
        "tabs": desk_tabs(request.user, "desk:board"),
        "columns": columns,
        "total": sum(column.count for column in columns),
        "is_mine": is_mine,
        "is_serious": is_serious,
    }
    return render(request, "desk/board.html", context)
