"""The sentences of the schema in the reader's language. Most stand in docstrings, where gettext does not look for them.

`manage.py build_api_words` copies those into words.py, from where they are translated like any other text.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext, override

TEXTS = ("summary", "description", "title")
CHOICES = "* `"  # how drf-spectacular begins the list of an enum's values, already in the active language

Schema = dict[str, Any]


def paragraphs(text: str) -> list[str]:
    """A docstring's paragraphs, each on one line."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def translated(schema: Schema) -> Schema:
    """The same schema with every sentence in the active language."""

    def translate(text: str) -> str:
        if CHOICES not in text:
            return "\n\n".join(gettext(part) for part in paragraphs(text))
        head, mark, choices = text.partition(CHOICES)
        return "\n\n".join([*(gettext(part) for part in paragraphs(head)), mark + choices])

    made: Schema = _rewritten(schema, translate)
    return made


def untranslatable(generate: Callable[[], Schema], kept: Iterable[str] = ()) -> list[str]:
    """Sentences that read the same in every language because only a docstring has them, sorted.

    `kept`: those that are among the words already and are still said stay there, whoever else translates them.
    """
    with override("en"):
        english = _sentences(generate())
    with override("zh-hans"):
        chinese = _sentences(generate())
    return sorted(english & (chinese | set(kept)))


def _sentences(schema: Schema) -> set[str]:
    return {
        part
        for text in _texts(schema)
        for part in paragraphs(text.partition(CHOICES)[0])
        if any(letter.isalpha() for letter in part)
    }


def _texts(node: Any, *, is_names: bool = False) -> Iterator[str]:
    """Every text for people. `is_names`: the keys of this object are names of fields, not words of the schema."""
    if isinstance(node, dict):
        for key, inner in node.items():
            if not is_names and key in TEXTS and isinstance(inner, str):
                yield inner
            elif is_names or key not in ("example", "examples", "default", "enum"):
                yield from _texts(inner, is_names=not is_names and key == "properties")
    elif isinstance(node, list):
        for inner in node:
            yield from _texts(inner)


def _rewritten(node: Any, translate: Callable[[str], str], *, is_names: bool = False) -> Any:
    if isinstance(node, dict):
        return {
            key: translate(inner)
            if not is_names and key in TEXTS and isinstance(inner, str)
            else inner
            if not is_names and key in ("example", "examples", "default", "enum")
            else _rewritten(inner, translate, is_names=not is_names and key == "properties")
            for key, inner in node.items()
        }
    if isinstance(node, list):
        return [_rewritten(inner, translate) for inner in node]
    return node
