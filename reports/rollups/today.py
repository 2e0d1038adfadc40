"""Days that wait to be summed again, on Today, for whoever looks after the system."""

from django.db.models import Min
from django.http import HttpRequest
from django.utils.translation import gettext as _

from callcenter.access.posts import PostCode
from callcenter.web import cells
from callcenter.web.today import Entry, Panel, facts
from reports.rollups.models import StaleDay

POSTS = (PostCode.SYSADMIN,)
SHOWN = 4


def stale(request: HttpRequest) -> Panel | None:
    """Every site's marked days: how many, and those that wait longest."""
    waiting = list(
        StaleDay.objects.values("site__name", "day")
        .annotate(since=Min("marked_at"))
        .order_by("since", "day")[:200]
    )
    entries = [
        Entry(str(row["day"]), row["site__name"], end=cells.moment(row["since"]), icon="hourglass", tone="soon")
        for row in waiting[:SHOWN]
    ]  # fmt: skip
    note = (
        _("%(count)s days wait to be summed again.") % {"count": len(waiting)}
        if waiting
        else _("No day waits to be summed again.")
    )
    return facts(_("Day sums"), entries=entries, note=note)
