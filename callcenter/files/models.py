"""Attachments, jobs and saved mappings."""

from callcenter.files.attachments.models import Attachment
from callcenter.files.bulk.models import JobLine
from callcenter.files.imports.models import SavedMapping
from callcenter.files.jobs.models import Job, JobError

__all__ = ["Attachment", "Job", "JobError", "JobLine", "SavedMapping"]
