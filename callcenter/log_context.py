"""What a line of the log belongs to: the request, the task and the job under way in this thread; plain Python."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ids: ContextVar[dict[str, str]] = ContextVar("log_ids", default={})  # noqa: B039  (never changed in place)


def ids() -> dict[str, str]:
    """The ids under way: request_id, task_id, job_id, as far as there are any."""
    return _ids.get()


@contextmanager
def within(**more: object) -> Iterator[None]:
    """Until the end of the block every line of the log carries these ids as well; empty ones are left out."""
    token = _ids.set(_ids.get() | {name: str(found) for name, found in more.items() if found})
    try:
        yield
    finally:
        _ids.reset(token)
