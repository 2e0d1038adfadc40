"""Signs of life of beat and workers, and how much waits for them."""

import datetime

import redis
from django.conf import settings
from django.utils import timezone

from callcenter.operation.models import Heartbeat

CHAIN = "beat"  # beat asked, Redis carried, a worker wrote
QUEUE = "celery"


def beat() -> None:
    """Write that the chain from beat to the database holds."""
    Heartbeat.objects.update_or_create(name=CHAIN, defaults={"at": timezone.now()})


def silence() -> datetime.timedelta | None:
    """How long ago the last sign of life was; None when there never was one."""
    last = Heartbeat.objects.filter(name=CHAIN).first()
    return timezone.now() - last.at if last else None


def waiting() -> int:
    """Tasks that no worker has taken yet. Rows are the truth: what is lost here is found by the sweeps."""
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=3) as client:
        return int(client.llen(QUEUE))
