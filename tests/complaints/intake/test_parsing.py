"""Messages as values: charsets that lie, broken structures, everything that a program may write. The parser never raises."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from complaints.intake.mail import decoding, parsing, rules
from complaints.intake.mail.rules import Named, Reason
from tests.complaints.intake.factories import letter

MB = 1024 * 1024
LEAKS = "水壶漏水，请更换"


def parse(raw: bytes, most: int = 30 * MB) -> parsing.Parsed:
    return parsing.parse(raw, most_bytes=most)


def plain(body: bytes, charset: str, *head: str) -> bytes:
    lines = [
        "From: a@b.example",
        "Subject: Hello",
        *head,
        f"Content-Type: text/plain; charset={charset}",
        "Content-Transfer-Encoding: 8bit",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("gb18030", "gb2312"),
        ("gbk", "gb2312"),
        ("gb2312", "GB2312"),
        ("big5", "big5"),
        ("utf-8", "utf-8"),
        ("gb18030", "unknown-8bit"),
        ("gb18030", "us-ascii"),
        ("utf-8", "no-such-charset"),
    ],
)
def test_text_is_read_in_the_charset_that_was_written(written: str, named: str) -> None:
    text = "水壺漏水" if written == "big5" else LEAKS
    assert parse(plain(text.encode(written), named)).text == text


def test_a_character_beyond_gb2312_is_read_though_gb2312_is_named() -> None:
    assert parse(plain("镕㐀𠀀".encode("gb18030"), "gb2312")).text == "镕㐀𠀀"


def test_subject_is_read_encoded_and_raw() -> None:
    encoded = plain(b"x", "utf-8").replace(b"Hello", b"=?gb2312?B?y67D97XOy66jrMfruPzQ?= =?gb2312?Q?=BB=BB?=")
    assert parse(encoded).subject
    raw = plain(b"x", "utf-8").replace(b"Hello", LEAKS.encode("gb18030"))
    assert parse(raw).subject == LEAKS


def test_html_becomes_lines_without_scripts() -> None:
    body = b"<html><head><style>p{}</style></head><body><p>First</p><div>Second &amp; <b>third</b><br>fourth</div><script>x()</script></body></html>"
    found = parse(plain(body, "utf-8").replace(b"text/plain", b"text/html"))
    assert [line for line in found.text.splitlines() if line] == ["First", "Second & third", "fourth"]


def test_plain_text_goes_before_html_and_files_are_files() -> None:
    raw = letter(files=[("票据.pdf", b"%PDF-1.4 x"), ("a/../b.txt", b"text")])
    found = parse(raw)
    assert "水壶" in found.text
    assert [part.name for part in found.parts] == ["票据.pdf", "a/../b.txt"]
    assert found.sender == "li.na@customer.example"
    assert found.sender_name == "Li Na"


def test_files_beyond_the_limit_are_left_out_and_the_text_is_kept() -> None:
    raw = letter(files=[("big.bin", b"x" * (3 * MB)), ("small.txt", b"small")])
    found = parse(raw, most=2 * MB)
    assert found.left_out == ("big.bin",)
    assert [part.name for part in found.parts] == ["small.txt"]
    assert "水壶" in found.text


def test_a_message_that_was_cut_off_keeps_its_text() -> None:
    raw = letter(files=[("big.bin", b"x" * MB)])
    assert "水壶" in parse(raw[: len(raw) // 2]).text


def test_a_letter_within_the_letter_is_a_file_and_not_its_text() -> None:
    inner = letter(text="Inner words", subject="Inner")
    raw = (
        b"From: a@b.example\r\nSubject: Outer\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nOuter words\r\n"
        b"--x\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--x--\r\n"
    )
    found = parse(raw)
    assert found.text == "Outer words"
    assert len(found.parts) == 1
    assert b"Inner" in found.parts[0].content


CORPUS = [
    b"",
    b"\r\n\r\n",
    b"no headers at all",
    b"From: \r\nSubject\r\n\r\nbody",
    b"From: <>\r\n\r\n",
    b"From: =?utf-8?b?!!!?= <a@b.example>\r\nSubject: =?x?q?=ZZ?=\r\n\r\nbody",
    b"From: a@b.example\r\nContent-Type: multipart/mixed\r\n\r\n--x\r\n\r\nbody",
    b'From: a@b.example\r\nContent-Type: multipart/mixed; boundary=""\r\n\r\n----\r\nbody',
    b"From: a@b.example\r\nContent-Type: text/plain; charset*=utf-8''%ZZ\r\n\r\nbody",
    b"From: a@b.example\r\nContent-Type: text/plain; name*0*=x; name*2=y\r\n\r\nbody",
    b"From: a@b.example\r\nContent-Transfer-Encoding: base64\r\n\r\n####",
    b"From: a@b.example\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 6\nnothing",
    b"Content-Type: message/rfc822\r\n\r\n" * 60,
    b"From: " + b"(" * 5000 + b"a@b.example\r\n\r\n",
    b"From: a@b.example\r\nSubject: " + b"=?utf-8?q?a?= " * 3000 + b"\r\n\r\nx",
    b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1500)),
    b"From: a@b.example\r\nDate: Feb 31\r\nContent-Type: text/html\r\n\r\n<![if]><![CDATA[<!--<a",
    b"From: a@b.example\r\n\r\n\x00\x01\xff\xfe\xed\xa0\x80",
]


@pytest.mark.parametrize("raw", CORPUS, ids=range(len(CORPUS)))
def test_malformed_messages_are_read_as_far_as_they_go(raw: bytes) -> None:
    found = parse(raw)
    for text in (found.text, found.subject, found.sender, found.sender_name, found.message_id):
        assert "\x00" not in text
        text.encode("utf-8")
    rules.why_ignored(found, [])
    rules.title_of(found, "?")


HEADER = st.sampled_from([b"From", b"Subject", b"Content-Type", b"Content-Transfer-Encoding", b"Content-Disposition", b"MIME-Version", b"Return-Path", b"Message-ID", b"References"])  # fmt: skip
VALUE = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            b"multipart/mixed; boundary=x",
            b"text/html; charset=gb2312",
            b"base64",
            b"quoted-printable",
            b"attachment; filename*=utf-8''%E6%B0%B4",
            b"=?gb2312?B?y67=?=",
            b"message/rfc822",
            b"multipart/report; boundary=x",
        ]
    ),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(HEADER, VALUE), max_size=8), st.binary(max_size=400))
@example([(b"Content-Type", b"multipart/mixed; boundary=x")], b"--x\r\n\r\n--x\r\n--x--")
def test_the_parser_never_raises(heads: list[tuple[bytes, bytes]], body: bytes) -> None:
    raw = b"".join(name + b": " + value + b"\r\n" for name, value in heads) + b"\r\n" + body
    found = parse(raw)
    assert "\x00" not in found.text + found.subject
    rules.why_ignored(found, [])
    decoding.without_quotes(found.text)
    parsing.key_of(raw)


@pytest.mark.parametrize(
    ("headers", "sender", "expected"),
    [
        ({}, "a@b.example", None),
        ({"Auto-Submitted": "no"}, "a@b.example", None),
        ({"Auto-Submitted": "auto-replied"}, "a@b.example", Reason.AUTO_REPLY),
        ({"Auto-Submitted": "auto-generated; x=1"}, "a@b.example", Reason.AUTO_REPLY),
        ({"X-Autoreply": "yes"}, "a@b.example", Reason.AUTO_REPLY),
        ({"X-Auto-Response-Suppress": "OOF, AutoReply"}, "a@b.example", Reason.AUTO_REPLY),
        ({"Precedence": "auto_reply"}, "a@b.example", Reason.AUTO_REPLY),
        ({"Precedence": "bulk"}, "a@b.example", Reason.BULK),
        ({"List-Id": "<news.example>"}, "a@b.example", Reason.BULK),
        ({"Return-Path": "<>"}, "a@b.example", Reason.BOUNCE),
        ({"Return-Path": "<a@b.example>"}, "a@b.example", None),
        ({"X-Failed-Recipients": "a@b.example"}, "a@b.example", Reason.BOUNCE),
        ({}, "MAILER-DAEMON@b.example", Reason.BOUNCE),
        ({}, "Postmaster@b.example", Reason.BOUNCE),
        ({}, "complaints@center.example", Reason.OWN),
        ({}, "nobody", Reason.NO_SENDER),
    ],
)
def test_what_programs_write_is_ignored(
    headers: dict[str, str], sender: str, expected: Reason | None
) -> None:
    raw = letter(headers=headers, sender=sender)
    assert rules.why_ignored(parse(raw), ["complaints@center.example"]) == expected


def test_a_report_of_a_mail_server_is_a_bounce() -> None:
    raw = b"From: x@y.example\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nfailed\r\n--b--"
    assert rules.why_ignored(parse(raw), []) == Reason.BOUNCE


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("New words\n\nOn Mon, 2 Nov 2026 at 10:00, A <a@b.example> wrote:\n> old", "New words"),
        ("新的话\n\n在 2026年11月2日，客服 <a@b.example> 写道：\n> 旧", "新的话"),
        ("New\n-----Original Message-----\nold", "New"),
        ("新\n发件人: 客服 <a@b.example>\n旧", "新"),
        ("New\n> old\n> older\n", "New"),
        ("> only quotes", "> only quotes"),
        ("No quotes\nat all", "No quotes\nat all"),
    ],
)
def test_an_answer_is_kept_without_the_letter_that_it_answers(text: str, left: str) -> None:
    assert decoding.without_quotes(text) == left


def test_numbers_in_a_subject_are_found_in_any_writing() -> None:
    assert rules.tokens("Re: your ks-202611-0007, IN-000042.") == ["KS-202611-0007", "IN-000042"]
    assert rules.tokens("回复：投诉KS-202611-0007的处理") == ["KS-202611-0007"]
    assert rules.tokens("well-known words 2026") == []


def test_a_number_alone_proves_nothing() -> None:
    named = [Named(7, "KS-202611-0007", frozenset({"known@x.example"}))]
    assert rules.target("known@x.example", [], named).case_id == 7
    forged = rules.target("stranger@x.example", [], named)
    assert (forged.case_id, forged.claimed, forged.reason) == (None, "KS-202611-0007", Reason.CLAIMED)
    assert rules.target("stranger@x.example", [3], named).case_id == 3


def test_the_key_of_a_message_is_its_message_id() -> None:
    once, again = letter(text="one"), letter(text="one, with a Received line more")
    assert parsing.key_of(once) == parsing.key_of(again)
    bare = b"From: a@b.example\r\n\r\nbody"
    assert parsing.key_of(bare) != parsing.key_of(bare + b"x")
