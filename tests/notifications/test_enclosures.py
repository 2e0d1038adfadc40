"""Files that go with letters: for whom, how often drawn, how large."""

import datetime

import pytest
import time_machine

from callcenter.notifications import kinds
from callcenter.notifications.delivery import planning, sending
from callcenter.notifications.enclosures import Enclosure
from callcenter.notifications.kinds import Email, Kind
from callcenter.notifications.models import Message
from callcenter.notifications.services import notify
from callcenter.rulebook.services import set_value
from tests.notifications.factories import make_reader

pytestmark = pytest.mark.django_db
NOON = "2026-11-21T04:00:00+00:00"
drawn: list[str] = []


def _draw(name: str, size: int) -> bytes:
    drawn.append(name)
    if size < 0:
        raise OSError("no space left")
    return b"x" * size


def _enclose(_subject, figures, reader):
    if figures["what"] == "nothing":
        return None
    name = f"{figures['what']}-{reader.language}.txt"
    return Enclosure(name, name, "text/plain", lambda: _draw(name, figures["size"]))


@pytest.fixture(autouse=True)
def clock():
    drawn.clear()
    kinds.define(Kind("tests.filed", "Filed", "%(what)s is filed", email=Email.AT_ONCE, enclosing=_enclose))
    kinds.define(Kind("tests.daily", "Filed", "%(what)s is filed", enclosing=_enclose))
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


def told(*people, kind: str = "tests.filed", what: str = "plan", size: int = 10) -> None:
    notify(kind, recipients=people, key=what, figures={"what": what, "size": size})


def send() -> None:
    planning.plan()
    sending.drain("email")


def files(letter) -> list[str]:
    return [part.get_filename() for part in letter.iter_attachments()]


def text(letter) -> str:
    return letter.get_body(("plain",)).get_content()


def test_letters_of_one_batch_draw_a_file_once_for_each_language(mail):
    told(make_reader("en"), make_reader("en"), make_reader("zh-hans"))
    told(make_reader("en"), what="nothing")
    send()
    assert sorted(drawn) == ["plan-en.txt", "plan-zh-hans.txt"]
    assert sorted(files(letter) for letter in mail.letters) == [
        [],
        ["plan-en.txt"],
        ["plan-en.txt"],
        ["plan-zh-hans.txt"],
    ]
    said = {letter["Content-Language"]: text(letter) for letter in mail.letters if files(letter)}
    assert "Attached: plan-en.txt" in said["en"]
    assert "附件：plan-zh-hans.txt" in said["zh-Hans"]
    assert Message.objects.filter(figures__what="plan").first().figures == {"what": "plan", "size": 10}


@pytest.mark.parametrize(("size", "is_enclosed"), [(1_000_000, True), (1_000_001, False)])
def test_what_is_larger_than_the_rulebook_allows_stays_on_the_page_and_the_letter_says_so(
    mail, size, is_enclosed
):
    _limit(1)
    told(make_reader(), size=size)
    send()
    [letter] = mail.letters
    assert files(letter) == (["plan-en.txt"] if is_enclosed else [])
    assert ("too large for an e-mail" in text(letter)) is not is_enclosed
    assert ("too large for an e-mail" in letter.get_body(("html",)).get_content()) is not is_enclosed


def test_a_digest_carries_what_has_room_in_it(mail, clock):
    _limit(1)
    reader = make_reader()
    for what, size in (("one", 600_000), ("two", 600_000), ("three", 300_000)):
        told(reader, kind="tests.daily", what=what, size=size)
    send()
    clock.shift(86_400)
    send()
    [letter] = mail.letters
    assert files(letter) == ["one-en.txt", "three-en.txt"]
    assert "The file two-en.txt is too large for an e-mail" in text(letter)


def test_a_file_that_cannot_be_made_keeps_no_letter_back(mail):
    told(make_reader(), size=-1)
    send()
    [letter] = mail.letters
    assert files(letter) == []
    assert "The file plan-en.txt could not be attached" in text(letter)


def _limit(megabytes: int) -> None:
    set_value(
        "notifications.most_enclosed",
        site=None,
        value=megabytes,
        effective_on=datetime.date(2026, 11, 21),
        reason="Small mailboxes",
        actor=None,
    )
