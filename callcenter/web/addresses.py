"""Addresses of pages, kept while the process runs: a list asks for the same few hundred again and again."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse


def address(name: str, *args: str) -> str:
    """The address of the page of that name, as `reverse` gives it."""
    return _address(name, args, get_script_prefix())


@lru_cache(maxsize=5000)
def _address(name: str, args: tuple[str, ...], prefix: str) -> str:
    """`prefix` is where the server says that the product lies."""
    return reverse(name, args=args)
