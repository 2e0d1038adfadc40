"""Who may do what with a job."""

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.files.jobs.models import Job


def may_cancel_job(actor: Actor, job: Job) -> bool:
    """The one who asked for it, or who may edit the site's jobs; the system itself."""
    if actor is None or job.requested_by_id == actor.pk:
        return True
    return _reaches(actor, Action.EDIT, job)


def may_download_result(actor: Actor, job: Job) -> bool:
    """An exported file is for the one who asked for it alone: it holds what that person may see."""
    return actor is not None and job.requested_by_id == actor.pk


def _reaches(actor: Actor, action: Action, job: Job) -> bool:
    reach = scope(actor, action, "files.job")
    return reach is Scope.ALL or (reach is Scope.SITE and job.site_id in position(actor).site_ids)
