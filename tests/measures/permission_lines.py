"""Who may read the catalogue of measures: everybody who has logged in."""

from tests.web.permission_table import Line

LINES = [Line("measures:list")]
