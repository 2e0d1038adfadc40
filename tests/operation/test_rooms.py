"""What the rooms say of themselves: a figure for everything that may fall behind, and nothing kept for ever."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from callcenter.operation.metrics.registry import registered
from callcenter.operation.retention.registry import registered as kept
from reports.rollups.models import StaleDay
from tests.factories import make_site
from tests.operation.test_metrics import sample

pytestmark = pytest.mark.django_db
BEHIND = (
    'callcenter_outbox_oldest_seconds{step="plan"}',
    'callcenter_outbox_oldest_seconds{step="send"}',
    "callcenter_webhook_oldest_seconds",
    "callcenter_clock_lag_seconds",
    "callcenter_stale_days",
    "callcenter_stale_day_oldest_seconds",
)


def test_where_nothing_waits_everything_that_may_fall_behind_is_at_zero(client: Client) -> None:
    text = client.get("/metrics").content.decode()
    assert {name: sample(text, name) for name in BEHIND} == dict.fromkeys(BEHIND, 0.0)
    assert sample(text, "callcenter_unread_metrics") == 0
    assert sample(text, "callcenter_beat_silence_seconds") == -1


def test_days_that_wait_are_counted_and_their_age_is_told(client: Client) -> None:
    site = make_site()
    hour_ago = timezone.now() - datetime.timedelta(hours=1)
    for n in (1, 2):
        StaleDay.objects.create(
            site=site,
            day=datetime.date(2026, 3, n),
            reason="facts",
            marked_at=hour_ago + datetime.timedelta(minutes=n),
        )
    text = client.get("/metrics").content.decode()
    assert sample(text, "callcenter_stale_days") == 2
    assert 3500 < sample(text, "callcenter_stale_day_oldest_seconds") < 3700


def test_every_figure_is_named_alike_and_explained() -> None:
    for gauge in registered():
        assert re.fullmatch(r"callcenter(_[a-z]+)+", gauge.name), gauge.name
        assert gauge.help.endswith("."), gauge.name


def test_what_grows_with_every_day_has_an_end() -> None:
    assert {line.what for line in kept()} >= {
        "audit.event",
        "files.job_file",
        "files.job_error",
        "files.job_line",
        "notifications.message",
        "telephony.customer_number",
        "webhooks.delivery",
    }
