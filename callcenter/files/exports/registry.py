"""What can be exported as a job: rooms register a producer per kind of file."""

from collections.abc import Callable
from typing import BinaryIO

from callcenter.files.jobs.models import Job

Progress = Callable[[int, int], None]
Producer = Callable[[Job, BinaryIO, Progress], int]  # writes the file for job.requested_by; how many rows

_producers: dict[str, Producer] = {}


def register(kind: str, producer: Producer) -> None:
    """Offer a producer; called in AppConfig.ready()."""
    _producers[kind] = producer


def get(kind: str) -> Producer:
    """The producer of that kind; KeyError when no room offers it."""
    return _producers[kind]
