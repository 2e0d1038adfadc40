"""The four numbers at the top of the page Operation."""

import datetime

from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from callcenter.operation import queues
from callcenter.operation.doctor.checks import BACKUP_AGE, SILENCE
from callcenter.operation.models import Backup
from callcenter.web.today import Figure


def figures() -> list[Figure]:
    """Signs of life, what waits, the last backup, the size of the database."""
    return [_silence(), _waiting(), _backup(), _size()]


def _ago(moment: datetime.datetime) -> str:
    if timezone.now() - moment < datetime.timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}


def _silence() -> Figure:
    silence = queues.silence()
    if silence is None:
        return Figure(_("Last sign of life"), "—", _("of beat and workers"), tone="warn")
    seconds = round(silence.total_seconds())
    value = _("%(seconds)s s ago") % {"seconds": seconds} if seconds < 120 else _ago(timezone.now() - silence)
    return Figure(
        _("Last sign of life"), value, _("of beat and workers"), tone="bad" if silence > SILENCE else "good"
    )


def _waiting() -> Figure:
    try:
        value = f"{queues.waiting():,}"
    except OSError:
        value = "—"
    return Figure(_("Tasks waiting"), value, _("for a worker"))


def _backup() -> Figure:
    last = Backup.objects.filter(is_verified=True).first()
    if last is None:
        return Figure(_("Last backup"), "—", _("none yet"), tone="warn")
    is_old = timezone.now() - last.started_at > BACKUP_AGE
    return Figure(
        _("Last backup"),
        _ago(last.started_at),
        str(filesizeformat(last.size)),
        tone="warn" if is_old else "good",
    )


def _size() -> Figure:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return Figure(_("Database"), str(filesizeformat(cursor.fetchone()[0])), _("on disk"))
