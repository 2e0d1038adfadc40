"""Who looks after the product sees how it runs."""

from tests.web.permission_table import Line, posts

LINES = [Line("operation:status", allowed=posts("sysadmin"))]
