"""Records of the floor on Today: what one has to read."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from callcenter.access.permissions import position
from callcenter.web.today import Todo
from staffing.records.bulletins.models import Bulletin
from staffing.roster.models import Assignment


def bulletins(request: HttpRequest) -> list[Todo]:
    """The bulletins that must be read before the next shift; late once it has begun."""
    me, now = position(request.user).employee_id, timezone.now()
    if me is None:
        return []
    mine = Bulletin.objects.addressed_to(request.user).in_force(now).filter(must_read=True)
    titles = list(
        mine.with_read_by(me).filter(is_read=False).order_by("-changed_at").values_list("title", flat=True)
    )
    if not titles:
        return []
    shift = Assignment.objects.published().filter(employee=me, ends_at__gt=now).order_by("starts_at").first()
    words = ngettext("Read a bulletin", "Read %(count)s bulletins", len(titles)) % {"count": len(titles)}
    due = shift.starts_at if shift else None
    tone = "late" if due and due <= now else "soon" if due else ""
    return [Todo(words, " · ".join(titles[:3]), reverse("records:to-read"), due, tone, "mail")]
