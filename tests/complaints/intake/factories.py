"""Makers of intake: mailboxes and letters as they come."""

from email.message import EmailMessage
from typing import Any

from callcenter.integrations.sealing import seal
from callcenter.people.models import Site
from complaints.intake.mail.keeping import keep
from complaints.intake.mail.models import SEALED_FOR, InboundMail, Mailbox, Security
from tests.complaints.intake.imap_server import PASSWORD, USER


def make_mailbox(site: Site, **fields: Any) -> Mailbox:
    """A mailbox that is read without encryption, as the server of the tests speaks."""
    given = {
        "address": "complaints@center.example",
        "host": "127.0.0.1",
        "user": USER,
        "password": seal(PASSWORD, SEALED_FOR),
        "security": Security.NONE,
        "language": "en",
    }
    return Mailbox.objects.create(site=site, **(given | fields))


def letter(**given: Any) -> bytes:
    """A message of a customer; `headers` adds to it, `files` are (name, content)."""
    message = EmailMessage()
    message["From"] = given.get("sender", "Li Na <li.na@customer.example>")
    message["To"] = "complaints@center.example"
    message["Subject"] = given.get("subject", "水壶漏水 The kettle leaks")
    message["Message-ID"] = given.get("message_id", "<one@customer.example>")
    for name, value in given.get("headers", {}).items():
        message[name] = value
    message.set_content(given.get("text", "水壶从第一天起就漏水。It leaks since the first day."))
    for name, content in given.get("files", ()):
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def brought(mailbox: Mailbox, raw: bytes) -> InboundMail:
    """The row of a message that came in and waits."""
    return keep(mailbox, raw)[0]
