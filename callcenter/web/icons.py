"""Icons: a sprite that holds only the Tabler icons the product names, built from the full one."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings

SPRITE = "vendor/tabler-icons-3.48.0/icons.svg"
_SYMBOL = re.compile(r'<symbol id="tabler-([a-z0-9-]+)".*?</symbol>', re.DOTALL)
_NAMED = re.compile(r"""icon[ =]+(?:"|')(?!icon-)([a-z0-9-]+)(?:"|')""")


def sprite_path() -> Path:
    """Where the built sprite lies."""
    return Path(settings.BASE_DIR) / "static" / SPRITE


@lru_cache
def known_icons() -> frozenset[str]:
    """Names of the icons that the built sprite holds."""
    return frozenset(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite_path().read_text()))


def named_icons() -> set[str]:
    """Icons that the templates and the code name: `{% icon "x" %}`, `icon="x"`."""
    root = Path(settings.BASE_DIR)
    files = [*root.glob("templates/**/*.html")]
    for package in ("callcenter", "staffing", "quality", "complaints", "reports"):
        files += (root / package).rglob("*.py")
    return {name for file in files for name in _NAMED.findall(file.read_text())}


def build_sprite(full: str, names: set[str]) -> tuple[str, set[str]]:
    """The sprite with just `names` out of the `full` one, and the names that the full one lacks."""
    symbols = {match[1]: match[0] for match in _SYMBOL.finditer(full)}
    kept = [
        symbols[name]
        .replace(f'id="tabler-{name}"', f'id="{name}"')
        .replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
        for name in sorted(names & symbols.keys())
    ]
    svg = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(kept) + "\n</svg>\n"
    return svg, names - symbols.keys()
