"""Old records of the trail may go, the database says how old at least; nothing else changes or deletes one."""

import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from callcenter.audit.models import Event

LEGAL_DAYS = 184  # six months; the trigger of the table refuses younger ones
ANNOUNCE = "SELECT set_config('callcenter.letting_go', 'audit_event', true)"
DELETE = """
    DELETE FROM audit_event WHERE id IN (SELECT id FROM audit_event WHERE at < %s ORDER BY at LIMIT %s)
"""


class OldEvents:
    """The trail, for who says how long it is kept."""

    title = _("Audit trail")

    def count(self, before: datetime.datetime) -> int:
        """How many records are older."""
        return Event.objects.filter(at__lt=before).count()

    @transaction.atomic
    def drop(self, before: datetime.datetime, limit: int) -> int:
        """Delete at most so many of the oldest; how many."""
        with connection.cursor() as cursor:
            cursor.execute(ANNOUNCE)
            cursor.execute(DELETE, [before, limit])
            return cursor.rowcount
