"""What operation itself looks at: settings, database, clock, migrations, Redis, queues, beat, files, mail, backups."""

import datetime
import shutil
import time
import uuid

from django.conf import settings
from django.core import checks as django_checks
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.operation import queues
from callcenter.operation.doctor.registry import Check, Finding, Level
from callcenter.operation.models import Backup, Heartbeat

OLDEST_POSTGRESQL, NEWEST_POSTGRESQL = 16, 18  # tried with these
# A clock that is off by more makes deadlines wrong by as much; NTP keeps hosts within milliseconds.
DRIFT_WARNING, DRIFT_ERROR = datetime.timedelta(seconds=1), datetime.timedelta(seconds=10)
SILENCE = datetime.timedelta(minutes=3)  # beat speaks twice a minute
WAITING_TASKS = 1_000
FREE_SHARE = 0.05
BACKUP_AGE = datetime.timedelta(days=2)


def settings_fit() -> Finding:
    """Django's own checks, those for a deployment where this is one."""
    found = django_checks.run_checks(include_deployment_checks=not settings.IS_LOCAL)
    serious = [message for message in found if message.is_serious() and not message.is_silenced()]
    mild = [message for message in found if not message.is_serious() and not message.is_silenced()]
    if serious or mild:
        level = Level.ERROR if serious else Level.WARNING
        first = (serious or mild)[0]
        return Finding(level, f"{first.id}: {first.msg}", first.hint or _("See README, Configure."))
    return Finding(Level.WELL, _("The settings are complete."))


def database() -> Finding:
    """The server's version, its time zone rules and encoding; no extension is needed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')"
        )
        version, encoding = cursor.fetchone()
    major = version // 10_000
    words = {
        "version": f"{major}.{version % 10_000}",
        "oldest": OLDEST_POSTGRESQL,
        "newest": NEWEST_POSTGRESQL,
    }
    if encoding != "UTF8":
        return Finding(
            Level.ERROR,
            _("The database is kept in %(encoding)s.") % {"encoding": encoding},
            _("Make it with the encoding UTF8 and restore a backup into it."),
        )
    if major < OLDEST_POSTGRESQL:
        return Finding(
            Level.ERROR,
            _("PostgreSQL %(version)s is too old.") % words,
            _("Upgrade it to %(oldest)s to %(newest)s.") % words,
        )
    if major > NEWEST_POSTGRESQL:
        return Finding(
            Level.WARNING,
            _("PostgreSQL %(version)s is newer than what this release was tried with.") % words,
            _("Use %(oldest)s to %(newest)s, or try it out elsewhere first.") % words,
        )
    return Finding(Level.WELL, _("PostgreSQL %(version)s, UTF8; no extension is needed.") % words)


def migrated() -> Finding:
    """Whether the tables are those of this release."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        return Finding(
            Level.ERROR,
            _("%(count)s migrations are missing, the first is %(first)s.")
            % {"count": len(plan), "first": f"{plan[0][0].app_label}.{plan[0][0].name}"},
            _("Run manage.py migrate."),
        )
    return Finding(Level.WELL, _("The tables are those of this release."))


def drift() -> datetime.timedelta:
    """How far this host's clock is ahead of the database's, measured in the middle of a question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")  # a connection that is made first would count as drift
        before = timezone.now()
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime.datetime = cursor.fetchone()[0]
        after = timezone.now()
    return before + (after - before) / 2 - theirs


def clocks_agree() -> Finding:
    """The clocks of this host and of the database."""
    seconds = drift().total_seconds()
    words = {"seconds": f"{abs(seconds):.1f}"}
    if abs(seconds) < DRIFT_WARNING.total_seconds():
        return Finding(Level.WELL, _("The clocks of this host and of the database agree."))
    level = Level.ERROR if abs(seconds) >= DRIFT_ERROR.total_seconds() else Level.WARNING
    return Finding(
        level,
        _("This host is %(seconds)s s ahead of the database.") % words
        if seconds > 0
        else _("This host is %(seconds)s s behind the database.") % words,
        _("Have both set their clocks by NTP (timedatectl set-ntp true)."),
    )


def redis_answers() -> Finding:
    """Redis takes a value and gives it back."""
    mark = uuid.uuid4().hex
    began = time.perf_counter()
    cache.set("operation.doctor", mark, 30)
    if cache.get("operation.doctor") != mark:
        return Finding(
            Level.ERROR,
            _("Redis does not keep what it is given."),
            _("Look at its memory limit and its log."),
        )
    words = {"milliseconds": f"{(time.perf_counter() - began) * 1000:.0f}"}
    return Finding(Level.WELL, _("Redis answers within %(milliseconds)s ms.") % words)


def queue_moves() -> Finding:
    """How many tasks wait for a worker."""
    waiting = queues.waiting()
    words = {"count": waiting}
    if waiting > WAITING_TASKS:
        return Finding(
            Level.WARNING,
            _("%(count)s tasks wait for a worker.") % words,
            _("Start more workers, or look at the log of those that run."),
        )
    return Finding(Level.WELL, _("%(count)s tasks wait for a worker.") % words)


def beat_beats() -> Finding:
    """The last sign that went from beat through Redis to a worker and into the database."""
    last = Heartbeat.objects.filter(name=queues.CHAIN).first()
    remedy = _("Start beat and at least one worker; their logs say what keeps them.")
    if last is None:
        return Finding(Level.WARNING, _("Beat and workers have given no sign of life yet."), remedy)
    age = timezone.now() - last.at
    words = {"seconds": round(age.total_seconds())}
    if age > SILENCE:
        return Finding(
            Level.ERROR, _("Beat and workers gave their last sign of life %(seconds)s s ago.") % words, remedy
        )
    return Finding(Level.WELL, _("Beat and workers gave a sign of life %(seconds)s s ago.") % words)


def files_are_kept() -> Finding:
    """Attachments can be written, read and deleted, and there is room for more."""
    name = default_storage.save(f"doctor/{uuid.uuid4().hex}", ContentFile(b"well"))
    try:
        with default_storage.open(name) as file:
            is_well = file.read() == b"well"
    finally:
        default_storage.delete(name)
    if not is_well:
        return Finding(
            Level.ERROR,
            _("A stored file came back changed."),
            _("Look at the disk or the storage behind it."),
        )
    if settings.MEDIA_ROOT.exists():
        usage = shutil.disk_usage(settings.MEDIA_ROOT)
        words = {"percent": round(100 * usage.free / usage.total)}
        if usage.free < usage.total * FREE_SHARE:
            return Finding(
                Level.WARNING,
                _("%(percent)s %% of the disk with the attachments is free.") % words,
                _("Make room, or move the attachments to a larger disk."),
            )
    return Finding(Level.WELL, _("Attachments are written and read back."))


def mail_leaves() -> Finding:
    """The mail server takes a connection, where one is named. Whether one should be is said by notifications."""
    if not settings.EMAIL_HOST:
        return Finding(Level.WELL, _("No mail server is named; mail is printed."))
    words = {"host": f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"}
    try:
        mail = get_connection(timeout=5)
        mail.open()
        mail.close()
    except OSError as error:
        return Finding(
            Level.ERROR,
            _("The mail server %(host)s cannot be used (%(reason)s).")
            % (words | {"reason": type(error).__name__}),
            _("Look at CALLCENTER_EMAIL_HOST, its port, user and password."),
        )
    return Finding(Level.WELL, _("The mail server %(host)s takes connections.") % words)


def backup_is_fresh() -> Finding:
    """How old the last verified backup is."""
    last = Backup.objects.filter(is_verified=True).first()
    remedy = _("Run manage.py backup every night, and keep its file on another machine.")
    level = Level.WELL if settings.IS_LOCAL else Level.WARNING
    if last is None:
        return Finding(level, _("There is no backup yet."), remedy)
    days = (timezone.now() - last.started_at).days
    words = {"days": days, "file": last.file_name}
    if timezone.now() - last.started_at > BACKUP_AGE:
        return Finding(level, _("The last backup is %(days)s days old (%(file)s).") % words, remedy)
    return Finding(Level.WELL, _("The last backup, %(file)s, is verified.") % words)


CHECKS = (
    Check("settings", gettext_lazy("Settings"), settings_fit),
    Check("database", gettext_lazy("Database"), database),
    Check("migrations", gettext_lazy("Migrations"), migrated),
    Check("clock", gettext_lazy("Clock"), clocks_agree),
    Check("redis", gettext_lazy("Redis"), redis_answers),
    Check("queues", gettext_lazy("Queues"), queue_moves),
    Check("beat", gettext_lazy("Beat and workers"), beat_beats),
    Check("files", gettext_lazy("Attachments"), files_are_kept),
    Check("mail", gettext_lazy("Mail"), mail_leaves),
    Check("backup", gettext_lazy("Backup"), backup_is_fresh),
)
