"""The sentences of the trail: each verb that a service records, in the reader's language."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise

PATTERN = re.compile(r"[a-z]+(\.[a-z_]+)+")
_sentences: dict[str, str | Promise] = {}


def define(sentences: Mapping[str, str | Promise]) -> None:
    """Declare a room's verbs; called in AppConfig.ready(). Each once, as lazy gettext that may use %(subject)s.

    {"people.employee.hired": _("hired %(subject)s")} reads after the actor's name: "Wang Li hired E00012 Li Na".
    """
    for verb, sentence in sentences.items():
        if not PATTERN.fullmatch(verb):
            raise ValueError(f"audit verb {verb!r} is not app.noun.past_participle")
        if verb in _sentences and str(_sentences[verb]) != str(sentence):
            raise ValueError(f"audit verb {verb!r} has two sentences")
        _sentences[verb] = sentence


def is_defined(verb: str) -> bool:
    """Whether a room declared the verb."""
    return verb in _sentences


def sentence(verb: str, subject: str) -> str:
    """What was done, in the active language; the bare verb when no room declares it (any more)."""
    found = _sentences.get(verb)
    return str(found) % {"subject": subject} if found is not None else f"{verb} {subject}".strip()


def choices() -> list[tuple[str, str]]:
    """Every verb with its sentence about an unnamed subject, sorted as it reads: for the search form."""
    return sorted(((verb, sentence(verb, "…")) for verb in _sentences), key=lambda pair: pair[1])
