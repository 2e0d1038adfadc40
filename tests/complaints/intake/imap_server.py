"""An IMAP server on the loopback, as much of RFC 3501 as reading a mailbox needs; messages stay as the test puts them."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "complaints", "pass word"


@dataclass
class Folder:
    """What the server holds. `log` is every command that came, without passwords."""

    validity: int = 7
    messages: dict[int, bytes] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    port: int = 0
    refuses: bool = False

    @property
    def next_uid(self) -> int:
        return max(self.messages, default=0) + 1

    def put(self, raw: bytes) -> int:
        """A message arrives; its UID."""
        uid = self.next_uid
        self.messages[uid] = raw
        return uid


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        folder: Folder = self.server.folder  # type: ignore[attr-defined]
        self._say("* OK ready")
        while line := self.rfile.readline():
            tag, _space, rest = line.decode().strip().partition(" ")
            verb = rest.upper()
            folder.log.append("LOGIN" if verb.startswith("LOGIN") else rest)
            if verb.startswith("CAPABILITY"):
                self._say("* CAPABILITY IMAP4REV1", f"{tag} OK done")
            elif verb.startswith("LOGIN"):
                good = PASSWORD in rest and not folder.refuses
                self._say(f"{tag} OK done" if good else f"{tag} NO [AUTHENTICATIONFAILED] Wrong password")
            elif verb.startswith(("SELECT", "EXAMINE")):
                self._say(
                    f"* {len(folder.messages)} EXISTS",
                    f"* OK [UIDVALIDITY {folder.validity}] valid",
                    f"* OK [UIDNEXT {folder.next_uid}] next",
                    f"{tag} OK [READ-ONLY] done",
                )
            elif found := re.match(r"UID SEARCH (?:UID (\d+):\*|SINCE .*)$", rest, re.IGNORECASE):
                # a range n:* holds the last message even when n lies beyond it
                first = int(found[1] or 0)
                uids = [uid for uid in folder.messages if uid >= first] or list(folder.messages)[-1:]
                self._say(f"* SEARCH {' '.join(map(str, uids))}", f"{tag} OK done")
            elif found := re.match(r"UID FETCH (\d+) .*<0\.(\d+)>", rest, re.IGNORECASE):
                raw = folder.messages.get(int(found[1]), b"")[: int(found[2])]
                head = f"* 1 FETCH (UID {found[1]} BODY[]<0> {{{len(raw)}}}\r\n".encode()
                self.wfile.write(head + raw + b")\r\n")
                self._say(f"{tag} OK done")
            elif verb.startswith("LOGOUT"):
                self._say("* BYE bye", f"{tag} OK done")
                return
            else:
                self._say(f"{tag} BAD unknown")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def imap_server() -> Iterator[Folder]:
    """A running server; what it gives holds its port and its messages."""
    folder = Folder()
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.folder = folder  # type: ignore[attr-defined]
        folder.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield folder
        server.shutdown()
        thread.join(5)
