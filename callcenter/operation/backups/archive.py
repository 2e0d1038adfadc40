"""The archive: a zip with a member for each table and stored file, and a manifest of what they must contain.

Members are written and read as streams, so memory does not grow with the data. The manifest comes last: an archive that was
cut off has none.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from callcenter.operation.backups.structure import Partition, Sequence

FORMAT = 1
MANIFEST = "manifest.json"
PIECE = 1 << 20  # bytes


class BadArchive(Exception):
    """The file is no backup, or not whole; the text is a sentence for who restores it."""


@dataclass(frozen=True)
class Content:
    """One member: what it holds, and how to tell that it is whole. `rows` and `columns` are those of a table."""

    name: str
    member: str
    bytes: int
    sha256: str
    rows: int = 0
    columns: list[str] = field(default_factory=list)


@dataclass
class Manifest:
    """What an archive says of itself."""

    made_at: str  # ISO 8601, UTC: the moment of the snapshot
    postgresql: str
    migrations: list[tuple[str, str]]
    partitions: list[Partition] = field(default_factory=list)
    sequences: list[Sequence] = field(default_factory=list)
    tables: list[Content] = field(default_factory=list)
    files: list[Content] = field(default_factory=list)
    missing_files: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """BadArchive when it is not one of ours."""
        try:
            found: dict[str, Any] = json.loads(text)
            if found["format"] != FORMAT:
                raise BadArchive(_("This backup has a format that this release does not know."))
            return cls(
                made_at=found["made_at"],
                postgresql=found["postgresql"],
                migrations=[(app, name) for app, name in found["migrations"]],
                partitions=[Partition(**each) for each in found["partitions"]],
                sequences=[Sequence(**each) for each in found["sequences"]],
                tables=[Content(**each) for each in found["tables"]],
                files=[Content(**each) for each in found["files"]],
                missing_files=found["missing_files"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise BadArchive(_("The manifest of this backup cannot be read.")) from error


class Measuring:
    """Passes bytes on to a member, and counts and sums them."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target, self._sha = target, hashlib.sha256()
        self.bytes = 0

    def write(self, piece: bytes) -> int:
        self._sha.update(piece)
        self.bytes += len(piece)
        return self._target.write(piece)

    @property
    def sha256(self) -> str:
        return self._sha.hexdigest()


class Writer:
    """An archive that is being made."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=3)

    @contextmanager
    def member(self, name: str, *, is_packed: bool = True) -> Iterator[Measuring]:
        """Write one member. Attachments are packed already and go in as they are."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED
        with self._zip.open(info, "w", force_zip64=True) as target:
            yield Measuring(target)

    def finish(self, manifest: Manifest) -> str:
        """The manifest, and the end; the manifest's checksum."""
        text = manifest.to_json()
        self._zip.writestr(MANIFEST, text)
        self._zip.close()
        return hashlib.sha256(text).hexdigest()

    def close(self) -> None:
        """Let go of the file, finished or not."""
        self._zip.close()


class Reader:
    """An archive that is read. BadArchive when it is none."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            self._text = self._zip.read(MANIFEST)
        except (OSError, zipfile.BadZipFile, KeyError) as error:
            raise BadArchive(_("%(file)s is no backup, or was cut off.") % {"file": path.name}) from error
        self.manifest = Manifest.from_json(self._text)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self._text).hexdigest()

    def open(self, content: Content) -> IO[bytes]:
        """The member's bytes."""
        try:
            return self._zip.open(content.member)
        except (KeyError, zipfile.BadZipFile) as error:
            raise BadArchive(_("%(name)s is missing in the backup.") % {"name": content.name}) from error

    def verify(self, content: Content) -> None:
        """Read the member to its end; BadArchive when it is not what the manifest says."""
        sha, size = hashlib.sha256(), 0
        try:
            with self.open(content) as source:
                while piece := source.read(PIECE):
                    sha.update(piece)
                    size += len(piece)
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise BadArchive(
                _("%(name)s cannot be read from the backup.") % {"name": content.name}
            ) from error
        if (size, sha.hexdigest()) != (content.bytes, content.sha256):
            raise BadArchive(_("%(name)s is damaged in the backup.") % {"name": content.name})

    def close(self) -> None:
        self._zip.close()
