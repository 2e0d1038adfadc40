"""Log-ins of the last day on Today, for whoever looks after the system."""

import datetime
from urllib.parse import urlencode

from django.db.models import Count, Max, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.web import cells
from callcenter.web.today import Entry, Figure, Panel, facts

POSTS = (PostCode.SYSADMIN,)
STARTED, REFUSED = "accounts.session.started", "accounts.session.refused"
WRONG_FACTOR = "accounts.factor.refused"
DAY = datetime.timedelta(hours=24)
SHOWN = 3


def logins(request: HttpRequest) -> Panel | None:
    """How many got in and how many were turned away in 24 hours, and the names tried most."""
    since = timezone.now() - DAY
    recent = Event.objects.visible_to(request.user).filter(at__gte=since)
    counts = recent.aggregate(
        started=Count("pk", filter=Q(verb=STARTED)),
        refused=Count("pk", filter=Q(verb=REFUSED)),
        factors=Count("pk", filter=Q(verb=WRONG_FACTOR)),
    )
    tried = (
        recent.filter(verb=REFUSED)
        .values_list("after__username")
        .annotate(times=Count("pk"), last=Max("at"))
        .order_by("-times", "-last")[:SHOWN]
        if counts["refused"]
        else []
    )
    return facts(
        _("Log-ins of 24 hours"),
        figures=[
            Figure(_("Logged in"), f"{counts['started']:,}", url=_events(STARTED, since)),
            Figure(_("Turned away"), f"{counts['refused']:,}", url=_events(REFUSED, since)),
            Figure(_("Wrong second factor"), f"{counts['factors']:,}", url=_events(WRONG_FACTOR, since)),
        ],
        entries=[
            Entry(
                name or _("names that no log-in has"),
                _("tried %(times)s times") % {"times": times},
                end=cells.moment(last),
                icon="lock",
                tone="late" if times >= 5 else "",
            )
            for name, times, last in tried
        ],
        url=reverse("audit:events"),
    )


def _events(verb: str, since: datetime.datetime) -> str:
    query = urlencode({"verb": verb, "at_min": timezone.localtime(since).date().isoformat()})
    return f"{reverse('audit:events')}?{query}"
