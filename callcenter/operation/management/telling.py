"""Progress of long commands, on one line of a terminal, or a line now and then in a file."""

import time
from typing import TextIO

EVERY_SECONDS = 5.0
WORDS = {"tables": "tables", "files": "files", "verify": "parts read back"}


class Teller:
    """Called with what is done, how many, of how many."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._told_at = time.monotonic()

    def __call__(self, what: str, done: int, total: int) -> None:
        if self._out.isatty():
            self._out.write(
                f"\r{done:,} of {total:,} {WORDS.get(what, what)}   " + ("\n" if done == total else "")
            )
            self._out.flush()
        elif time.monotonic() - self._told_at >= EVERY_SECONDS:
            self._told_at = time.monotonic()
            self._out.write(f"{done:,} of {total:,} {WORDS.get(what, what)}\n")
