"""Copies the sentences that only docstrings have into callcenter/api/words.py, for the translators."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from callcenter.api import words
from callcenter.api.document import generate
from callcenter.api.wording import untranslatable

HEAD = '''"""Sentences of the API's docstrings, for the translators. Written by `manage.py build_api_words`; do not edit."""

from django.utils.translation import gettext_noop as _

WORDS = (
'''
WIDTH = 110  # of a line, see pyproject.toml


class Command(BaseCommand):
    help = "Write callcenter/api/words.py again after the API or its docstrings have changed."

    def handle(self, *args: Any, **options: Any) -> None:
        found = untranslatable(generate, words.WORDS)
        lines = "".join(_line(_quoted(sentence)) for sentence in found)
        Path(str(words.__file__)).write_text(f"{HEAD}{lines})\n", encoding="utf-8")
        self.stdout.write(f"{len(found)} sentences")


def _line(quoted: str) -> str:
    """As the formatter breaks it."""
    line = f"    _({quoted}),\n"
    return line if len(line) <= WIDTH + 1 else f"    _(\n        {quoted}\n    ),\n"


def _quoted(sentence: str) -> str:
    """As the formatter writes it: in the quotes that need fewer escapes."""
    quote = "'" if sentence.count('"') > sentence.count("'") else '"'
    return quote + sentence.replace(quote, f"\\{quote}") + quote
