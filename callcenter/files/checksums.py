"""The checksum that says whether two files are the same."""

import hashlib
from typing import IO, Any

from django.core.files.base import File

CHUNK = 1024 * 1024


def sha256_of(file: "IO[bytes] | File[Any]") -> str:
    """Hexadecimal checksum of the whole content; the file is left at its start."""
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
