"""From messages to deliveries: what leaves the house, through which channel, when. Nothing is sent here.

Safe to run twice and to be killed: a message and its deliveries are planned in one transaction, and the database has
one delivery for each message and channel.
"""

import datetime

from django.db import connection, transaction
from django.utils import timezone

from callcenter.accounts.models import User
from callcenter.notifications.delivery import mail
from callcenter.notifications.delivery.models import Delivery, Way
from callcenter.notifications.delivery.rules import Slot, quiet_until, slot
from callcenter.notifications.messages.models import Message
from callcenter.notifications.preferences import selectors as preferences
from callcenter.people.models import Site

BATCH = 1000
LOCK_OF_BUNDLING = 0x64696765  # our half of PostgreSQL's advisory lock numbers: "dige"
BUNDLE = """
    UPDATE notifications_delivery AS delivery SET leader_id = bundle.leader
    FROM (
        SELECT waiting.id, min(waiting.id) OVER (PARTITION BY message.recipient_id) AS leader
        FROM notifications_delivery AS waiting JOIN notifications_message AS message ON message.id = waiting.message_id
        WHERE waiting.state = 'waiting' AND waiting.lane = 'email'
            AND waiting.digest_at <= %s AND waiting.leader_id IS NULL
    ) AS bundle
    WHERE delivery.id = bundle.id
"""


def plan() -> int:
    """Plan every message that has no plan yet; how many messages."""
    total = 0
    while planned := _plan_some():
        total += planned
    return total


@transaction.atomic
def _plan_some() -> int:
    now = timezone.now()
    waiting = Message.objects.filter(planned_at=None).order_by("pk")
    messages = list(waiting.select_for_update(skip_locked=True)[:BATCH])
    if messages:
        deliveries = [*_emails(messages, now), *_posts(messages, now)]
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True, batch_size=BATCH)
        Message.objects.filter(pk__in=[message.pk for message in messages]).update(planned_at=now)
    return len(messages)


def _emails(messages: list[Message], now: datetime.datetime) -> list[Delivery]:
    """One for each message to somebody who may still log in, has an address and wants it by e-mail."""
    ids = {message.recipient_id for message in messages if message.recipient_id}
    if not ids or not mail.is_set_up():
        return []
    reachable = User.objects.filter(pk__in=ids, is_active=True).exclude(email="")
    users = set(reachable.values_list("pk", flat=True))
    chosen = preferences.email_choices(users)
    habits = preferences.habits_of(users)
    found = []
    for message in messages:
        user = message.recipient_id
        if user not in users or message.is_read:
            continue
        way = preferences.email_choice(chosen, user, message.about)
        when = slot(way, is_urgent=message.about.is_urgent, habits=habits[user], now=now)
        if when is not None:
            found.append(_delivery(message, Way.EMAIL, "email", when))
    return found


def _posts(messages: list[Message], now: datetime.datetime) -> list[Delivery]:
    """One for each message to a chat channel; what is not urgent waits for the end of the site's quiet hours."""
    posts = [message for message in messages if message.chat_id]
    sites = Site.objects.filter(chat_channels__in={message.chat_id for message in posts}).distinct()
    habits = {site.pk: preferences.habits_of_site(site) for site in sites}
    of_channel = dict(sites.values_list("chat_channels", "pk"))
    found = []
    for message in posts:
        assert message.chat_id
        held = None if message.about.is_urgent else quiet_until(habits[of_channel[message.chat_id]], now)
        found.append(_delivery(message, Way.CHAT, f"chat:{message.chat_id}", Slot(held or now)))
    return found


def _delivery(message: Message, way: Way, lane: str, when: Slot) -> Delivery:
    return Delivery(message=message, way=way, lane=lane, due_at=when.due_at, digest_at=when.digest_at)


@transaction.atomic
def bundle() -> int:
    """Put the digest lines that are due into one e-mail for each person; how many lines. One process at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, 0)", [LOCK_OF_BUNDLING])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(BUNDLE, [timezone.now()])
        return int(cursor.rowcount)
