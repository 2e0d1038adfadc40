"""Messages of the days before the demo was made, with the letters and posts that went out for them: history, nothing is sent."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from callcenter.notifications import errors
from callcenter.notifications.delivery.models import Delivery, State, Way
from callcenter.notifications.figures import packed
from callcenter.notifications.models import ChatChannel, Message

SECOND = datetime.timedelta(seconds=1)


@dataclass(frozen=True)
class Told:
    """An event of `at`, days back, and whom it was told to; the fields are those of `notify`."""

    kind: str
    key: str
    recipients: tuple[int, ...]
    subject: models.Model
    figures: Mapping[str, Any]
    at: datetime.datetime


@transaction.atomic
def tell_of_the_past(site_id: int, events: Iterable[Told]) -> int:
    """Write the messages as they would stand by now; how many. Most were read, nearly all went out at the first attempt."""
    channels = list(ChatChannel.objects.filter(site=site_id, team=None))
    messages: list[Message] = []
    for told in events:
        common = {
            "kind": told.kind,
            "key": told.key,
            "site_id": site_id,
            "subject_type": ContentType.objects.get_for_model(told.subject),
            "subject_id": told.subject.pk,
            "figures": packed(dict(told.figures)),
            "url": told.subject.get_absolute_url(),  # type: ignore[attr-defined]
            "created_at": told.at,
            "planned_at": told.at + SECOND,
        }
        for number, recipient in enumerate(told.recipients):
            read_at = told.at + datetime.timedelta(minutes=9 + 23 * number)
            messages.append(Message(recipient_id=recipient, read_at=read_at, **common))
        listening = [channel for channel in channels if told.kind in channel.kinds]
        messages += [Message(chat=channel, **common) for channel in listening]
    messages = Message.objects.bulk_create(messages)
    last_letter = max((one.pk for one in messages if one.recipient_id), default=0)
    first_post = min((one.pk for one in messages if one.chat_id), default=0)
    Delivery.objects.bulk_create(
        [_delivery(message, message.pk in (last_letter, first_post)) for message in messages]
    )
    return len(messages)


def _delivery(message: Message, is_given_up: bool) -> Delivery:
    planned = message.created_at + SECOND
    error, attempts = "", 1
    if is_given_up and message.chat:
        error, attempts = errors.packed("chat.refused", service=message.chat.service, code=404), 8
    elif is_given_up:
        error = errors.packed("mail.refused", codes="552")  # the mailbox is full
    return Delivery(
        message=message,
        way=Way.CHAT if message.chat else Way.EMAIL,
        lane=f"chat:{message.chat_id}" if message.chat else "email",
        state=State.DEAD if error else State.SENT,
        attempt=attempts,
        due_at=planned,
        created_at=planned,
        ended_at=planned + SECOND,
        error=error,
    )
