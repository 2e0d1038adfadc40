"""A message as it came, as values. Pure, never raises: whatever is broken is left out, and what can be read is kept.

The standard library's parser with its old policy reads the structure. The new policy parses every header by grammar when
it is asked for, and some malformed ones raise or take seconds there; headers are read by `decoding.header` instead.
"""

import email.utils
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from complaints.intake.mail.decoding import cleaned, decoded, header, html_text

MOST_PARTS = 200
MOST_TEXT = 100_000  # characters of a body that are kept
ADDRESS = re.compile(
    r"[^\s<>@\"',;:()\[\]\\]{1,64}@[^\s<>@\"',;:()\[\]\\]{1,190}\.[^\s<>@\"',;:()\[\]\\.]{2,63}"
)
ENDINGS = {"text/plain": ".txt", "text/csv": ".csv", "image/png": ".png", "image/jpeg": ".jpg", "application/pdf": ".pdf", "message/rfc822": ".eml"}  # fmt: skip
DETACHED = ("message/rfc822", "message/delivery-status", "text/rfc822-headers")


@dataclass(frozen=True)
class Part:
    """One file of a message."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Parsed:
    """What a message says. `auto` holds the headers that programs give themselves away by, in lower case."""

    message_id: str = ""
    references: str = ""  # In-Reply-To and References together
    sender: str = ""
    sender_name: str = ""
    return_path: str | None = None  # "" is the empty one of bounces, None that there is none
    subject: str = ""
    text: str = ""
    content_type: str = ""
    auto: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    left_out: tuple[str, ...] = ()  # names of files beyond the limit
    is_broken: bool = False

    @property
    def signs(self) -> dict[str, str]:
        return dict(self.auto)


AUTO_HEADERS = ("auto-submitted", "precedence", "x-auto-response-suppress", "x-autoreply", "x-autorespond", "list-id", "x-loop", "x-failed-recipients")  # fmt: skip


def key_of(raw: bytes) -> str:
    """What makes a message the same one again: its Message-ID, or all of it where it has none."""
    head = re.split(rb"\r?\n\r?\n", raw[:65536], maxsplit=1)[0]
    found = re.search(rb"(?im)^message-id:\s*(<[^>\r\n]{3,900}>)", head)
    return hashlib.sha256(found[1] if found else raw).hexdigest()


def parse(raw: bytes, *, most_bytes: int) -> Parsed:
    """The message. Files beyond `most_bytes` together are left out, the text never is."""
    try:
        message = BytesParser(policy=compat32).parsebytes(raw)
        return _parsed(message, most_bytes)
    except Exception:  # whatever a hostile message does to the library, the text of it is kept
        return _rescued(raw)


def _rescued(raw: bytes) -> Parsed:
    """Of a message that the library cannot read: headers by their names, the rest as text."""
    head, _blank, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    lines = dict(re.findall(rb"(?im)^(from|subject|message-id|return-path):[ \t]*(.*)$", head[:65536]))
    found = {name.lower(): header(given.decode("utf-8", "surrogateescape")) for name, given in lines.items()}
    name, address = _address(found.get(b"from", ""))
    return Parsed(
        message_id=found.get(b"message-id", "")[:998],
        sender=address,
        sender_name=name,
        subject=found.get(b"subject", "")[:300],
        text=cleaned(decoded(body[:MOST_TEXT])).strip(),
        is_broken=True,
    )


def _parsed(message: Message, most_bytes: int) -> Parsed:
    bodies: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    parts: list[Part] = []
    left_out: list[str] = []
    used = 0
    for number, part in enumerate(_leaves(message)):
        kind, name = part.get_content_type(), _file_name(part)
        content = _content(part)
        is_file = bool(name) or part.get_content_disposition() == "attachment" or kind in DETACHED
        if kind in bodies and not is_file:
            bodies[kind].append(decoded(content, _charset(part)))
            continue
        name = name or f"{number + 1}{ENDINGS.get(kind, '.bin')}"
        used += len(content)
        if used > most_bytes:
            used -= len(content)
            left_out.append(name)
        elif content:
            parts.append(Part(name, content))
    plain = "\n\n".join(one.strip() for one in bodies["text/plain"] if one.strip())
    text = plain or html_text("\n".join(bodies["text/html"])[: 10 * MOST_TEXT])
    name, address = _address(_raw(message, "from"))
    path = _raw(message, "return-path") if "return-path" in message else None
    return Parsed(
        message_id=header(_raw(message, "message-id"))[:998],
        references=f"{header(_raw(message, 'references'))} {header(_raw(message, 'in-reply-to'))}".strip(),
        sender=address,
        sender_name=name,
        return_path=None if path is None else "" if path.strip() in ("", "<>") else header(path),
        subject=header(_raw(message, "subject"))[:300],
        text=cleaned(text[:MOST_TEXT]).strip(),
        content_type=message.get_content_type(),
        auto=tuple((one, header(_raw(message, one)).lower()) for one in AUTO_HEADERS if one in message),
        parts=tuple(parts),
        left_out=tuple(left_out),
    )


def _raw(message: Message, name: str) -> str:
    """The first header of that name as it came, with the bytes above ASCII as halves of characters."""
    for key, given in message.raw_items():
        if key.lower() == name:
            return str(given)
    return ""


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something, nested ones with them; letters within the letter are files."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        payload = part.get_payload()
        if isinstance(payload, list) and part.get_content_type() != "message/rfc822" and payload:
            waiting[:0] = [one for one in payload if isinstance(one, Message)]
        else:
            yield part


def _content(part: Message) -> bytes:
    payload = part.get_payload()
    if isinstance(payload, list):  # a letter within the letter
        return b"\n".join(one.as_bytes() for one in payload if isinstance(one, Message))
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        content = None
    if isinstance(content, bytes):
        return content
    return str(payload or "").encode("utf-8", "surrogateescape")


def _charset(part: Message) -> str:
    try:
        return str(part.get_content_charset() or "")
    except (ValueError, LookupError, TypeError):
        return ""


def _file_name(part: Message) -> str:
    try:
        return header(part.get_filename() or "")[:200]
    except (ValueError, LookupError, TypeError, IndexError):
        return ""


def _address(value: str) -> tuple[str, str]:
    """(name, address in small letters); the address is "" where there is none that a letter could go to."""
    text = value.replace("\r", " ").replace("\n", " ")[:2000]
    try:
        name, address = email.utils.parseaddr(text)
    except (ValueError, IndexError, TypeError, RecursionError):
        name, address = "", ""
    if not ADDRESS.fullmatch(address):
        found = ADDRESS.findall(header(text))
        address = found[-1] if found else ""
        name = name or header(text).replace(address, "").strip(" <>\"'")
    if not address.isascii():
        address = ""
    return header(name)[:120], address.lower()[:254]
