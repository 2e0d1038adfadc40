"""What the tests of files share."""

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile

from callcenter.accounts.models import User
from callcenter.files.imports import registry, services
from callcenter.files.imports.registry import Mapping
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.models import Job
from tests.files.importers import DepartmentImporter

ROWS = b"code,name\nsales,Sales\nservice,Service\nqa,Quality\n"
BAD_ROWS = b"code,name\nsales,Sales\n?!,Service\n"


@pytest.fixture
def importer() -> Iterator[DepartmentImporter]:
    made = DepartmentImporter()
    registry.register(made)
    yield made
    registry._importers.pop(made.kind)


def upload(user: User, data: bytes = ROWS, name: str = "departments.csv", **fields) -> Job:
    """A file as sent, its columns guessed."""
    site_id = user.employee.site_id
    return services.start_import(
        "tests.departments", ContentFile(data, name), site_id=site_id, actor=user, **fields
    )


def checked(user: User, data: bytes = ROWS, name: str = "departments.csv") -> Job:
    """A file whose check has run."""
    job = upload(user, data, name)
    services.assign_columns(job, Mapping(**job.mapping), actor=user)
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def applied(user: User, data: bytes = ROWS, name: str = "departments.csv") -> Job:
    """A file whose application has run, however it ended."""
    job = checked(user, data, name)
    services.apply_import(job, actor=user)
    jobs.run(job.pk)
    job.refresh_from_db()
    return job
