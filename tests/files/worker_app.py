"""The Celery app of the tests' own worker: the product's, and an importer that waits in the middle of its rows.

The worker is started as `celery -A tests.files.worker_app worker`. CALLCENTER_TEST_GATE names a folder: the importer writes
`inside` there and goes on when `open` appears.
"""

import os
import time
from pathlib import Path

import django

django.setup()

from callcenter.celery import app  # noqa: E402
from callcenter.files.imports import registry  # noqa: E402
from callcenter.files.imports.registry import Source  # noqa: E402
from tests.files.importers import DepartmentImporter  # noqa: E402

GATE = Path(os.environ["CALLCENTER_TEST_GATE"])


def wait_at_the_gate(source: Source) -> None:
    (GATE / "inside").touch()
    while not (GATE / "open").exists():
        time.sleep(0.01)


registry.register(DepartmentImporter(hook=wait_at_the_gate))

__all__ = ["app"]
