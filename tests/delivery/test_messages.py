"""The catalogue compiler that stands in for gettext's."""

import gettext
import os
from pathlib import Path

from callcenter import messages


def make_catalogue(folder: Path, translation: str) -> Path:
    source = folder / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    source.write_text(f'{head}msgid "Agent"\nmsgstr "{translation}"\n', encoding="utf-8")
    return source


def test_a_catalogue_is_compiled_once_and_again_when_it_changed(tmp_path: Path) -> None:
    source = make_catalogue(tmp_path, "坐席")
    made = source.with_suffix(".mo")
    assert messages.compile_newer(tmp_path) == [made]
    assert messages.compile_newer(tmp_path) == []
    with made.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Agent") == "坐席"

    make_catalogue(tmp_path, "座席")
    later = made.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert messages.compile_newer(tmp_path) == [made]
    assert [path.name for path in sorted(made.parent.iterdir())] == ["django.mo", "django.po"]
