"""Who may open the shell's own pages: everybody who has logged in."""

from tests.web.permission_table import Line

LINES = [
    Line("web:today"),
    Line("web:today_panels"),
    Line("web:search", data={"q": "a"}),
    Line("web:more"),
    Line("web:set_preference", method="post", data={"theme": "dark"}, success=302),
    Line("web:draft", success=403),  # without a ticket nobody is told anything
    Line("web:draft", method="post", success=403),
    Line("web:save_view", method="post", data={"listing": "x", "name": "Mine"}, success=302),
    Line("web:rename_view", lambda world: {"pk": 1}, method="post", success=404),
    Line("web:delete_view", lambda world: {"pk": 1}, method="post", success=404),
]
OPEN = {"set_language": "Django's own language choice, for anybody"}
