"""Every check of `make test`, one after the other; `python .ci/checks.py types tests` runs only those named.

Each step is named with its time. All of them run even when one fails; the last line counts the tests. Tests of processes
wait more than they work, so they run beside the others, and what they say comes in one piece. With `--coverage`
(`make coverage`) the lines and branches that the tests pass are counted as well, which takes half as long again.
"""

import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
REPORTS = CHECKOUT / ".build" / "reports"
TESTS = CHECKOUT / "tests"
BIN = Path(sys.executable).parent
APPS = [
    name
    for name in ("callcenter", "staffing", "quality", "complaints", "reports")
    if (CHECKOUT / name).exists()
]


def pytest(name: str, marks: str, *, processes: int, share: str, naming: str = "") -> list[str]:
    """The command; `share` is how xdist hands out tests: "loadscope" keeps those of a module, and their world, together.

    `naming`: only files that name this mark are read, where every worker would read all of them to leave most out.
    """
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
    files = [str(path) for path in sorted(TESTS.rglob("test_*.py")) if naming and naming in path.read_text()]
    return [*command, "-n", str(processes), "--dist", share, *files]


STEPS: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "imports": [str(BIN / "lint-imports"), "--no-logo"],
    "types": [str(BIN / "mypy"), *APPS],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "settings": [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "messages": [sys.executable, ".ci/messages.py", "check"],
    "tests": pytest("tests", "not browser and not processes", processes=2, share="loadscope"),
    "processes": pytest(
        "processes", "processes and not browser", processes=2, share="loadscope", naming="mark.processes"
    ),
    "browser": pytest("browser", "browser", processes=2, share="worksteal", naming="mark.browser"),
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
    wanted = [name for name in STEPS if not chosen or name in chosen]
    beside = [
        name for name in wanted if name == "processes" and not is_measured
    ]  # one file of measures for all
    others = [name for name in wanted if name not in beside]
    with ThreadPoolExecutor(1) as lane:
        waiting = lane.submit(run_all, beside, is_measured, in_one_piece=bool(others))
        failed = run_all(others, is_measured) + waiting.result()
    if is_measured:
        command = [BIN / "coverage", "report", "--format=total"]
        covered = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True).stdout.strip()
        print(f"\nLines and branches covered: {covered} %")
    print(f"Failed: {', '.join(failed)}" if failed else "Every check passed.")
    print(count_of_tests(), flush=True)
    return 1 if failed else 0


def run_all(names: list[str], is_measured: bool, *, in_one_piece: bool = False) -> list[str]:
    """The steps one after the other; the names of those that failed."""
    return [name for name in names if not run(name, is_measured, in_one_piece=in_one_piece)]


def run(name: str, is_measured: bool, *, in_one_piece: bool) -> bool:
    """One step, with its name and time around what it prints: as it comes, or at the end where others run beside it."""
    environment = dict(os.environ)
    environment.setdefault("CALLCENTER_DATA_DIR", str(CHECKOUT / ".build" / "checks"))
    environment.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # every process of every test would compile everything anew
    environment["CALLCENTER_TEST_LANE"] = "1" if name == "processes" else "0"  # it runs beside the others
    environment |= DEPLOYED if name == "settings" else {"CALLCENTER_SECRET_KEY": "only-for-checks"}
    command = STEPS[name]
    is_pytest = "pytest" in command
    if is_measured and is_pytest:
        command = command + COVERAGE
    heading = f"\n=== {name}"
    if not in_one_piece:
        print(heading, flush=True)
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=CHECKOUT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if in_one_piece else None,
        stderr=subprocess.STDOUT if in_one_piece else None,
        text=True,
    )
    is_empty_selection = done.returncode == 5 and is_pytest
    is_well = done.returncode == 0 or is_empty_selection
    ending = f"--- {name}: {'passed' if is_well else 'FAILED'} in {time.monotonic() - started:.1f} s"
    print(f"{heading}\n{done.stdout}{ending}" if in_one_piece else ending, flush=True)
    return is_well


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
