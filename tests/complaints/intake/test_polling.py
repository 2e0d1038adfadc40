"""Reading a mailbox over a real connection: what is new, once, from where a killed reader stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import timezone

from callcenter.operation.doctor.registry import Level
from complaints.cases.models import Case
from complaints.intake import tasks, watching
from complaints.intake.mail import polling
from complaints.intake.mail.models import Became, InboundMail, Mailbox
from tests.complaints.factories import Center, make_center
from tests.complaints.intake.factories import letter, make_mailbox
from tests.complaints.intake.imap_server import Folder, imap_server
from tests.together import together
from tests.workers import database_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder() -> Iterator[Folder]:
    with imap_server() as found:
        yield found


@pytest.fixture
def center() -> Center:
    return make_center()


@pytest.fixture
def mailbox(center: Center, folder: Folder) -> Mailbox:
    """Known from before: what arrives now is new."""
    made = make_mailbox(center.site, port=folder.port)
    polling.poll(made.pk)
    return made


def numbered(number: int) -> bytes:
    return letter(message_id=f"<{number}@customer.example>", subject=f"Matter {number}")


def test_what_lies_in_a_new_mailbox_stays_out_and_what_comes_is_read(center: Center, folder: Folder) -> None:
    folder.put(numbered(1))
    mailbox = make_mailbox(center.site, port=folder.port)
    assert polling.poll(mailbox.pk) == 0
    folder.put(numbered(2))
    folder.put(numbered(3))
    assert polling.poll(mailbox.pk) == 2
    assert polling.poll(mailbox.pk) == 0
    assert sorted(InboundMail.objects.values_list("uid", flat=True)) == [2, 3]
    mailbox.refresh_from_db()
    assert (mailbox.uid_validity, mailbox.last_uid, mailbox.trouble) == (7, 3, "")
    assert not any("STORE" in line or "EXPUNGE" in line for line in folder.log)
    assert any(line.startswith("EXAMINE") for line in folder.log)


def test_what_was_read_becomes_complaints(mailbox: Mailbox, folder: Folder) -> None:
    folder.put(numbered(1))
    tasks.poll_mailbox(mailbox.pk)
    assert InboundMail.objects.get().state == Became.CASE
    assert Case.objects.get().title == "Matter 1"


def test_a_server_that_counts_anew_brings_nothing_twice(mailbox: Mailbox, folder: Folder) -> None:
    folder.put(numbered(1))
    assert polling.poll(mailbox.pk) == 1
    folder.validity = 8
    folder.put(numbered(2))
    assert polling.poll(mailbox.pk) == 1
    assert InboundMail.objects.count() == 2
    mailbox.refresh_from_db()
    assert (mailbox.uid_validity, mailbox.last_uid) == (8, 2)


def test_a_mailbox_that_fails_says_since_when_and_why_and_recovers(mailbox: Mailbox, folder: Folder) -> None:
    folder.refuses = True
    assert polling.poll(mailbox.pk) == 0
    mailbox.refresh_from_db()
    since = mailbox.failing_since
    assert since is not None
    assert "Wrong password" in mailbox.trouble
    found = watching._mailboxes()
    assert (found.level, mailbox.address in found.sentence) == (Level.ERROR, True)
    assert watching._failing() == 1.0
    assert "Wrong password" in polling.test(mailbox)
    polling.poll(mailbox.pk)
    mailbox.refresh_from_db()
    assert mailbox.failing_since == since
    folder.refuses = False
    assert polling.test(mailbox) == ""
    folder.put(numbered(1))
    assert polling.poll(mailbox.pk) == 1
    mailbox.refresh_from_db()
    assert (mailbox.failing_since, mailbox.trouble) == (None, "")
    assert watching._mailboxes().level == Level.WELL


def test_a_server_that_is_not_there_is_a_trouble_and_no_error(center: Center) -> None:
    mailbox = make_mailbox(center.site, port=1)
    assert polling.poll(mailbox.pk) == 0
    mailbox.refresh_from_db()
    assert "ConnectionRefusedError" in mailbox.trouble


def test_a_password_whose_key_is_lost_is_a_trouble(mailbox: Mailbox) -> None:
    Mailbox.objects.update(password="gAAAA-not-ours")
    polling.poll(mailbox.pk)
    mailbox.refresh_from_db()
    assert mailbox.trouble == "SECRET_KEY"


def test_a_mailbox_out_of_use_is_not_read(mailbox: Mailbox, folder: Folder) -> None:
    Mailbox.objects.update(is_active=False)
    folder.put(numbered(1))
    assert polling.due() == []
    assert polling.poll(mailbox.pk) == 0
    assert not InboundMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_readers_at_once_bring_every_message_once() -> None:
    with imap_server() as folder:
        mailbox = make_mailbox(make_center().site, port=folder.port)
        polling.poll(mailbox.pk)
        for number in range(5):
            folder.put(numbered(number))
        found = together(*[lambda: polling.poll(mailbox.pk)] * 3)
        assert sum(found) == 5
        assert InboundMail.objects.count() == 5


READER = """
import django, os, signal, sys
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[3]
from complaints.intake.mail import keeping, treating
from complaints.intake import tasks
where, mailbox = sys.argv[1], int(sys.argv[2])

def die(*args, **given):
    os.kill(os.getpid(), signal.SIGKILL)

if where == "between fetch and commit":
    from django.db.models.fields.files import FieldFile
    save = FieldFile.save
    def save_and_die(self, *args, **given):
        save(self, *args, **given)
        die()
    FieldFile.save = save_and_die
elif where == "before it is treated":
    treating.treat_waiting = die
elif where == "after the complaint, before the commit":
    treating.outbox.confirm = die
tasks.poll_mailbox(mailbox)
"""
PLACES = ("between fetch and commit", "before it is treated", "after the complaint, before the commit")


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", PLACES)
def test_a_reader_that_is_killed_anywhere_makes_exactly_one_complaint(where: str) -> None:
    with imap_server() as folder:
        mailbox = make_mailbox(make_center().site, port=folder.port)
        polling.poll(mailbox.pk)
        folder.put(numbered(1))
        killed = subprocess.run(
            [sys.executable, "-c", READER, where, str(mailbox.pk), str(settings.MEDIA_ROOT)],
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "DATABASE_URL": database_url(),
                "PYTHONPATH": str(settings.BASE_DIR),
            },
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()[-2000:]
        deadline = time.monotonic() + 20
        while (
            time.monotonic() < deadline and Case.objects.count() < 1
        ):  # the server lets go of the dead one's lock
            tasks.poll_mailbox(mailbox.pk)
            tasks.treat_messages()
        tasks.poll_mailbox(mailbox.pk)
        tasks.treat_messages()
    assert Case.objects.count() == 1
    row = InboundMail.objects.get()
    assert row.state == Became.CASE
    assert row.received_at <= timezone.now()
