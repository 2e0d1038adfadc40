"""What the rooms below operation keep; rooms above register their own."""

import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from callcenter.audit.letting_go import OldEvents
from callcenter.files.bulk.models import JobLine
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.models import BUSY, JobError
from callcenter.operation.retention import registry
from callcenter.rulebook.values import value


class JobFiles:
    """Files of jobs say themselves until when: the rule that held when they came."""

    title = _("Files of imports and exports")

    def count(self, before: datetime.datetime) -> int:
        return jobs.expired_files().count()

    def drop(self, before: datetime.datetime, limit: int) -> int:
        return jobs.drop_expired_files()


def _errors_of_ended_jobs() -> "QuerySet[JobError]":
    return JobError.objects.exclude(job__state__in=BUSY)


def _lines_of_ended_jobs() -> "QuerySet[JobLine]":
    return JobLine.objects.exclude(job__state__in=BUSY)


def register() -> None:
    """Called once at start."""
    registry.register("audit.event", "operation.keep_audit_days", OldEvents())
    registry.register("files.job_file", "operation.keep_job_files_days", JobFiles())
    errors = registry.Rows(_("Row errors of imports"), _errors_of_ended_jobs, "job__finished_at")
    registry.register("files.job_error", "operation.keep_job_errors_days", errors)
    lines = registry.Rows(_("Rows of acts on several at once"), _lines_of_ended_jobs, "job__finished_at")
    registry.register("files.job_line", "operation.keep_job_errors_days", lines)
    jobs.provide_keep_days(lambda: int(value("operation.keep_job_files_days")))
