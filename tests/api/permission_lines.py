"""The schema and its page are for everybody who has logged in."""

from tests.web.permission_table import Line

LINES = [
    Line("api:docs"),
    Line("api:docs-room", lambda world: {"room": "people"}),
    Line("api:schema", data={"format": "json"}, nobody=401),
    Line("api:no-such-address", success=404, nobody=404),
]
