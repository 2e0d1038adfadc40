"""The looks in which pages are tried: four of the eight, in which every pair of language, width and theme occurs.

Contrast hangs on the theme, size on width and language; nothing seen so far hung on all three at once.
"""

import pytest

LOOKS = [("en", 1440, "light"), ("en", 390, "dark"), ("zh-hans", 1440, "dark"), ("zh-hans", 390, "light")]
every_look = pytest.mark.parametrize(("language", "width", "theme"), LOOKS)
