"""Icons: a sprite that holds only the Tabler icons the product names, built from the full one."""

import ast
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings

SPRITE = "vendor/tabler-icons-3.48.0/icons.svg"
_SYMBOL = re.compile(r'<symbol id="tabler-([a-z0-9-]+)".*?</symbol>', re.DOTALL)
_NAMED = re.compile(r"""icon[ =]+(?:"|')(?!icon-)([a-z0-9-]+)(?:"|')""")
_ICON = re.compile(r"[a-z0-9-]+")


def sprite_path() -> Path:
    """Where the built sprite lies."""
    return Path(settings.BASE_DIR) / "static" / SPRITE


@lru_cache
def known_icons() -> frozenset[str]:
    """Names of the icons that the built sprite holds."""
    return frozenset(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite_path().read_text()))


def named_icons() -> set[str]:
    """Icons that the templates and the code name: `{% icon "x" %}`, `icon="x"`, and in the place of a parameter `icon`."""
    root = Path(settings.BASE_DIR)
    texts = [file.read_text() for file in root.glob("templates/**/*.html")]
    codes = [
        file.read_text()
        for package in ("callcenter", "staffing", "quality", "complaints", "reports")
        for file in (root / package).rglob("*.py")
    ]
    return {name for text in texts + codes for name in _NAMED.findall(text)} | passed_icons(codes)


def passed_icons(codes: list[str]) -> set[str]:
    """Icons that are passed by position, to functions and classes that have an `icon` among their parameters."""
    nodes = [node for code in codes for node in ast.walk(ast.parse(code))]
    places = {}
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args]
        elif isinstance(node, ast.ClassDef):
            lines = [line for line in node.body if isinstance(line, ast.AnnAssign)]
            names = [line.target.id for line in lines if isinstance(line.target, ast.Name)]
        else:
            continue
        if "icon" in names:
            places[node.name] = names.index("icon")
    found = set()
    for node in nodes:
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            found |= {
                argument.value
                for argument in node.args[places.get(called, len(node.args)) :][:1]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            }
    return {name for name in found if _ICON.fullmatch(name)}


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
