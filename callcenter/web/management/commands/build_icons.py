"""Add the icons that templates and code name to the product's sprite.

Unpack the npm package @tabler/icons-sprite of the version in static/vendor/VERSIONS.md and run
`manage.py build_icons path/to/tabler-sprite.svg`. Icons already in the sprite stay.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from callcenter.web import icons


class Command(BaseCommand):
    help = "Build static/vendor/tabler-icons-*/icons.svg from the full Tabler sprite."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sprite", type=Path, help="tabler-sprite.svg of @tabler/icons-sprite")
        parser.add_argument("names", nargs="*", help="further icons to take along")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be in it")

    def handle(self, *args: Any, **options: Any) -> None:
        target = icons.sprite_path()
        present = set(icons.known_icons()) if target.exists() else set()
        wanted = present | icons.named_icons() | set(options["names"])
        svg, missing = icons.build_sprite(options["sprite"].read_text(), wanted)
        if not options["dry_run"]:
            target.write_text(svg)
        self.stdout.write(f"{len(wanted) - len(missing)} icons, {len(svg) // 1024} kB")
        if missing:
            raise CommandError(f"Tabler has no icon named: {', '.join(sorted(missing))}")
