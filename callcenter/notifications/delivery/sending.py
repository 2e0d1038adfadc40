"""Draining a lane: claim some deliveries, send each, note how it ended.

Promise: a delivery goes out once, but for one window. Who dies between the mail server's (or chat service's) yes and
our note of it leaves a claim whose lease runs out, and the delivery is sent again: an e-mail with the same Message-ID, a
chat post as it was. At most the one delivery that was on its way when the process died.
"""

import logging
import time
from contextlib import suppress
from typing import Any

from django.core.mail import get_connection
from django.db.models import Q
from django.utils import timezone, translation

from callcenter.accounts.models import User
from callcenter.notifications.chat.models import ChatChannel
from callcenter.notifications.chat.posting import NotPosted, post
from callcenter.notifications.delivery import breaker, claims, mail, planning
from callcenter.notifications.delivery.claims import Claim
from callcenter.notifications.delivery.enclosing import Drawings
from callcenter.notifications.delivery.models import OPEN, Delivery
from callcenter.notifications.delivery.rules import Habits
from callcenter.notifications.messages.models import Message
from callcenter.notifications.messages.reading import readable
from callcenter.notifications.preferences.selectors import habits_of

log = logging.getLogger(__name__)

EMAIL = "email"
AT_ONCE = 20  # deliveries of one claim: all are done well within the lease
ENOUGH = 25.0  # seconds that one call works


def lanes() -> list[str]:
    """The lanes that have something due."""
    now = timezone.now()
    due = Delivery.objects.filter(state__in=OPEN, due_at__lte=now).order_by()
    return sorted(due.values_list("lane", flat=True).distinct())


def drain(lane: str) -> bool:
    """Send what is due in the lane, for some seconds. Whether there may be more."""
    until = time.monotonic() + ENOUGH
    send = _send_letters if lane == EMAIL else _send_posts
    if lane == EMAIL:
        planning.bundle()
    while time.monotonic() < until:
        taken = claims.claim(lane, AT_ONCE)
        if not taken:
            return False
        send(lane, taken)
    return True


def _messages(taken: list[Claim]) -> dict[int, list[Message]]:
    """The messages of each claimed delivery: its own and, in a digest, those of its followers; oldest first."""
    leaders = {claim.delivery.pk: claim.delivery for claim in taken}
    lines = Delivery.objects.filter(Q(pk__in=leaders) | Q(leader__in=leaders)).select_related(
        "message__subject_type"
    )
    found: dict[int, list[Message]] = {pk: [] for pk in leaders}
    for line in lines.order_by("message_id"):
        found[line.leader_id if line.leader_id in found else line.pk].append(line.message)
        if line.pk in leaders:
            leaders[line.pk].message = line.message
    return found


def _send_letters(lane: str, taken: list[Claim]) -> None:
    """Send e-mails through one connection."""
    connection = get_connection()
    try:
        connection.open()
    except Exception as error:
        log.warning("the mail server cannot be used: %s", type(error).__name__)
        _lane_is_down(lane, taken, mail.reason(error))
        return
    try:
        _letters(lane, taken, connection)
    finally:
        with suppress(Exception):  # a server that is gone needs no goodbye
            connection.close()


def _letters(lane: str, taken: list[Claim], connection: Any) -> None:
    messages = _messages(taken)
    people = {lines[0].recipient_id for lines in messages.values()}
    users = User.objects.select_related("employee").in_bulk([pk for pk in people if pk])
    habits, drawings = habits_of(users), Drawings()
    for number, claim in enumerate(taken):
        lines = messages[claim.delivery.pk]
        user = users[lines[0].recipient_id or 0]
        if not claims.renew(claim):
            continue
        try:
            _letter(claim, lines, user, habits[user.pk], drawings, connection)
        except Exception as error:
            if mail.is_lane_trouble(error):
                claims.try_again(claim, mail.reason(error))
                _lane_is_down(lane, taken[number + 1 :], mail.reason(error))
                return
            _letter_failed(claim, error)
    breaker.worked(lane)


def _letter(
    claim: Claim, lines: list[Message], user: User, habits: Habits, drawings: Drawings, connection: Any
) -> None:
    """Send one letter about what is still unread and theirs to see; drop it when nothing is left to say."""
    open_to = readable(lines, user) if user.is_active and user.email else set()
    wanted = [message for message in lines if message.pk in open_to and not message.is_read]
    if not wanted:
        claims.drop(claim)
        return
    letter = mail.compose(claim.delivery, wanted, user, habits, drawings)
    letter.connection = connection
    letter.send()
    claims.sent(claim, {message.pk for message in lines} - {message.pk for message in wanted})


def _letter_failed(claim: Claim, error: Exception) -> None:
    if mail.is_final(error):
        claims.give_up(claim, mail.reason(error))
        return
    if not isinstance(error, OSError):
        log.exception("delivery %s cannot be made into an e-mail", claim.delivery.pk)
    claims.try_again(claim, mail.reason(error))


def _send_posts(lane: str, taken: list[Claim]) -> None:
    """Post to one chat group. What it does not take, it probably takes no other either: the rest waits."""
    channel = ChatChannel.objects.select_related("site").get(pk=lane.partition(":")[2])
    messages = _messages(taken)
    for number, claim in enumerate(taken):
        if not claims.renew(claim):
            continue
        if not channel.is_active:
            claims.drop(claim)
            continue
        with translation.override(channel.language), timezone.override(channel.site.zone):
            try:
                post(channel, _words(messages[claim.delivery.pk][0]))
            except NotPosted as failure:
                claims.try_again(claim, failure.kept)
                _lane_is_down(lane, taken[number + 1 :], failure.kept)
                return
        claims.sent(claim)
    breaker.worked(lane)


def _words(message: Message) -> str:
    """The sentence and, where the product's address is known, the page it leads to: a group has no message of its own."""
    address = mail.address(message.url) if message.url else ""
    return f"{message.sentence}\n{address}".strip()


def _lane_is_down(lane: str, rest: list[Claim], why: str) -> None:
    breaker.failed(lane, why)
    for claim in rest:
        claims.let_go(claim, why)
