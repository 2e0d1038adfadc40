"""Django's `migrate`, at half the work on an empty database.

Each step of a migration draws every model that is related to the changed one anew. Packages change their tables in dozens
of steps, and most of those tables are related to the log-in, as nearly all of ours are: so the packages' tables go first,
with those of ours that they refer to.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor


class PackagesFirst(MigrationExecutor):
    """Plans the packages' migrations before those of the product."""

    def migration_plan(self, targets: Any, clean_start: bool = False) -> Any:
        """Django's plan for the targets in that order."""
        ours = {app.label for app in apps.get_app_configs() if is_ours(app.path)}
        return super().migration_plan(sorted(targets, key=lambda target: target[0] in ours), clean_start)


def is_ours(path: str) -> bool:
    """Whether an app's folder belongs to the product; packages lie in a virtual environment, which may stand beside it."""
    folder = Path(path)
    return folder.is_relative_to(settings.BASE_DIR) and "site-packages" not in folder.parts


@contextmanager
def seldom_looking_for_garbage() -> Iterator[None]:
    """Models that are drawn anew leave much behind; looking through all of the program after every few of them takes longer."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


class Command(migrate.Command):
    """The same command."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Apply or plan, with the order above."""
        with seldom_looking_for_garbage():
            super().handle(*args, **options)


migrate.MigrationExecutor = PackagesFirst  # type: ignore[attr-defined]
