"""`manage.py up`: the whole product on this machine, from nothing to the first page."""

import os
import signal
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from callcenter.embedded import preparation, servers, supervisor
from callcenter.embedded.refusals import CannotStart


class Command(BaseCommand):
    help = "Start PostgreSQL, Redis, web, worker and beat on this machine; Ctrl-C stops them all."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("CALLCENTER_BIND", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("CALLCENTER_PORT", "8000")))
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *, host: str, port: int, no_demo: bool, **options: Any) -> None:
        signal.signal(
            signal.SIGTERM, lambda *_: sys.exit(0)
        )  # until the parts run: leave through every `with`
        try:
            code = self.up(host, port, with_demo=not no_demo)
        except CannotStart as refusal:
            raise CommandError(str(refusal)) from refusal
        except KeyboardInterrupt:
            code = 0
        sys.exit(code)

    def up(self, host: str, port: int, *, with_demo: bool) -> int:
        """Recover, start the servers, prepare, run; everything is stopped again when this returns its exit code."""
        data_dir = settings.DATA_DIR.resolve()
        with supervisor.only_run(data_dir) as is_only_run:
            if not is_only_run:
                servers.tell(f"Already running at {supervisor.running_address(data_dir)}.")
                return 0
            supervisor.end_leftovers(data_dir)
            with servers.running(data_dir):
                preparation.prepare(data_dir, with_demo=with_demo)
                address = supervisor.free_address(host, port)

                def greet() -> None:
                    servers.tell(
                        f"\n{preparation.demo_logins(data_dir)}\n\nReady at {address}  (Ctrl-C stops it)\n"
                    )

                code = supervisor.supervise(data_dir, settings.BASE_DIR, address, when_ready=greet)
            servers.tell(
                "Stopped."
                if code == 0
                else "Stopped, because a part could not go on: see its last lines above."
            )
            return code
