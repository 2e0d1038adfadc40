"""Whose the data folder is. PostgreSQL refuses to run as root, so under root it gets a system user and a way to its files."""

import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from callcenter.embedded.refusals import CannotStart

SYSTEM_USER = "callcenter-postgres"


def make_private_dir(path: Path, uid: int | None = None) -> None:
    """A folder that only its owner (`uid`, else ourselves) and root may enter; one that somebody else prepared is refused."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.is_symlink() or path.stat().st_uid not in {os.geteuid(), uid}:
        raise CannotStart(
            f"{path} belongs to somebody else: remove it, or choose another CALLCENTER_DATA_DIR."
        )
    if uid is not None and path.stat().st_uid != uid:
        os.chown(path, uid, -1)
    path.chmod(0o700)


def system_user() -> int | None:
    """The user id that PostgreSQL runs under: None for our own, or under root that of a system user (made when missing)."""
    if os.geteuid() != 0:
        return None
    import pwd

    try:
        return pwd.getpwnam(SYSTEM_USER).pw_uid
    except KeyError:
        pass
    command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent"]
    command += ["--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=False, capture_output=True)
        return pwd.getpwnam(SYSTEM_USER).pw_uid
    except (OSError, KeyError) as error:
        raise CannotStart(
            f"PostgreSQL may not run as root and the user {SYSTEM_USER} could not be made: "
            "start as an ordinary user, or set DATABASE_URL."
        ) from error


def identity(uid: int | None) -> dict[str, Any]:
    """Arguments of `subprocess` that make a program run as `uid`, without the groups of root; none for our own."""
    if uid is None:
        return {}
    import pwd

    return {"user": uid, "group": pwd.getpwuid(uid).pw_gid, "extra_groups": []}


def let_through(path: Path, say: Callable[[str], None]) -> None:
    """Let other users pass through (not list) every folder above `path` that is closed to them."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
            say(
                f"PostgreSQL may not run as root: {folder} can now be passed through (not listed) by other users."
            )


def let_read(tree: Path) -> None:
    """Let other users read and run the files of `tree`; a strict umask may have closed them."""
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
            if wanted != mode:
                path.chmod(wanted)
