"""The product's settings as the tests need them: own servers unless DATABASE_URL and REDIS_URL name others, quick hashing.

The environment is set first, because settings read it when they are imported. Each process of a parallel run
(`pytest -n 2`) has its own database (pytest-django names it) and its own Redis database; so has each run in a lane.
"""

import os
import re
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
# Runs that go on at the same time share the servers, each in a lane of its own.
LANE = int(os.environ.get("CALLCENTER_TEST_LANE", "0"))
WORKERS_OF_A_LANE = 4

os.environ["CALLCENTER_LOCAL"] = "yes"
os.environ["CALLCENTER_HTTPS"] = "no"
os.environ["CALLCENTER_SECRET_KEY"] = "only-for-tests"
os.environ.setdefault("CALLCENTER_LOG_LEVEL", "WARNING")
os.environ["CALLCENTER_DATA_DIR"] = str(CHECKOUT / ".build" / "tests")

from callcenter.settings import *  # noqa: E402, F403
from callcenter.settings import CACHES, CELERY_BROKER_URL, DATABASES, REDIS_URL, STORAGES  # noqa: E402


def _own_redis(url: str) -> str:
    """The same Redis, a database of it further on for each worker of each lane."""
    if "://" in url and not re.search(r"(/|db=|virtual_host=)\d+$", url):
        url += "/0"
    return re.sub(r"\d+$", lambda number: str(int(number[0]) + LANE * WORKERS_OF_A_LANE + WORKER), url)


if LANE:
    DATABASES["default"]["TEST"] = {"NAME": f"test_{DATABASES['default']['NAME']}_lane{LANE}"}
REDIS_URL = _own_redis(REDIS_URL)
CACHES["default"]["LOCATION"] = REDIS_URL
CELERY_BROKER_URL = _own_redis(CELERY_BROKER_URL)
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real ones are slow on purpose
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
