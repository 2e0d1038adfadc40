"""The Celery app of the tests' own workers: the product's, with the tests' kinds."""

import django

django.setup()

from callcenter.celery import app  # noqa: E402
from callcenter.notifications import kinds  # noqa: E402
from tests.notifications.conftest import PLAIN, PROMPT, URGENT  # noqa: E402

kinds.define(PLAIN, PROMPT, URGENT, room="Tests")

__all__ = ["app"]
