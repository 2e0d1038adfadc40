"""Very many running deadlines are worked out anew by a worker: the job shows how far it is, its file says what moved.

The job is one transaction: cancelled or killed, no deadline has moved, and a job that is taken up again begins anew.
"""

from typing import BinaryIO

from django.utils.translation import gettext as _

from callcenter.access.permissions import Actor
from callcenter.clocks import rebasing
from callcenter.clocks.rebasing import Move, Scope
from callcenter.files.exports.registry import Progress
from callcenter.files.exports.services import start_export
from callcenter.files.jobs.models import Job
from callcenter.people.models import Site
from callcenter.tabular.workbook import Column, Sheet, write_workbook

KIND = "clocks.rebase"
AT_ONCE = 500  # clocks that are worked out while somebody waits for the page
TELL_EVERY = 500  # clocks


def is_long(scope: Scope) -> bool:
    """Whether there are too many to wait for."""
    return rebasing.count(scope) > AT_ONCE


def start_rebase(scope: Scope, *, actor: Actor, reason: str, seen: str | None = None) -> Job:
    """Ask for the job. Refused as `rebase` is; who asked must still be allowed to when a worker comes to it."""
    rebasing.check(scope, actor=actor, reason=reason, seen=seen)
    params = {
        "kind": scope.kind,
        "with_calendar": scope.with_calendar,
        "with_rules": scope.with_rules,
        "reason": reason.strip(),
    }
    label = _("Deadlines worked out anew")
    return start_export(KIND, label, params=params, site_id=scope.site.pk, actor=actor)


def produce(job: Job, stream: BinaryIO, progress: Progress) -> int:
    """The worker's part: move the deadlines, and write those that moved; how many did."""
    site = Site.objects.get(pk=job.site_id or 0)
    asked = job.params
    scope = Scope(site, asked["kind"], asked["with_calendar"], asked["with_rules"])
    rebasing.check(scope, actor=job.requested_by, reason=asked["reason"])
    total, moved = rebasing.count(scope), []
    for done, move in enumerate(rebasing.work_out(scope, actor=job.requested_by, reason=asked["reason"]), 1):
        if move.is_moved:
            moved.append(_row(move))
        if done % TELL_EVERY == 0:
            progress(min(done, total), total)
    definitions = [
        (_("Site"), str(site)),
        (_("Reason"), asked["reason"]),
        (_("Running deadlines"), str(total)),
        (_("Moved"), str(len(moved))),
    ]
    columns = [
        Column(_("Deadline"), "number"),
        Column(_("Type"), width=30),
        Column(_("What it is about"), width=50, wrap=True),
        Column(_("Due before"), "datetime"),
        Column(_("Due now"), "datetime"),
        Column(_("Overdue at once"), "bool"),
    ]
    sheet = Sheet(_("Deadlines that moved"), columns, moved)
    return write_workbook(stream, [sheet], definitions=definitions, zone=site.zone, title=job.label)


def _row(move: Move) -> list[object]:
    clock = move.clock
    is_newly_overdue = move.is_overdue and not move.was_overdue
    return [clock.pk, clock.title, clock.label, clock.due_at, move.due_at, is_newly_overdue]
