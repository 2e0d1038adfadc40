"""Conduct on Today: one's own statement and contest, what waits for one's word. Approvals are the inbox's."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.access.permissions import position
from callcenter.web.today import Todo
from quality.conduct import access
from quality.conduct.records.models import ConductRecord, RecordState

SHOWN = 20


def own(request: HttpRequest) -> list[Todo]:
    """Records of oneself on which a statement may still be made."""
    me = position(request.user).employee_id
    if me is None:
        return []
    rows = ConductRecord.objects.filter(
        employee=me, state=RecordState.RECORDED, statement="", statement_until__gte=timezone.now()
    )
    return [
        Todo(
            _("Say a word to a conduct record"),
            f"{one.number} · {one.version}",
            one.get_absolute_url(),
            one.statement_until,
            icon="message-circle",
        )
        for one in rows.with_people().order_by("statement_until")[:SHOWN]
    ]


def to_decide(request: HttpRequest) -> list[Todo]:
    """Records to confirm, heard ones first; contests to decide."""
    if request.user is None or not access.sees_others(request.user):
        return []
    waiting = ConductRecord.objects.filter(access.confirmable(request.user), state=RecordState.RECORDED)
    found = [
        Todo(
            _("Confirm or dismiss a conduct record"),
            f"{one.number} · {one.employee} · {one.version}",
            one.get_absolute_url(),
            one.statement_until,
            icon="gavel",
        )
        for one in waiting.with_people().order_by("statement_until")[:SHOWN]
        if one.statement or one.statement_until < timezone.now()
    ]
    contested = ConductRecord.objects.filter(access.decidable(request.user), state=RecordState.CONTESTED)
    return found + [
        Todo(
            _("Decide a contest"),
            f"{one.number} · {one.employee} · {one.version}",
            one.get_absolute_url(),
            one.contested_at,
            icon="gavel",
        )
        for one in contested.with_people().order_by("contested_at")[:SHOWN]
    ]
