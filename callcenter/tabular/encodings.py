"""Which encoding a text file is in, proven by decoding all of it."""

import codecs
from pathlib import Path

import charset_normalizer

from callcenter.tabular.limits import MB
from callcenter.tabular.refusals import FileRefused

CHUNK = MB
SAMPLE = 256 * 1024
OTHERS = ["cp1252", "big5", "cp932", "cp949", "cp1251"]  # what else Excel writes, told apart by their looks
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(path: Path) -> str:
    """The Python name of the file's encoding: by its mark, else UTF-8, GB18030 or what the letters suggest.

    Refuses what decodes in none, what holds zero bytes, and UTF-8 that is cut off within its last character.
    """
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    for mark, encoding in BOMS:
        if start.startswith(mark):
            if (line := first_undecodable_line(path, encoding)) is not None:
                raise FileRefused("tabular.wrong_encoding", encoding=encoding.upper(), row=line)
            return encoding
    if encoding := _unmarked_utf16(path, start):
        return encoding
    if (line := _line_of_first_nul(path)) is not None:
        raise FileRefused("tabular.nul_bytes", row=line)
    problem = first_undecodable_line(path, "utf-8")
    if problem is None:
        return "utf-8"
    _refuse_if_cut_off(path)
    if _is_chinese(path):
        return "gb18030"
    _refuse_if_damaged(start, problem)
    guess = charset_normalizer.from_bytes(start, cp_isolation=OTHERS).best()
    if guess is not None and first_undecodable_line(path, guess.encoding) is None:
        return guess.encoding
    raise FileRefused("tabular.encoding", row=problem)


def first_undecodable_line(path: Path, encoding: str) -> int | None:
    """The line (from 1) with the first bytes that are not of that encoding; None when all are."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            try:
                line += decoder.decode(chunk).count("\n")
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    return None


def _unmarked_utf16(path: Path, start: bytes) -> str:
    """UTF-16 without a mark shows as zeros in every other byte only: the upper halves of commas, digits, line ends."""
    pairs = max(len(start) // 2, 4)
    low, high = start[0::2].count(0), start[1::2].count(0)
    if high > pairs * 0.05 and low == 0 and first_undecodable_line(path, "utf-16-le") is None:
        return "utf-16-le"
    if low > pairs * 0.05 and high == 0 and first_undecodable_line(path, "utf-16-be") is None:
        return "utf-16-be"
    return ""


def _line_of_first_nul(path: Path) -> int | None:
    line = 1
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if (position := chunk.find(0)) >= 0:
                return line + chunk.count(b"\n", 0, position)
            line += chunk.count(b"\n")
    return None


def _refuse_if_cut_off(path: Path) -> None:
    """Refuse a file that is UTF-8 up to its last, unfinished character and has others beyond ASCII before it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, is_ascii = 1, True
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError:
                return
            lines += text.count("\n")
            is_ascii = is_ascii and text.isascii()
    if not is_ascii:
        raise FileRefused("tabular.truncated", row=lines)


def _refuse_if_damaged(start: bytes, line: int) -> None:
    """Refuse UTF-8 with some wrong bytes in it: reading it as something else would garble all the rest."""
    text = start.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    if 0 < wrong <= sum(1 for character in text if character > "\x7f") - wrong:
        raise FileRefused("tabular.encoding", row=line)


def _is_chinese(path: Path) -> bool:
    """Whether the file decodes as GB18030 into text that is mostly Chinese where it is not ASCII."""
    if first_undecodable_line(path, "gb18030") is not None:
        return False
    with path.open("rb") as file:
        text = codecs.getincrementaldecoder("gb18030")().decode(file.read(SAMPLE))
    beyond = [character for character in text if character > "\x7f"]
    common = sum(1 for character in beyond if _is_common_chinese(character))
    return bool(beyond) and common >= len(beyond) * 0.75


def _is_common_chinese(character: str) -> bool:
    """An ideograph of GB 2312 or Chinese punctuation: mostly rarer ones mean that another encoding was misread."""
    if "\u3000" <= character <= "\u303f" or "\uff00" <= character <= "\uffef" or character in "—…“”‘’·×℃":
        return True
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return "\u4e00" <= character <= "\u9fff"
