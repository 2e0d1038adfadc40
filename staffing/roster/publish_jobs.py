"""A large roster is checked and published by a worker: the job shows how far it is, its file is the roster as published.

The job is one transaction: cancelled or killed, nothing is published; taken up again after it was, it only writes the file.
"""

from typing import BinaryIO

from django.utils.translation import gettext as _

from callcenter.access.permissions import Actor, require
from callcenter.files.exports.registry import Progress
from callcenter.files.exports.services import start_export
from callcenter.files.jobs.models import Job
from staffing.roster import access, workbook
from staffing.roster.models import Assignment, Roster
from staffing.roster.publishing import publish_roster

KIND = "roster.publish"
AT_ONCE = 5000  # shifts that are published while somebody waits for the page


def is_long(roster: Roster) -> bool:
    """Whether there are too many shifts to wait for."""
    return Assignment.objects.standing().filter(roster=roster).count() > AT_ONCE


def start_publishing(roster: Roster, *, actor: Actor, reason: str) -> Job:
    """Ask for the job; who asked must still be allowed to when a worker comes to it."""
    require(access.may_publish(actor, roster.site_id))
    params = {"roster": roster.pk, "reason": reason.strip(), "number": roster.published_number + 1}
    label = _("Roster published: %(roster)s") % {"roster": roster}
    return start_export(KIND, label, params=params, site_id=roster.site_id, actor=actor)


def produce(job: Job, stream: BinaryIO, progress: Progress) -> int:
    """The worker's part: check, publish, and write the roster; how many people are in it."""
    roster = Roster.objects.select_related("site", "department").get(pk=job.params["roster"])
    if roster.published_number < job.params["number"]:
        publish_roster(roster, actor=job.requested_by, reason=job.params["reason"], progress=progress)
    return workbook.write(roster, stream)
