"""What becomes of messages: one complaint each, contacts of those that stand, nothing of what programs write."""

import datetime
import smtplib
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import override_settings
from django.utils import timezone

from callcenter.files.attachments.services import files_of
from callcenter.notifications.messages.models import Message
from callcenter.objections import RuleViolation
from callcenter.operation.doctor.registry import Level
from complaints.cases import services as cases
from complaints.cases.duplicates import merging
from complaints.cases.models import About, Case, CaseEvent, CaseLink, Channel, Contact, State
from complaints.intake import watching
from complaints.intake.mail import treating
from complaints.intake.mail.models import Became, InboundMail, Mailbox
from complaints.intake.mail.rules import Reason
from complaints.intake.mail.wording import REASONS, reason
from complaints.intake.outbox import addresses, sending
from complaints.intake.outbox.models import MailState, OutboundMail
from tests.complaints.factories import Center, make_center, taken_to
from tests.complaints.intake.factories import brought, letter, make_mailbox
from tests.rulebook.factories import set_value
from tests.together import together

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
SENDER = "li.na@customer.example"


@pytest.fixture
def center() -> Center:
    return make_center()


@pytest.fixture
def mailbox(center: Center) -> Mailbox:
    return make_mailbox(center.site)


def treated(mailbox: Mailbox, **given: Any) -> InboundMail:
    row = brought(mailbox, letter(**given))
    treating.treat(row)
    row.refresh_from_db()
    return row


def test_a_message_becomes_a_complaint_that_is_confirmed(mailbox: Mailbox, center: Center) -> None:
    row = treated(mailbox, files=[("photo.png", b"\x89PNG\r\n\x1a\n0"), ("bad.exe", b"MZ")])
    case = Case.objects.get()
    assert (row.state, row.case_id) == (Became.CASE, case.pk)
    assert (case.channel, case.state, case.owner) == (Channel.EMAIL, State.RECEIVED, center.director)
    assert (case.title, case.contact_email, case.contact_name) == (
        "水壶漏水 The kettle leaks",
        SENDER,
        "Li Na",
    )
    assert "since the first day" in case.content
    assert [file.name for file in files_of(case)] == ["photo.png"]
    left_out = CaseEvent.objects.get(case=case, kind="intake_files_left_out")
    assert left_out.data == {"names": "bad.exe"}
    assert OutboundMail.objects.get().in_reply_to == "<one@customer.example>"
    with row.raw.open("rb") as kept:
        assert b"<one@customer.example>" in kept.read()


def test_the_same_message_comes_in_once_however_often_it_is_brought(mailbox: Mailbox) -> None:
    first, again = brought(mailbox, letter()), brought(mailbox, letter())
    assert first.pk == again.pk
    assert treating.treat_waiting() == 1
    assert treating.treat_waiting() == 0
    assert not treating.treat(first)
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"headers": {"Auto-Submitted": "auto-replied"}}, Reason.AUTO_REPLY),
        ({"headers": {"Return-Path": "<>"}}, Reason.BOUNCE),
        ({"headers": {"Precedence": "bulk"}}, Reason.BULK),
        ({"sender": "MAILER-DAEMON@mx.example"}, Reason.BOUNCE),
        ({"sender": "complaints@center.example"}, Reason.OWN),
        ({"sender": "callcenter@localhost.example"}, None),
    ],
)
def test_programs_get_no_complaint_and_no_answer(
    mailbox: Mailbox, given: dict[str, Any], expected: Reason | None
) -> None:
    row = treated(mailbox, **given)
    is_ignored = expected is not None
    assert row.state == (Became.IGNORED if is_ignored else Became.CASE)
    assert row.reason == (expected or "")
    assert Case.objects.exists() != is_ignored
    assert OutboundMail.objects.exists() != is_ignored


def test_one_address_gets_so_many_confirmations_an_hour(mailbox: Mailbox) -> None:
    for number in range(5):
        treated(mailbox, message_id=f"<{number}@customer.example>", subject=f"Matter {number}")
    assert Case.objects.count() == 5
    assert OutboundMail.objects.count() == 3
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=1), tick=False):
        treated(mailbox, message_id="<later@customer.example>")
        assert OutboundMail.objects.count() == 4


def test_an_answer_to_our_letter_joins_its_complaint_whoever_sends_it(
    mailbox: Mailbox, center: Center
) -> None:
    treated(mailbox)
    ours = OutboundMail.objects.get().message_id
    row = treated(
        mailbox,
        message_id="<two@customer.example>",
        sender="husband@other.example",
        subject="Re: something",
        text="Still leaking.\n\nOn Mon, 2 Nov 2026 at 10:00, C <complaints@center.example> wrote:\n> received",
        headers={"In-Reply-To": ours},
    )
    case = Case.objects.get()
    assert (row.state, row.reason, row.case_id) == (Became.JOINED, Reason.ANSWERED, case.pk)
    assert Contact.objects.get().words == "Still leaking."
    assert (
        Message.objects.filter(kind="intake.customer_wrote", recipient=center.user("director")).count() == 1
    )


def test_a_forged_message_id_of_ours_joins_nothing(mailbox: Mailbox) -> None:
    treated(mailbox)
    case = Case.objects.get()
    forged = f"<case.{case.pk}.{'0' * 16}.{'0' * 32}@localhost>"
    row = treated(mailbox, message_id="<two@x.example>", headers={"References": forged})
    assert row.state == Became.CASE
    assert Case.objects.count() == 2
    assert addresses.case_ids(addresses.new_message_id(7) + addresses.new_message_id(9)) == [9, 7]


def test_the_number_in_the_subject_joins_from_who_is_known_there(mailbox: Mailbox) -> None:
    treated(mailbox)
    case = Case.objects.get()
    row = treated(mailbox, message_id="<two@customer.example>", subject=f"回复：{case.reference} 进展")
    assert (row.state, row.case_id, row.reason) == (Became.JOINED, case.pk, Reason.NAMED)


def test_a_forged_number_is_a_new_receipt_that_says_so(mailbox: Mailbox, center: Center) -> None:
    victim = taken_to(center, State.ACCEPTED)
    row = treated(mailbox, subject=f"Re: {victim.reference}", sender="stranger@x.example")
    assert (row.state, row.reason) == (Became.CASE, Reason.CLAIMED)
    assert row.case_id != victim.pk
    assert not Contact.objects.filter(case=victim).exists()
    assert victim.reference in reason(row)
    assert CaseEvent.objects.get(case=row.case, kind="intake_claims").data == {"reference": victim.reference}


def test_mail_to_a_merged_number_goes_to_the_survivor(mailbox: Mailbox, center: Center) -> None:
    treated(mailbox)
    merged, survivor = Case.objects.get(), taken_to(center, State.SUBMITTED)
    merging.merge(survivor, merged, actor=center.user("officer"), reason="The same")
    row = treated(mailbox, message_id="<two@customer.example>", subject=merged.reference)
    assert (row.state, row.case_id) == (Became.JOINED, survivor.pk)
    assert Contact.objects.get().case_id == survivor.pk


def test_after_the_end_it_joins_within_the_grace_days_and_is_a_linked_receipt_later(
    mailbox: Mailbox, center: Center
) -> None:
    treated(mailbox)
    case = Case.objects.get()
    cases.withdraw(case, actor=center.user("officer"), words="Lets it rest")
    row = treated(mailbox, message_id="<two@customer.example>", subject=case.reference)
    assert (row.state, row.case_id) == (Became.JOINED, case.pk)
    with time_machine.travel(timezone.now() + 15 * DAY, tick=False):
        late = treated(mailbox, message_id="<three@customer.example>", subject=case.reference)
    assert (late.state, late.reason) == (Became.CASE, Reason.AFTER_GRACE)
    link = CaseLink.objects.get()
    assert {link.case_id, link.other_id} == {case.pk, late.case_id}


def test_numbers_of_another_site_are_nobodys(mailbox: Mailbox) -> None:
    elsewhere = taken_to(make_center(), State.ACCEPTED)
    row = treated(mailbox, subject=elsewhere.reference)
    assert (row.state, row.reason) == (Became.CASE, "")


def test_a_refused_message_fails_with_the_reason_and_is_taken_up_again() -> None:
    from tests.factories import make_site

    mailbox = make_mailbox(make_site())  # nobody who could own a complaint
    row = treated(mailbox)
    assert row.state == Became.FAILED
    assert "director" in reason(row).lower() or reason(row)
    assert watching._mailboxes().level == Level.WARNING
    assert not Case.objects.exists()


def test_an_ignored_message_is_made_a_complaint_by_hand(mailbox: Mailbox, center: Center) -> None:
    row = treated(mailbox, headers={"Auto-Submitted": "auto-generated"})
    with pytest.raises(PermissionDenied):
        treating.take_up(row, actor=center.user("agent"))
    officer = center.user("officer")
    treating.treat(treating.take_up(row, actor=officer), by_hand=True, actor=officer)
    row.refresh_from_db()
    assert (row.state, row.reason) == (Became.CASE, Reason.BY_HAND)
    with pytest.raises(RuleViolation):
        treating.take_up(row, actor=officer)


def test_thirty_megabytes_of_files_leave_the_text(mailbox: Mailbox) -> None:
    set_value("intake.mail_max_mb", 1, mailbox.site)
    files = [("film.mp4", b"0" * (31 * 1024 * 1024)), ("note.txt", b"The receipt")]
    row = treated(mailbox, files=files)
    case = Case.objects.get()
    assert row.state == Became.CASE
    assert "since the first day" in case.content
    assert [file.name for file in files_of(case)] == ["note.txt"]
    assert CaseEvent.objects.get(case=case, kind="intake_files_left_out").data == {"names": "film.mp4"}


def test_every_reason_has_a_sentence() -> None:
    assert set(REASONS) == set(Reason)


SMTP = override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")


@SMTP
def test_the_confirmation_goes_out_once_and_ends_the_first_step(mailbox: Mailbox, center: Center) -> None:
    with override_settings(PUBLIC_URL="https://center.example"):
        treated(mailbox)
    assert sending.drain() == 1
    assert sending.drain() == 0
    sent = mail.outbox[0]
    case = Case.objects.get()
    assert sent.to == [SENDER]
    assert sent.from_email == "complaints@center.example"
    assert case.reference in sent.subject
    assert "https://center.example/complaints/intake/status/" in str(sent.body)
    headers = sent.extra_headers
    assert headers["Auto-Submitted"] == "auto-replied"
    assert headers["In-Reply-To"] == "<one@customer.example>"
    assert addresses.case_ids(headers["Message-ID"]) == [case.pk]
    letter_row = OutboundMail.objects.get()
    assert (letter_row.state, letter_row.secret) == (MailState.SENT, "")
    assert Contact.objects.get(case=case, is_ours=True).about == About.ACKNOWLEDGEMENT
    assert Case.objects.get().acknowledged_at is not None


class Refusing:
    """A mail server that is away, or knows nobody."""

    error: Exception = OSError("away")

    def __init__(self, **options: Any) -> None: ...

    def send_messages(self, messages: Any) -> int:
        raise self.error


class KnowingNobody(Refusing):
    error = smtplib.SMTPRecipientsRefused({SENDER: (550, b"unknown")})


def test_a_letter_waits_for_the_server_and_is_given_up_when_nobody_is_there(mailbox: Mailbox) -> None:
    treated(mailbox)
    with override_settings(EMAIL_BACKEND=f"{__name__}.Refusing"):
        assert sending.drain() == 0
    row = OutboundMail.objects.get()
    assert (row.state, row.attempts, row.trouble) == (MailState.WAITING, 1, "OSError")
    assert row.due_at > timezone.now()
    with override_settings(EMAIL_BACKEND=f"{__name__}.KnowingNobody"):
        OutboundMail.objects.update(due_at=timezone.now())
        assert sending.drain() == 0
    row.refresh_from_db()
    assert (row.state, row.secret) == (MailState.DEAD, "")


def test_old_messages_lose_their_bytes_and_never_come_in_again(mailbox: Mailbox) -> None:
    row = treated(mailbox)
    raw = watching.RawMessages()
    later = timezone.now() + DAY
    assert raw.count(timezone.now() - DAY) == 0
    assert (raw.count(later), raw.drop(later, 10), raw.count(later)) == (1, 1, 0)
    name = row.raw.name
    row.refresh_from_db()
    assert not row.raw
    assert row.sender == row.subject == ""
    assert not InboundMail._meta.get_field("raw").storage.exists(name)  # type: ignore[union-attr]
    assert brought(mailbox, letter()).pk == row.pk


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_makes_the_complaint() -> None:
    mailbox = make_mailbox(make_center().site)
    row = brought(mailbox, letter())
    found = together(*[lambda: treating.treat(row)] * 4)
    assert found.count(True) == 1
    assert Case.objects.count() == 1
    assert OutboundMail.objects.count() == 1
    raw = letter(message_id="<two@customer.example>")
    assert len(set(together(*[lambda: brought(mailbox, raw).pk] * 4))) == 1
