"""The page Operation: what it shows, and that its queries do not grow."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.operation.models import Backup, Heartbeat, RetentionRun
from tests.factories import make_site, make_user

pytestmark = pytest.mark.django_db


def test_the_page_shows_health_retention_and_backups(client: Client) -> None:
    client.force_login(make_user(PostCode.SYSADMIN))
    now = timezone.now()
    Heartbeat.objects.create(name="beat", at=now)
    Backup.objects.create(
        file_name="callcenter-1.zip", started_at=now, finished_at=now, is_verified=True, size=10
    )
    Backup.objects.create(file_name="callcenter-2.zip", started_at=now, finished_at=now, message="disk full")
    RetentionRun.objects.create(
        what="audit.event", days=1095, before=now, rows=12, started_at=now, finished_at=now
    )
    text = client.get("/operation/").content.decode()
    for words in (
        "callcenter-1.zip",
        "verified",
        "failed",
        "12 rows went",
        "/rulebook/operation.keep_audit_days",
    ):
        assert words in text, words


def test_an_empty_page_says_how_to_begin(client: Client) -> None:
    client.force_login(make_user(PostCode.SYSADMIN))
    text = client.get("/operation/").content.decode()
    assert "No backup yet" in text
    assert "manage.py backup" in text


def test_the_queries_do_not_grow_with_what_is_noted(client: Client) -> None:
    client.force_login(make_user(PostCode.SYSADMIN))
    client.get("/operation/")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/operation/").status_code == 200
        return len(captured)

    before = queries()
    now = timezone.now()
    Backup.objects.bulk_create([Backup(file_name=f"{n}.zip", started_at=now) for n in range(300)])
    ago = now - datetime.timedelta(days=1)
    RetentionRun.objects.bulk_create(
        [RetentionRun(what="audit.event", days=1, before=ago, started_at=ago) for _ in range(300)]
    )
    assert queries() == before
    make_site()
    assert queries() == before
