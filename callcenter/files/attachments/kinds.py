"""Which kinds of file may hang on a record, each proven by its content."""

import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import IO

Check = Callable[[bytes, IO[bytes]], bool]


def _starts(*marks: bytes) -> Check:
    return lambda start, file: start.startswith(marks)


def _office(folder: str) -> Check:
    def is_office(start: bytes, file: IO[bytes]) -> bool:
        if not start.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(file) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, OSError, ValueError):
            return False
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)

    return is_office


def _is_text(start: bytes, file: IO[bytes]) -> bool:
    return b"\x00" not in start or start.startswith((b"\xff\xfe", b"\xfe\xff"))


def _is_mp3(start: bytes, file: IO[bytes]) -> bool:
    return start.startswith(b"ID3") or (len(start) > 1 and start[0] == 0xFF and start[1] & 0xE0 == 0xE0)


def _is_wav(start: bytes, file: IO[bytes]) -> bool:
    return start.startswith(b"RIFF") and start[8:12] == b"WAVE"


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
KINDS: dict[str, tuple[str, Check]] = {
    ".pdf": ("application/pdf", _starts(b"%PDF-")),
    ".png": ("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    ".jpg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    ".jpeg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    ".docx": (f"{_OPEN_XML}.wordprocessingml.document", _office("word/")),
    ".xlsx": (f"{_OPEN_XML}.spreadsheetml.sheet", _office("xl/")),
    ".pptx": (f"{_OPEN_XML}.presentationml.presentation", _office("ppt/")),
    ".txt": ("text/plain", _is_text),
    ".csv": ("text/csv", _is_text),
    ".mp3": ("audio/mpeg", _is_mp3),
    ".wav": ("audio/wav", _is_wav),
}
SHOWN_IN_PLACE = {"image/png", "image/jpeg"}  # all others are only ever downloaded


def media_type_of(name: str, file: IO[bytes]) -> str:
    """The media type by content, "" when the ending is not allowed or the content is something else."""
    kind = KINDS.get(PurePath(name).suffix.lower())
    if kind is None:
        return ""
    media_type, check = kind
    file.seek(0)
    start = file.read(4096)
    try:
        return media_type if check(start, file) else ""
    finally:
        file.seek(0)
