"""The doctor: each check in its three states, the command's exit code, and a check that breaks."""

import datetime
import json
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone, translation
from pytest_django import Settings

from callcenter.operation import queues
from callcenter.operation.doctor import checks, registry
from callcenter.operation.doctor.registry import Check, Finding, Level
from callcenter.operation.doctor.services import examine, worst
from callcenter.operation.models import Backup, Heartbeat
from callcenter.telephony.facts.partitions import TABLES, ensure_months, missing_months
from callcenter.telephony.operation import months_are_there
from callcenter.telephony.tasks import make_months_ahead

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("seconds", "level"),
    [
        (0, Level.WELL),
        (0.5, Level.WELL),
        (2, Level.WARNING),
        (-2, Level.WARNING),
        (30, Level.ERROR),
        (-30, Level.ERROR),
    ],
)
def test_a_clock_that_is_off_is_told_by_how_much_and_which_way(seconds: float, level: Level) -> None:
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=seconds), tick=True):
        found = checks.clocks_agree()
    assert found.level is level
    if level:
        assert ("ahead" if seconds > 0 else "behind") in found.sentence
        assert "NTP" in found.remedy


@pytest.mark.parametrize(("age", "level"), [(None, Level.WARNING), (170, Level.WELL), (190, Level.ERROR)])
def test_silence_of_beat_is_an_error_after_three_minutes(age: int | None, level: Level) -> None:
    with time_machine.travel(NOW, tick=False):
        if age is not None:
            Heartbeat.objects.create(name=queues.CHAIN, at=NOW - datetime.timedelta(seconds=age))
        assert checks.beat_beats().level is level


def test_a_sign_of_life_is_one_row_however_often() -> None:
    queues.beat()
    queues.beat()
    silence = queues.silence()
    assert silence is not None
    assert silence < datetime.timedelta(seconds=30)
    assert Heartbeat.objects.count() == 1


def test_an_old_backup_is_said_in_a_deployment_only(settings: Settings) -> None:
    settings.IS_LOCAL = False
    assert checks.backup_is_fresh().level is Level.WARNING
    old = timezone.now() - datetime.timedelta(days=3)
    note = Backup.objects.create(file_name="a.zip", started_at=old, finished_at=old, is_verified=True)
    assert "3 days" in checks.backup_is_fresh().sentence
    Backup.objects.filter(pk=note.pk).update(started_at=timezone.now())
    assert checks.backup_is_fresh().level is Level.WELL
    settings.IS_LOCAL = True
    Backup.objects.all().delete()
    assert checks.backup_is_fresh().level is Level.WELL


def test_mail_is_looked_for_where_a_server_is_named(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    found = checks.mail_leaves()
    assert found.level is Level.ERROR
    assert "127.0.0.1:1" in found.sentence


def test_redis_files_database_and_tables_are_well_here() -> None:
    for look in (
        checks.redis_answers,
        checks.files_are_kept,
        checks.database,
        checks.migrated,
        checks.queue_moves,
    ):
        assert look().level is Level.WELL, look.__name__


def test_without_redis_its_checks_are_errors_and_the_others_are_still_made(settings: Settings) -> None:
    settings.REDIS_URL = "unix:///nonexistent/redis.sock"
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": settings.REDIS_URL}}
    levels = {each.check.key: each.finding.level for each in examine()}
    assert levels["redis"] is Level.ERROR
    assert levels["queues"] is Level.ERROR
    assert levels["database"] is Level.WELL


def test_months_are_made_ahead_and_missed_when_they_are_not() -> None:
    with time_machine.travel(datetime.datetime(2031, 1, 31, 23, tzinfo=datetime.UTC), tick=False):
        assert months_are_there().level is Level.WARNING
        make_months_ahead()
        make_months_ahead()
        assert months_are_there().level is Level.WELL
        assert missing_months(TABLES[0], [datetime.date(2031, 4, 30)]) == []
        assert missing_months(TABLES[0], [datetime.date(2031, 5, 1)]) == ["telephony_call_y2031m05"]
        assert ensure_months(TABLES[0], [datetime.date(2031, 2, 1)]) == []


def checks_of(monkeypatch: pytest.MonkeyPatch, *found: Check) -> None:
    monkeypatch.setattr(registry, "_checks", {check.key: check for check in found})


def test_a_check_that_breaks_is_an_error_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Finding:
        raise ZeroDivisionError

    checks_of(monkeypatch, Check("a", "A", broken), Check("b", "B", lambda: Finding(Level.WELL, "Well.")))
    found = examine()
    assert [each.finding.level for each in found] == [Level.ERROR, Level.WELL]
    assert "ZeroDivisionError" in found[0].finding.sentence
    assert worst(found) is Level.ERROR


@pytest.mark.parametrize(("level", "code"), [(Level.WELL, 0), (Level.WARNING, 0), (Level.ERROR, 1)])
def test_the_command_says_what_to_do_and_ends_with_1_for_an_error(
    monkeypatch: pytest.MonkeyPatch, level: Level, code: int
) -> None:
    checks_of(monkeypatch, Check("a", "Thing", lambda: Finding(level, "So it is.", "Do that.")))
    for as_json in (False, True):
        out, ended = StringIO(), 0
        try:
            call_command("doctor", json=as_json, stdout=out)
        except SystemExit as end:
            ended = int(str(end.code))
        assert ended == code
        assert "So it is." in out.getvalue()
        if as_json:
            assert json.loads(out.getvalue())[0]["level"] == level.name.lower()
        else:
            assert ("Do that." in out.getvalue()) is (level is not Level.WELL)


def test_every_check_speaks_chinese() -> None:
    with translation.override("zh-hans"):
        for each in examine():
            for text in (each.check.title, each.finding.sentence, each.finding.remedy):
                assert (
                    not text
                    or each.check.key in {"redis", "settings"}
                    or any("一" <= c <= "鿿" for c in str(text))
                )
