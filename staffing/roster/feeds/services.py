"""The calendar address of somebody's shifts: making and renewing it, withdrawing it, reading it."""

import datetime
import hashlib
import secrets

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, position, require
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee
from staffing.roster.feeds.models import ShiftFeed

SEEN_EVERY = datetime.timedelta(hours=1)  # how exactly `read_at` is kept
WINDOW = 600  # seconds over which reads are counted
READS_OF_ONE = 20  # of one address in that time
READS_FROM_ONE_PLACE = 600  # from one network address: a whole floor may stand behind it


def digest(secret: str) -> str:
    """What is kept. Nobody guesses 192 random bits, so a quick hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def renew_feed(employee: Employee, *, actor: Actor) -> tuple[ShiftFeed, str]:
    """A new secret address for one's own shifts; the one before answers no more. Returns it with its secret, told once."""
    employee = _own(employee, actor)
    had_one = _withdraw(employee)
    secret = secrets.token_urlsafe(24)
    feed = ShiftFeed.objects.create(employee=employee, digest=digest(secret))
    audit.record(
        actor, "roster.feed.renewed" if had_one else "roster.feed.made", feed, site_id=employee.site_id
    )
    return feed, secret


@transaction.atomic
def withdraw_feed(employee: Employee, *, actor: Actor) -> None:
    """Take one's own address back: who still has it reads nothing more."""
    employee = _own(employee, actor)
    feed = ShiftFeed.objects.filter(employee=employee, withdrawn_at=None).first()
    if feed is None:
        raise RuleViolation(Objection("roster.no_feed"))
    _withdraw(employee)
    audit.record(actor, "roster.feed.withdrawn", feed, site_id=employee.site_id)


def feed_of(employee: Employee) -> ShiftFeed | None:
    """The address in force."""
    return ShiftFeed.objects.filter(employee=employee, withdrawn_at=None).first()


def read(secret: str) -> Employee | None:
    """Whose shifts the address shows; None where it is withdrawn or unknown, or its owner may no longer log in."""
    feed = (
        ShiftFeed.objects.filter(digest=digest(secret), withdrawn_at=None, employee__user__is_active=True)
        .select_related("employee__site", "employee__user")
        .first()
    )
    if feed is None:
        return None
    now = timezone.now()
    if feed.read_at is None or now - feed.read_at > SEEN_EVERY:
        ShiftFeed.objects.filter(pk=feed.pk).update(read_at=now)
    return feed.employee


def is_too_often(secret: str, place: str) -> bool:
    """Whether this address, or this network address, was asked more often than any calendar needs."""
    return (
        _counted(f"feed:{digest(secret)}") > READS_OF_ONE
        or _counted(f"feed-from:{place}") > READS_FROM_ONE_PLACE
    )


def _counted(key: str) -> int:
    cache.add(key, 0, WINDOW)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two lines
        return 1


def _own(employee: Employee, actor: Actor) -> Employee:
    employee = Employee.objects.select_for_update(of=("self",), no_key=True).get(pk=employee.pk)
    require(position(actor).employee_id == employee.pk)
    return employee


def _withdraw(employee: Employee) -> bool:
    standing = ShiftFeed.objects.filter(employee=employee, withdrawn_at=None)
    return bool(standing.update(withdrawn_at=timezone.now()))
