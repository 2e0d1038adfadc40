"""Deputies on Today: for whom one stands in, and who stands in for oneself."""

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from callcenter.access.permissions import position
from callcenter.people.delegations.listing import last_day
from callcenter.people.delegations.models import Delegation
from callcenter.web import cells
from callcenter.web.today import Entry, Panel, facts


def standing_in(request: HttpRequest) -> Panel | None:
    """Delegations of today in which the user is the deputy or the absent one; nothing when there is none."""
    where = position(request.user)
    if where.employee_id is None or where.today is None:
        return None
    mine = Q(employee=where.employee_id) | Q(deputy=where.employee_id)
    rows = Delegation.objects.filter(mine, period__contains=where.today).select_related("employee", "deputy")
    entries = [
        Entry(
            _("You stand in for %(name)s") % {"name": row.employee}
            if row.deputy_id == where.employee_id
            else _("%(name)s stands in for you") % {"name": row.deputy},
            _("until %(day)s") % {"day": cells.day(last_day(row))},
            icon="user-share",
        )
        for row in rows
    ]
    return facts(_("Deputies"), entries=entries, url=reverse("people:delegations")) if entries else None
