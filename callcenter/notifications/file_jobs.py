"""Imports and exports ring the bell of who asked for them when they are done: files lies below and offers the moment."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.files.jobs.models import Job, State
from callcenter.notifications.kinds import Email, Kind
from callcenter.notifications.services import notify
from callcenter.people.models import Site
from callcenter.rulebook.values import value

CHECKED = Kind(
    "files.import_checked",
    _("An import is checked"),
    _("“%(file)s” is checked: %(what)s can be applied."),
    email=Email.OFF,
    is_for_teams=False,
    icon="file-import",
)
DONE = Kind(
    "files.job_done",
    _("An import or export is done"),
    _("“%(file)s” is done: %(what)s."),
    email=Email.OFF,
    is_for_teams=False,
    icon="circle-check",
)
WRONG = Kind(
    "files.job_wrong",
    _("An import or export went wrong"),
    _("“%(file)s” (%(what)s): %(why)s"),
    email=Email.DIGEST,
    is_for_teams=False,
    icon="file-alert",
)
KINDS = (CHECKED, DONE, WRONG)
_OF_STATE = {
    State.CHECKED: CHECKED,
    State.DONE: DONE,
    State.REFUSED: WRONG,
    State.FAILED: WRONG,
}


def ring(job: Job) -> None:
    """Tell who asked for the job how it ended, when it took long enough to have been left or went wrong."""
    kind = _OF_STATE.get(State(job.state))
    if kind is None or job.requested_by_id is None or job.params.get("is_command"):
        return
    if kind is not WRONG and not _was_long(job):
        return
    figures = {"file": job.file_name or job.label, "what": job.label, "why": job.message}
    notify(
        kind.key,
        recipients=[job.requested_by_id],
        subject=job,
        figures=figures,
        key=f"{job.pk}:{job.state}:{job.started_at and job.started_at.isoformat()}",
    )


def _was_long(job: Job) -> bool:
    if job.started_at is None:
        return False
    site = Site.objects.filter(pk=job.site_id).first() if job.site_id else None
    took = (job.finished_at or timezone.now()) - job.started_at
    return took >= value("notifications.job_rings_after", site)
