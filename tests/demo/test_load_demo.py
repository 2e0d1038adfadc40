"""Loading the demo: where it is refused, how many days, how large a center."""

import dataclasses
import datetime
import io
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from pytest_django import Settings

from callcenter.demo.people import DEMO_PASSWORD
from callcenter.demo.services import SIZES, load_demo
from callcenter.demo.staff import STAFF
from callcenter.people.models import Employee, Site
from callcenter.telephony.models import Call
from tests.factories import make_employee

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(
    2026, 11, 18, 4, 0, tzinfo=datetime.UTC
)  # Wednesday 12:00 in Shanghai, 15:00 in Sydney


@pytest.fixture(autouse=True)
def data_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_a_database_with_other_people_is_refused_with_a_sentence() -> None:
    make_employee()
    with pytest.raises(CommandError, match="1 people who are not the demo’s"):
        call_command("load_demo", stdout=io.StringIO())
    assert Site.objects.filter(code="shanghai").count() == 0


def test_a_server_for_real_people_is_refused_unless_asked(settings: Settings) -> None:
    settings.IS_HTTPS = True
    with pytest.raises(CommandError, match="--on-this-server"):
        call_command("load_demo", stdout=io.StringIO())
    out = io.StringIO()
    call_command("load_demo", "--on-this-server", "--days=1", stdout=out)
    assert f"{len(STAFF)} people" in out.getvalue()
    assert DEMO_PASSWORD in out.getvalue()


def test_days_must_be_at_least_one() -> None:
    with pytest.raises(CommandError, match="1 or more"):
        call_command("load_demo", "--days=0", stdout=io.StringIO())


def test_a_crowd_shares_the_calls_of_a_large_center() -> None:
    size = dataclasses.replace(SIZES["large"], days=2, crowd=150)
    with time_machine.travel(NOON, tick=False):
        load_demo(size)
    assert Employee.objects.count() == len(STAFF) + 150
    yesterday = Call.objects.filter(site__code="shanghai", day=datetime.date(2026, 11, 17))
    assert 5000 < yesterday.count() < 10_000
    assert yesterday.values("agent").distinct().count() > 50
    answered = yesterday.filter(outcome=1).count()
    assert answered / yesterday.exclude(outcome=3).count() > 0.85
    assert not Employee.objects.filter(user=None, left_on=None).exists()
