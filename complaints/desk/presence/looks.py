"""Who has which complaint open: a heartbeat per person and complaint in Redis, gone an hour after the last.

A hint and nothing more: without Redis nobody is shown, and every write is guarded by the version of the complaint.
"""

import datetime
import logging
from dataclasses import dataclass
from functools import lru_cache

import redis
from django.conf import settings
from django.utils import timezone

from callcenter.accounts.models import User

log = logging.getLogger(__name__)
BEATS = datetime.timedelta(seconds=30)  # how often a page says that it is open
IS_HERE = 3 * BEATS  # one beat may be lost
KEPT = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Look:
    """One other person: `is_here` while their page says so, afterwards when they looked last."""

    name: str
    at: datetime.datetime
    is_here: bool


@lru_cache(maxsize=1)
def _client(url: str) -> "redis.Redis":
    return redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5, decode_responses=True)


def _key(case_id: int) -> str:
    return f"desk:looks:{case_id}"


def look(case_id: int, user: User) -> list[Look]:
    """Note that the user has it open now; the others, latest first."""
    now = timezone.now()
    try:
        with _client(settings.REDIS_URL).pipeline(transaction=False) as pipe:
            pipe.hset(_key(case_id), str(user.pk), now.isoformat())
            pipe.expire(_key(case_id), KEPT)
            pipe.hgetall(_key(case_id))
            found: dict[str, str] = pipe.execute()[-1]
    except redis.RedisError:
        log.warning("who has complaint %s open cannot be known now", case_id, exc_info=True)
        return []
    return _others(found, user, now)


def _others(found: dict[str, str], user: User, now: datetime.datetime) -> list[Look]:
    moments = {int(pk): datetime.datetime.fromisoformat(at) for pk, at in found.items() if int(pk) != user.pk}
    moments = {pk: at for pk, at in moments.items() if now - at < KEPT}
    if not moments:
        return []
    people = User.objects.filter(pk__in=moments).select_related("employee")
    looks = [
        Look(
            str(getattr(one, "employee", None) or one.get_full_name() or one.username),
            moments[one.pk],
            now - moments[one.pk] < IS_HERE,
        )
        for one in people
    ]
    return sorted(looks, key=lambda one: one.at, reverse=True)
