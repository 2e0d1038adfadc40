"""Compiles the message catalogues, without a system gettext: .po files are kept, .mo files are made."""

import os
from collections.abc import Iterator
from pathlib import Path


def compile_newer(locale_dir: Path) -> list[Path]:
    """Make the .mo of every .po that is newer than its own; returns those that were made."""
    made = []
    for source in _stale(locale_dir):
        import polib  # only when there is work: every command asks

        target = source.with_suffix(".mo")
        draft = target.with_suffix(f".mo.{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        made.append(target)
    return made


def _stale(locale_dir: Path) -> Iterator[Path]:
    for source in sorted(locale_dir.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            yield source
