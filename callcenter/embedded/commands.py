"""The command line: catalogues compiled, embedded servers up while a command needs them, then Django's own."""

import contextlib
import os
import signal
import sys
from pathlib import Path

from callcenter import messages
from callcenter.embedded import servers
from callcenter.embedded.refusals import CannotStart

CHECKOUT = Path(__file__).resolve().parent.parent.parent
# They read no row, or (`up`) start the servers themselves.
WITHOUT_SERVERS = frozenset(
    {
        "",
        "up",
        "help",
        "version",
        "--help",
        "--version",
        "check",
        "collectstatic",
        "compilemessages",
        "diffsettings",
    }
    | {"findstatic", "makemessages", "spectacular", "build_icons"}
)


def execute(arguments: list[str]) -> None:
    """Run one command line, as `manage.py` gets it."""
    command = arguments[1] if len(arguments) > 1 else ""
    if command == "up":
        os.environ.setdefault("CALLCENTER_LOCAL", "yes")
    with contextlib.suppress(PermissionError):  # an image has them compiled and does not let us write
        messages.compile_newer(CHECKOUT / "locale")

    from django.conf import settings
    from django.core.management import execute_from_command_line

    if command in WITHOUT_SERVERS or {"-h", "--help"} & set(arguments):
        execute_from_command_line(arguments)
        return
    if servers.needed():
        signal.signal(
            signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM)
        )  # leaves through the `with` below
    try:
        with servers.running(settings.DATA_DIR):
            execute_from_command_line(arguments)
    except CannotStart as refusal:
        sys.exit(f"{refusal}")
