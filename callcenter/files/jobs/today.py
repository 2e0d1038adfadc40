"""Jobs on Today, for whoever looks after the system: what waits, runs and went wrong."""

import datetime

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.posts import PostCode
from callcenter.files.jobs.models import BUSY, Job, State
from callcenter.web import cells
from callcenter.web.today import Entry, Figure, Panel, facts

POSTS = (PostCode.SYSADMIN,)
LATELY = datetime.timedelta(days=7)
SHOWN = 4


def jobs(request: HttpRequest) -> Panel | None:
    """Waiting, running and failed imports and exports; the latest failures by name."""
    since = timezone.now() - LATELY
    recent = Job.objects.visible_to(request.user).filter(created_at__gte=since)
    counts = recent.aggregate(
        busy=Count("pk", filter=Q(state__in=BUSY)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        refused=Count("pk", filter=Q(state=State.REFUSED)),
        done=Count("pk", filter=Q(state=State.DONE)),
    )
    wrong = recent.filter(state__in=(State.FAILED, State.REFUSED)).order_by("-pk")[:SHOWN]
    return facts(
        _("Imports and exports of 7 days"),
        figures=[
            Figure(_("Waiting or running"), str(counts["busy"]), url=_list(*BUSY)),
            Figure(
                _("Failed"), str(counts["failed"]), url=_list(State.FAILED), tone="bad" if counts["failed"] else ""
            ),
            Figure(_("Refused"), str(counts["refused"]), url=_list(State.REFUSED)),
            Figure(_("Done"), str(counts["done"]), url=_list(State.DONE)),
        ],
        entries=[
            Entry(
                job.file_name or job.label,
                job.message,
                job.get_absolute_url(),
                cells.moment(job.finished_at),
                "file-alert",
                "late" if job.state == State.FAILED else "soon",
            )
            for job in wrong
        ],
        url=reverse("files:jobs"),
    )  # fmt: skip


def _list(*states: str) -> str:
    return f"{reverse('files:jobs')}?" + "&".join(f"state={state}" for state in states)
