"""The OpenAPI document as it is served: made once per language and process, because only a new release changes it."""

from functools import cache
from typing import Any

from django.utils.translation import get_language, override
from drf_spectacular.generators import SchemaGenerator

from callcenter.api import schema, wording  # noqa: F401  (drf-spectacular finds its extensions by import)


def document() -> dict[str, Any]:
    """The whole API in the active language. Read it, never change it: it is kept."""
    return _document(get_language() or "en")


def generate() -> dict[str, Any]:
    """A fresh document whose docstrings are still English."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return made


@cache
def _document(language: str) -> dict[str, Any]:
    with override(language):
        return wording.translated(generate())
