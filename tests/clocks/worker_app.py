"""The Celery app of the tests' own workers: the product's, with the tests' kinds, and a sweep in small bites to be killed in."""

import django

django.setup()

from callcenter.celery import app  # noqa: E402
from callcenter.clocks import services  # noqa: E402
from tests.clocks import kinds  # noqa: E402

kinds.declare()
SWEEP = "tests.clocks.sweep"


@app.task(name=SWEEP)
def sweep() -> None:
    """The product's sweep, two clocks in a transaction."""
    services.sweep(batch=2)


__all__ = ["app"]
