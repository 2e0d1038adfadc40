"""What every test shares. PostgreSQL and Redis are real: embedded ones unless DATABASE_URL and REDIS_URL are set."""

import contextlib
import importlib.util
import itertools
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker, Settings

from callcenter import messages
from callcenter.embedded import servers
from tests import emptying, migrated

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
_running = contextlib.ExitStack()
_tests = itertools.count(1)


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process starts the servers before its workers exist, and keeps them for the whole run."""
    folder = _running.enter_context(tempfile.TemporaryDirectory(prefix="callcenter-tests-"))
    settings.MEDIA_ROOT = Path(folder)
    emptying.instead_of_truncating()
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        messages.compile_newer(settings.BASE_DIR / "locale")
        _running.enter_context(servers.running(settings.DATA_DIR, durable=False))


def pytest_unconfigure(config: pytest.Config) -> None:
    _running.close()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Of modules, the longest goes out in parts; see sharing.py."""
    from tests import sharing

    return sharing.InParts(config, log) if config.getvalue("dist") == "loadscope" else None


def chromium() -> str | None:
    """Path of the system's Chromium; None when it, or Playwright, is missing."""
    if importlib.util.find_spec("playwright") is None:
        return None
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if chromium() is not None:
        return
    missing = pytest.mark.skip(reason="no Chromium here: apt install chromium")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(missing)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_keepdb: bool, django_db_createdb: bool
) -> None:
    """Test databases are copies of one that is migrated already; one that is kept (--reuse-db) is migrated on."""
    if django_db_keepdb and not django_db_createdb:
        return
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = migrated.template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The database as migrations leave it: what they wrote stays when tests that commit are cleaned up after."""
    with django_db_blocker.unblock():
        emptying.remember()


@pytest.fixture(autouse=True)
def _own_cache_keys(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Rows are rolled back after each test, so what the cache says of them must go as well: every test has its own keys."""
    settings.CACHES = {
        "default": settings.CACHES["default"] | {"KEY_PREFIX": f"{os.getpid()}-{next(_tests)}"}
    }


@pytest.fixture(autouse=True)
def _own_language_and_zone() -> None:
    """A request leaves its language and zone on the thread; every test begins with those of the settings."""
    translation.deactivate()
    timezone.deactivate()
