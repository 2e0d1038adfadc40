"""Deputies on Today: for whom one stands in."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from callcenter.access.permissions import position
from callcenter.people.delegations.listing import last_day
from callcenter.people.delegations.models import Delegation
from callcenter.web import cells
from callcenter.web.today import Entry, Panel, facts


def standing_in(request: HttpRequest) -> Panel | None:
    """Delegations of today in which the user is the deputy; nothing, and no question asked, when there is none."""
    where = position(request.user)
    if not where.stands_in_for or where.today is None:
        return None
    rows = Delegation.objects.filter(deputy=where.employee_id, period__contains=where.today)
    entries = [
        Entry(
            _("You stand in for %(name)s") % {"name": row.employee},
            _("until %(day)s") % {"day": cells.day(last_day(row))},
            icon="user-share",
        )
        for row in rows.select_related("employee")
    ]
    return facts(_("Deputies"), entries=entries, url=reverse("people:delegations"))
