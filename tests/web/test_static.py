"""Static files as they are served: hashed, complete, and light enough for the first page."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings as product
from django.core.management import call_command
from django.test import override_settings

FIRST_PAGE = [
    "vendor/tabler-1.6.1/tabler.min.css",
    "css/shell.css",
    "css/print.css",
    "js/theme.js",
    "js/shell.js",
    "js/listing.js",
    "vendor/htmx-2.0.11/htmx.min.js",
    "vendor/tabler-icons-3.48.0/icons.svg",
    "img/mark.svg",
]


def test_everything_that_static_files_name_is_there(tmp_path: Path) -> None:
    """Collecting with hashed names fails when a stylesheet names a file that is missing."""
    storages = product.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path, DEBUG=False):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()


def test_the_first_page_is_below_250_kB_compressed() -> None:
    total = sum(
        len(gzip.compress((Path(product.BASE_DIR) / "static" / name).read_bytes(), 9)) for name in FIRST_PAGE
    )
    assert total < 250_000 - 20_000, f"{total} bytes without the page itself"


@pytest.mark.parametrize("folder", sorted((Path(product.BASE_DIR) / "static" / "vendor").glob("*/")))
def test_every_vendored_folder_is_in_the_list_of_versions(folder: Path) -> None:
    assert folder.name in (Path(product.BASE_DIR) / "static" / "vendor" / "VERSIONS.md").read_text()


def test_no_rule_of_the_style_sheets_restyles_a_large_page_at_every_change() -> None:
    """Tabler's `:has()` for parts that we do not use is taken out (static/vendor/VERSIONS.md): it made each key cost 0.2 s."""
    text = (Path(product.BASE_DIR) / "static" / "vendor" / "tabler-1.6.1" / "tabler.min.css").read_text()
    selectors = [one for found in re.findall(r"[^{};]*:has\([^{};]*(?=\{)", text) for one in found.split(",")]
    parts = ["navbar", "sidebar", "steps", "vc-date", "signal", "legend", "accordion", "card-tabs"]
    assert [each for each in selectors if ":has(" in each and any(part in each for part in parts)] == []
