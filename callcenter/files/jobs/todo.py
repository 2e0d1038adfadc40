"""Today's lines about jobs: checked imports that wait for their owner, and what went wrong lately."""

import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.files.jobs.models import Job, State, Work
from callcenter.web.today import Todo

LATELY = datetime.timedelta(days=2)
ICONS = {Work.IMPORT: "file-import", Work.EXPORT: "file-export", Work.BULK: "list-check"}


def todo(request: HttpRequest) -> list[Todo]:
    """The user's own jobs that ask for something: apply, correct, fetch."""
    since = timezone.now() - LATELY
    own = Job.objects.filter(requested_by=request.user.pk, created_at__gte=since).order_by("-pk")
    found = []
    for job in own[:20]:
        title = _title(job)
        if title:
            found.append(
                Todo(
                    title=title % {"file": job.file_name or job.label},
                    detail=job.message or job.label,
                    url=job.get_absolute_url(),
                    tone="late" if job.state in (State.REFUSED, State.FAILED) else "",
                    icon=ICONS[Work(job.work)],
                )
            )
    return found


def _title(job: Job) -> str:
    if job.work == Work.EXPORT:
        return _("Fetch the file “%(file)s”") if job.state == State.DONE and job.file else ""
    if job.work == Work.BULK:
        return _of_many(job)
    titles = {
        State.DRAFT: _("Assign the columns of “%(file)s”"),
        State.CHECKED: _("Apply “%(file)s”: it is checked"),
        State.REFUSED: _("Correct “%(file)s”: it was refused"),
        State.FAILED: _("“%(file)s” failed: start it again"),
    }
    return titles.get(State(job.state), "")


def _of_many(job: Job) -> str:
    """Many at once need a look when some were refused, or the whole stopped."""
    if job.state in (State.REFUSED, State.FAILED):
        return _("“%(file)s” stopped before its end")
    return _("“%(file)s”: see which were refused") if job.state == State.DONE and job.error_count else ""
