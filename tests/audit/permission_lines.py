"""Directors and center managers read their site's trail; general management and the system administrator all of it."""

from typing import Any

from callcenter.audit.models import Event
from callcenter.audit.services import record
from tests.web.permission_table import Line, World, posts

READERS = posts("director center_manager gm gm_office sysadmin")


def event(world: World) -> dict[str, Any]:
    found = Event.objects.filter(verb="rulebook.value.set").first()
    return {"pk": (found or record(None, "rulebook.value.set", site_id=world.site.pk)).pk}


LINES = [
    Line("audit:events", allowed=READERS),
    Line("audit:event", event, allowed=READERS),
    Line("api:audit-event-list", allowed=READERS, nobody=401),
    Line("api:audit-event-detail", event, allowed=READERS, nobody=401),
]
