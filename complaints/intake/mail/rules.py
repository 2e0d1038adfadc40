"""What becomes of a message: whether a program wrote it, and which complaint it belongs to. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from complaints.intake.mail.parsing import Parsed

DAEMONS = frozenset(
    {"mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon", "no-reply-bounce", "bounce", "bounces"}
)
BULK = frozenset({"bulk", "list", "junk"})
SUPPRESSED = ("all", "autoreply", "oof")
TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_/.-]{3,39}")
MOST_TOKENS = 20


class Reason(StrEnum):
    """Why a message became no complaint, or a new one though it names another."""

    BOUNCE = "bounce"
    AUTO_REPLY = "auto_reply"
    BULK = "bulk"
    OWN = "own"
    NO_SENDER = "no_sender"
    CLAIMED = "claimed"
    AFTER_GRACE = "after_grace"
    REFUSED = "refused"
    BROKEN = "broken"
    BY_HAND = "by_hand"
    NAMED = "named"
    ANSWERED = "answered"


def why_ignored(message: Parsed, own_addresses: Collection[str]) -> Reason | None:
    """Why no complaint comes of it and nobody gets an answer; None for what a person wrote.

    RFC 3834 and what mail servers do besides: bounces have an empty return path or are reports, answering machines say
    Auto-Submitted, Precedence, X-Autoreply or X-Auto-Response-Suppress, our own addresses never write to themselves.
    """
    signs, local = message.signs, message.sender.partition("@")[0]
    if message.return_path == "" or message.content_type == "multipart/report" or local in DAEMONS:
        return Reason.BOUNCE
    if "x-failed-recipients" in signs:
        return Reason.BOUNCE
    if message.sender in own_addresses:
        return Reason.OWN
    if signs.get("auto-submitted", "no").partition(";")[0].strip() not in ("no", ""):
        return Reason.AUTO_REPLY
    if "x-autoreply" in signs or "x-autorespond" in signs or signs.get("precedence") == "auto_reply":
        return Reason.AUTO_REPLY
    if any(one in signs.get("x-auto-response-suppress", "") for one in SUPPRESSED):
        return Reason.AUTO_REPLY
    if signs.get("precedence", "").strip() in BULK or "list-id" in signs:
        return Reason.BULK
    if not message.sender:
        return Reason.NO_SENDER
    return None


def tokens(subject: str) -> list[str]:
    """What in a subject may be a number of a complaint: words with a digit and a hyphen, in capitals."""
    found = (one.strip(".-/_").upper() for one in TOKEN.findall(subject))
    return list(dict.fromkeys(one for one in found if "-" in one and any(c.isdigit() for c in one)))[
        :MOST_TOKENS
    ]


@dataclass(frozen=True)
class Named:
    """A complaint whose number stands in the subject, with the addresses that are known to write about it."""

    case_id: int
    reference: str
    known: frozenset[str]


@dataclass(frozen=True)
class Target:
    """Which complaint a message belongs to. `claimed`: the number that it names without being known for it."""

    case_id: int | None = None
    reason: Reason | None = None
    claimed: str = ""


def target(sender: str, answered: Collection[int], named: Collection[Named]) -> Target:
    """By our own signed Message-ID that it answers; else by the number in its subject, from whoever is known there.

    A number alone proves nothing: numbers follow each other, and anybody can write one.
    """
    if answered:
        return Target(next(iter(answered)), Reason.ANSWERED)
    for one in named:
        if sender in one.known:
            return Target(one.case_id, Reason.NAMED)
    claimed = next((one.reference for one in named), "")
    return Target(claimed=claimed, reason=Reason.CLAIMED if claimed else None)


def title_of(message: Parsed, fallback: str) -> str:
    """One line for the complaint: the subject without its marks of answers, else the first line of the text."""
    subject = re.sub(
        r"^(?:\s*(?:re|fw|fwd|aw|wg|答复|回复|转发)\s*[:：])+\s*", "", message.subject, flags=re.IGNORECASE
    )
    first = next((line.strip() for line in message.text.splitlines() if line.strip()), "")
    return (subject.strip() or first or fallback)[:200]


def known_addresses(*groups: Collection[str | None]) -> frozenset[str]:
    """Addresses in small letters, without empty ones."""
    return frozenset(one.strip().lower() for group in groups for one in group if one and one.strip())
