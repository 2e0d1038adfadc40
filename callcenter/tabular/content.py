"""What a file is by its content, whatever its name says; and whether a workbook is safe to open."""

import zipfile
import zlib
from pathlib import Path
from typing import Literal

import puremagic

from callcenter.tabular.limits import DEFAULT, MB, Limits
from callcenter.tabular.refusals import FileRefused

Kind = Literal["text", "xlsx"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
EXCEL_ENDINGS = (".xlsx", ".xlsm")
CHUNK = MB
TEXT_CONTROLS = set(b"\t\n\r\f\x1a")


def kind_of(path: Path, name: str, limits: Limits = DEFAULT) -> Kind:
    """ "text" or "xlsx"; refuses everything else with a sentence that says what was found."""
    size = path.stat().st_size
    if size == 0:
        raise FileRefused("tabular.empty")
    if size > limits.bytes:
        raise FileRefused("tabular.too_large", size=in_megabytes(size), limit=in_megabytes(limits.bytes))
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(OLE):
        raise FileRefused("tabular.old_excel")
    if start.startswith(ZIP):
        check_workbook(path, name, limits)
        return "xlsx"
    if found := _binary_kind(start):
        raise FileRefused("tabular.wrong_kind", found=found)
    ending = Path(name).suffix.lower()
    if ending in EXCEL_ENDINGS:
        raise FileRefused("tabular.not_xlsx", ending=ending)
    return "text"


def in_megabytes(size: int) -> str:
    """A size for people: 0.3 MB, 512 MB."""
    return f"{size / MB:.1f} MB" if size < 10 * MB else f"{size // MB} MB"


def _binary_kind(start: bytes) -> str:
    """The name of a well-known binary kind (PDF, PNG, …), or "" for what may be text."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return ""
    controls = sum(1 for byte in start if byte < 32 and byte not in TEXT_CONTROLS)
    is_document = start.lstrip().startswith((b"%PDF", b"{\\rtf", b"<!DOCTYPE", b"<html", b"<?xml"))
    if not is_document and controls * 20 < len(start):
        return ""
    try:
        found = puremagic.magic_string(start)
    except (puremagic.PureError, ValueError):
        return ""
    return found[0].name or found[0].extension if found else ""


def check_workbook(path: Path, name: str, limits: Limits = DEFAULT) -> None:
    """Refuse a zip that is no .xlsx, is damaged, unpacks to too much or declares XML entities. Opens nothing else."""
    size = path.stat().st_size
    if size > limits.workbook_bytes:
        raise FileRefused(
            "tabular.too_large", size=in_megabytes(size), limit=in_megabytes(limits.workbook_bytes)
        )
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(archive, size, limits)
            for part in archive.infolist():
                _check_content(archive, part, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise FileRefused("tabular.broken_workbook") from error
    except RuntimeError as error:  # zipfile's word for an encrypted part
        raise FileRefused("tabular.old_excel") from error


def _check_parts(archive: zipfile.ZipFile, size: int, limits: Limits) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "mimetype" in names and archive.read("mimetype")[:64].startswith(
        b"application/vnd.oasis.opendocument"
    ):
        raise FileRefused("tabular.open_document")
    if "xl/workbook.bin" in names:
        raise FileRefused("tabular.binary_excel")
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise FileRefused("tabular.wrong_kind", found="ZIP")
    unpacked = sum(part.file_size for part in parts)
    is_bomb = unpacked > limits.workbook_ratio_from and unpacked > size * limits.workbook_ratio
    if is_bomb or len(parts) > limits.workbook_parts or unpacked > limits.workbook_unpacked_bytes:
        raise FileRefused("tabular.workbook_bomb")


def _check_content(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> None:
    """Read a part through once: its size must be what the directory says, and it must declare no entities."""
    is_xml = part.filename.endswith((".xml", ".rels"))
    seen, tail = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            seen += len(chunk)
            if seen > part.file_size or seen > limits.workbook_unpacked_bytes:
                raise FileRefused("tabular.workbook_bomb")
            if is_xml:
                window = tail + chunk
                if b"<!DOCTYPE" in window or b"<!ENTITY" in window or (not tail and _is_utf16(window)):
                    raise FileRefused("tabular.workbook_entities")
                tail = window[-10:]


def _is_utf16(start: bytes) -> bool:
    """Whether an XML part is in UTF-16, in which declarations would go unseen."""
    return start.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"))
