"""The message catalogues: `gather` takes new sentences in, `check` says what is not translated or not gathered."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

CHECKOUT = Path(__file__).resolve().parent.parent
SOURCES = ("callcenter", "staffing", "quality", "complaints", "reports", "templates", "locale")
LANGUAGES = ("zh_Hans",)
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[sdif]|%[sdif]|\{\w*\}")


def main(verb: str) -> int:
    if verb == "gather":
        return gather()
    return check()


def gather() -> int:
    """Put what the source says into the committed catalogues; new sentences are left empty, unused ones go."""
    if shutil.which("xgettext") is None:
        print("Gathering needs gettext: apt install gettext")
        return 1
    for language in LANGUAGES:
        fresh = extracted(language)
        fresh.sort(key=lambda entry: entry.msgid)
        fresh.save(str(catalogue_path(language)))
        print(f"{language}: {len(fresh)} sentences, {len(fresh.untranslated_entries())} to translate")
    return 0


def check() -> int:
    """Exit code 1 when a sentence is missing, untranslated, fuzzy (the head as well), unused, or lost a placeholder."""
    faults = []
    for language in LANGUAGES:
        committed = polib.pofile(str(catalogue_path(language)))
        faults += [
            f"{language}: not translated: {entry.msgid!r}" for entry in committed.untranslated_entries()
        ]
        faults += [f"{language}: fuzzy: {entry.msgid!r}" for entry in committed.fuzzy_entries()]
        if committed.metadata_is_fuzzy:
            faults.append(f"{language}: the head of the catalogue is fuzzy: tools pass over the whole of it")
        faults += [
            f"{language}: placeholders differ: {entry.msgid!r}"
            for entry in committed
            if not keeps_placeholders(entry)
        ]
        if shutil.which("xgettext") is None:
            print(
                "There is no gettext here (apt install gettext): new sentences in the source are not looked for."
            )
            continue
        fresh = {key(entry) for entry in extracted(language)}
        known = {key(entry) for entry in committed if not entry.obsolete}
        faults += [
            f"{language}: not gathered (make messages): {msgid!r}" for _, msgid in sorted(fresh - known)
        ]
        faults += [
            f"{language}: no longer used (make messages): {msgid!r}" for _, msgid in sorted(known - fresh)
        ]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def extracted(language: str) -> polib.POFile:
    """The catalogue as the source has it now, with the translations that are known; the checkout is not touched."""
    with tempfile.TemporaryDirectory() as folder:
        for name in SOURCES:
            if (CHECKOUT / name).exists():
                shutil.copytree(
                    CHECKOUT / name, Path(folder) / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo")
                )
        command = [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "--locale",
            language,
            "--no-wrap",
            "--no-obsolete",
        ]
        environment = {
            "DJANGO_SETTINGS_MODULE": "callcenter.settings",
            "PYTHONPATH": folder,
            "CALLCENTER_SECRET_KEY": "none",
        }
        done = subprocess.run(
            [*command, "--add-location", "file", "--verbosity", "0"],
            cwd=folder,
            env=os.environ | environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            sys.exit(f"The sentences could not be gathered:\n{done.stdout}{done.stderr}")
        found = polib.pofile(f"{folder}/locale/{language}/LC_MESSAGES/django.po", wrapwidth=0)
    committed = polib.pofile(str(catalogue_path(language)))
    found.header, found.metadata = committed.header, committed.metadata
    found.metadata_is_fuzzy = False
    for entry in found:
        if entry.fuzzy:  # a guess of the tool is no translation
            entry.flags.remove("fuzzy")
            entry.msgstr, entry.previous_msgid = "", None
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
    return found


def catalogue_path(language: str) -> Path:
    return CHECKOUT / "locale" / language / "LC_MESSAGES" / "django.po"


def key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def keeps_placeholders(entry: polib.POEntry) -> bool:
    """Whether each translation has the placeholders of its sentence: the order is free, a singular may leave out the count."""
    translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    allowed = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
    needed = allowed if not entry.msgid_plural else set()
    found = [set(PLACEHOLDER.findall(text)) for text in translations if text]
    if not {"python-format", "python-brace-format"} & set(entry.flags):
        return True
    return all(needed <= each <= allowed for each in found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
