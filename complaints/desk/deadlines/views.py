"""The page of the calendar."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from callcenter.access.permissions import require
from callcenter.people.middleware import chosen_site
from callcenter.workcalendar.wording import WEEKDAYS
from complaints.cases.models import Case
from complaints.desk.deadlines import selectors
from complaints.desk.deadlines.rules import Span, read_day, sheet
from complaints.desk.tabs import desk_tabs, sees_several


@login_required
@require_GET
def deadlines(request: HttpRequest) -> HttpResponse:
    """What is due on each day of a month or a week at the site."""
    require(sees_several(request.user))
    site = chosen_site(request)
    span = Span.WEEK if request.GET.get("view") == Span.WEEK else Span.MONTH
    page = sheet(span, read_day(request.GET.get("on", ""), site.today()))
    with_steps = request.GET.get("steps") == "yes"
    cases = Case.objects.visible_to(request.user).filter(site=site)
    context = {
        "tabs": desk_tabs(request.user, "desk:deadlines"),
        "sheet": page,
        "weeks": selectors.days_of(page, cases, site, with_steps=with_steps),
        "weekdays": WEEKDAYS,
        "with_steps": with_steps,
        "today": site.today(),
    }
    return render(request, "desk/deadlines.html", context)
