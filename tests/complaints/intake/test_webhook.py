"""Messages that another system posts: signed, fresh, once."""

import time

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from complaints.cases.models import Case
from complaints.intake.mail import mailboxes, treating
from complaints.intake.mail.models import InboundMail, Mailbox
from complaints.intake.mail.webhook import signature
from tests.complaints.factories import Center, make_center
from tests.complaints.intake.factories import letter, make_mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def center() -> Center:
    return make_center()


@pytest.fixture
def mailbox(center: Center) -> Mailbox:
    return make_mailbox(center.site, host="")


@pytest.fixture
def secret(center: Center, mailbox: Mailbox) -> str:
    return mailboxes.renew_secret(mailbox, actor=center.user("director"))


def post(
    mailbox: Mailbox, secret: str, body: bytes, content_type: str = "message/rfc822", **given: str
) -> int:
    at = given.get("at", str(int(time.time())))
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": at,
        "webhook-signature": given.get("signature", signature(secret, "msg_1", at, body)),
    }
    url = reverse("intake:inbound", args=[mailbox.key])
    client = Client(enforce_csrf_checks=True)
    return client.post(url, body, content_type=content_type, headers=headers).status_code


def test_a_raw_message_is_taken_once(mailbox: Mailbox, secret: str) -> None:
    assert post(mailbox, secret, letter()) == 202
    assert post(mailbox, secret, letter()) == 202
    assert InboundMail.objects.count() == 1
    treating.treat_waiting()
    assert Case.objects.get().contact_email == "li.na@customer.example"


@pytest.mark.parametrize("file", ["", '; filename="m.eml"\r\nContent-Type: message/rfc822'])
def test_a_message_in_a_form_is_taken(mailbox: Mailbox, secret: str, file: str) -> None:
    head = f'--bb\r\nContent-Disposition: form-data; name="message"{file}\r\n\r\n'.encode()
    other = b'--bb\r\nContent-Disposition: form-data; name="note"\r\n\r\nx\r\n'
    body = other + head + letter() + b"\r\n--bb--\r\n"
    assert post(mailbox, secret, body, "multipart/form-data; boundary=bb") == 202
    treating.treat_waiting()
    assert "since the first day" in Case.objects.get().content


def test_the_same_message_raw_and_in_a_form_is_one(mailbox: Mailbox, secret: str) -> None:
    post(mailbox, secret, letter())
    body = b'--bb\r\nContent-Disposition: form-data; name="message"\r\n\r\n' + letter() + b"\r\n--bb--\r\n"
    post(mailbox, secret, body, "multipart/form-data; boundary=bb")
    assert InboundMail.objects.count() == 1


def test_what_is_not_signed_for_this_moment_is_refused(mailbox: Mailbox, secret: str, center: Center) -> None:
    body = letter()
    assert post(mailbox, secret, body, signature="v1,AAAA") == 401
    assert post(mailbox, secret, body, signature="") == 401
    assert post(mailbox, secret, body, at="soon", signature="v1,AAAA") == 401
    assert post(mailbox, secret, body, at="٣" * 10, signature="v1,AAAA") == 401
    assert post(mailbox, secret, body, at=str(int(time.time()) - 301)) == 401
    assert post(mailbox, secret, body, at=str(int(time.time()) + 310)) == 401
    renewed = mailboxes.renew_secret(mailbox, actor=center.user("director"))
    assert post(mailbox, secret, body) == 401
    assert not InboundMail.objects.exists()
    assert post(mailbox, renewed, body) == 202


def test_a_signature_of_two_secrets_is_enough_with_one_that_fits(mailbox: Mailbox, secret: str) -> None:
    at = str(int(time.time()))
    good = signature(secret, "msg_1", at, letter())
    with time_machine.travel(int(at), tick=False):
        assert post(mailbox, secret, letter(), at=at, signature=f"v1,AAAA {good}") == 202


def test_a_mailbox_without_webhook_or_out_of_use_is_not_there(
    mailbox: Mailbox, secret: str, center: Center
) -> None:
    mailboxes.close_webhook(mailbox, actor=center.user("director"))
    assert post(mailbox, secret, letter()) == 404
    renewed = mailboxes.renew_secret(mailbox, actor=center.user("director"))
    Mailbox.objects.update(is_active=False)
    assert post(mailbox, renewed, letter()) == 404


def test_an_empty_post_is_no_message(mailbox: Mailbox, secret: str) -> None:
    assert post(mailbox, secret, b"\r\n") == 400
    assert post(mailbox, secret, b"--bb--\r\n", "multipart/form-data; boundary=bb") == 400


def test_the_secret_and_the_password_are_kept_encrypted(mailbox: Mailbox, secret: str) -> None:
    mailbox.refresh_from_db()
    kept = str(Mailbox.objects.values())
    assert secret not in kept
    assert "pass word" not in kept
