"""Installs requirement files into this Python's environment, when one of them changed since the last time."""

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
SEALS = Path(sys.prefix) / "installed"


def main(names: list[str]) -> int:
    changed = [name for name in names if not _is_installed(name)]
    if not changed:
        return 0
    if importlib.util.find_spec("pip") is None:  # the environment was cut off while it was made
        subprocess.run([sys.executable, "-m", "ensurepip"], check=True, stdout=subprocess.DEVNULL)
    print(f"Installing {' and '.join(changed)} (a minute or two the first time)…", flush=True)
    wanted = [word for name in names for word in ("-r", name)]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    code = subprocess.run([*pip, *wanted], cwd=CHECKOUT).returncode
    if code == 0:
        SEALS.mkdir(exist_ok=True)
        for name in names:
            _seal(name).write_text(_fingerprint(name))
    return code


def _is_installed(name: str) -> bool:
    return _seal(name).exists() and _seal(name).read_text() == _fingerprint(name)


def _seal(name: str) -> Path:
    return SEALS / f"{name}.sha256"


def _fingerprint(name: str) -> str:
    return hashlib.sha256((CHECKOUT / name).read_bytes() + sys.version.encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
