"""Every check of `make test`, one after the other; `python .ci/checks.py types tests` runs only those named.

Each step is named with its time. All of them run even when one fails; the last line counts the tests. With `--coverage`
(`make coverage`) the lines and branches that the tests pass are counted as well, which takes half as long again.
"""

import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
REPORTS = CHECKOUT / ".build" / "reports"
BIN = Path(sys.executable).parent
APPS = [
    name
    for name in ("callcenter", "staffing", "quality", "complaints", "reports")
    if (CHECKOUT / name).exists()
]


def pytest(name: str, marks: str, *, processes: int) -> list[str]:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--quiet",
        "-m",
        marks,
        "--durations=5",
        f"--junitxml={REPORTS / name}.xml",
    ]
    return command + (["-n", str(processes), "--dist", "loadscope"] if processes > 1 else [])


STEPS: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "imports": [str(BIN / "lint-imports"), "--no-logo"],
    "types": [str(BIN / "mypy"), *APPS],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "settings": [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "messages": [sys.executable, ".ci/messages.py", "check"],
    "tests": pytest("tests", "not browser and not processes", processes=2),
    "processes": pytest("processes", "processes and not browser", processes=2),
    "browser": pytest("browser", "browser", processes=2),
}
COVERAGE = ["--cov", "--cov-append", "--cov-report="]
# A deployment's settings: what `check --deploy` looks at.
DEPLOYED = {
    "CALLCENTER_LOCAL": "no",
    "CALLCENTER_HTTPS": "yes",
    "CALLCENTER_SECRET_KEY": "".join(chr(33 + number) for number in range(90)),
    "CALLCENTER_ALLOWED_HOSTS": "callcenter.example",
}


def main(arguments: list[str]) -> int:
    chosen = [name for name in arguments if name != "--coverage"]
    is_measured = "--coverage" in arguments
    unknown = set(chosen) - set(STEPS)
    if unknown:
        print(f"There is no check {', '.join(sorted(unknown))}; there are {', '.join(STEPS)}.")
        return 2
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(parents=True)
    (CHECKOUT / ".coverage").unlink(missing_ok=True)
    failed = [name for name in chosen or STEPS if not run(name, is_measured=is_measured)]
    if is_measured:
        subprocess.run(
            [BIN / "coverage", "report", "--format=total"],
            cwd=CHECKOUT,
            stdout=(REPORTS / "coverage").open("w"),
        )
        print(f"\nLines and branches covered: {(REPORTS / 'coverage').read_text().strip()} %")
    print(f"Failed: {', '.join(failed)}" if failed else "Every check passed.")
    print(count_of_tests(), flush=True)
    return 1 if failed else 0


def run(name: str, *, is_measured: bool) -> bool:
    """One step, with its name and time around what it prints."""
    print(f"\n=== {name}", flush=True)
    environment = dict(os.environ)
    environment.setdefault("CALLCENTER_DATA_DIR", str(CHECKOUT / ".build" / "checks"))
    environment |= DEPLOYED if name == "settings" else {"CALLCENTER_SECRET_KEY": "only-for-checks"}
    command = STEPS[name]
    is_pytest = "pytest" in command
    if is_measured and is_pytest:
        command = command + COVERAGE
    started = time.monotonic()
    code = subprocess.run(command, cwd=CHECKOUT, env=environment, stdin=subprocess.DEVNULL).returncode
    is_empty_selection = code == 5 and is_pytest
    print(
        f"--- {name}: {'passed' if code == 0 or is_empty_selection else 'FAILED'} in {time.monotonic() - started:.1f} s",
        flush=True,
    )
    return code == 0 or is_empty_selection


def count_of_tests() -> str:
    """The sum over all test steps, as `N passed, N failed, N skipped`."""
    total: Counter[str] = Counter()
    for report in REPORTS.glob("*.xml"):
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):
            total.update(
                {part: int(suite.get(part, 0)) for part in ("tests", "failures", "errors", "skipped")}
            )
    failures = total["failures"] + total["errors"]
    return f"{total['tests'] - failures - total['skipped']} passed, {failures} failed, {total['skipped']} skipped"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
