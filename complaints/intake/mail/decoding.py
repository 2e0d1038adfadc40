"""Bytes of mail as text: charsets that lie, headers that are not encoded, HTML. Pure, and raises nothing."""

import contextlib
import re
import unicodedata
from email.errors import HeaderParseError
from email.header import decode_header
from html import unescape
from html.parser import HTMLParser

# What senders name and what they write: GB 2312 stands for its supersets nearly always.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "hz": "hz", "big5": "big5hkscs", "ks_c_5601-1987": "cp949", "iso-8859-1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8"}  # fmt: skip
GUESSED = ("utf-8", "gb18030", "big5hkscs")
BLOCKS = frozenset(["address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul"])  # fmt: skip
HIDDEN = frozenset({"head", "script", "style", "title", "template"})
LONGEST_HEADER = 10_000  # characters that are looked at
TAGS = re.compile(r"<[^<>]*>")
QUOTE_BEGINS = re.compile(
    r"^\s*(?:-{2,}\s*(?:original message|forwarded message|原始邮件|转发邮件|原邮件|回复邮件)\s*-{2,}.*"
    r"|on .{4,200}wrote:|在.{4,200}写道[:：]|.{4,200}于.{4,80}写道[:：]|_{10,}|发件人[:：].+|from:.+@.+)\s*$",
    re.IGNORECASE,
)


def cleaned(text: str) -> str:
    """Without what no database keeps or no page shows: zero bytes, halves of characters, control and direction signs."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (one for one in text if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co"))
    return "".join(kept)


def decoded(content: bytes, charset: str = "") -> str:
    """The bytes as text: by the charset they claim, else by the first that fits; what fits nowhere becomes signs of doubt."""
    named = charset.strip().strip("\"'").lower()
    for one in (WIDER.get(named, named), *GUESSED):
        if one:
            with contextlib.suppress(LookupError, UnicodeError, ValueError):
                return content.decode(one)
    with contextlib.suppress(LookupError, UnicodeError, ValueError):
        return content.decode(WIDER.get(named, named) or "utf-8", "replace")
    return content.decode("utf-8", "replace")


def header(value: object) -> str:
    """A header as people read it, on one line; also one that was sent without any encoding."""
    raw = str(value)[:LONGEST_HEADER]
    if any("\udc80" <= one <= "\udcff" for one in raw):  # bytes above ASCII, kept as halves by the parser
        raw = decoded(raw.encode("utf-8", "surrogateescape"))
    try:
        parts = decode_header(raw)
    except (HeaderParseError, ValueError, IndexError, AttributeError, TypeError, LookupError):
        parts = [(raw, None)]
    text = "".join(part if isinstance(part, str) else decoded(part, charset or "") for part, charset in parts)
    return " ".join(cleaned(text).split())


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in HIDDEN:
            self.hidden += 1
        elif tag in BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag in BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)


def html_text(html: str) -> str:
    """What an HTML body says, in lines."""
    reader = _Text()
    try:
        reader.feed(html)
        reader.close()
        text = "".join(reader.found)
    except (AssertionError, ValueError, RecursionError):
        text = unescape(TAGS.sub(" ", html))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def without_quotes(text: str) -> str:
    """What was written anew: an answer without the letter that it answers. The whole where nothing else is left."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if QUOTE_BEGINS.match(line[:300]):
            lines = lines[:number]
            break
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith(">")):
        lines.pop()
    return "\n".join(lines).strip() or text.strip()
