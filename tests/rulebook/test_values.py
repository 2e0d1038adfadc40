"""Reading values: right in a transaction, after a rollback, and in other processes."""

import datetime
import subprocess
import sys
import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from callcenter import rulebook
from callcenter.people.models import Site
from callcenter.rulebook.models import RuleValue
from callcenter.rulebook.services import set_value
from callcenter.rulebook.values import one_rulebook
from tests.embedded.runs import inherited
from tests.factories import make_site
from tests.workers import database_url

KEY = "kpi.sl_seconds"
DAY = datetime.date(2026, 3, 1)


def make_value(value: int | None, *, site: Site | None = None, on: datetime.date = DAY) -> RuleValue:
    return RuleValue.objects.create(key=KEY, site=site, value=value, effective_on=on, reason="Because")


@pytest.mark.django_db
def test_default_holds_until_a_value_is_set() -> None:
    assert rulebook.value(KEY) == 20
    assert rulebook.value("kpi.sl_target") == Decimal(80)
    with pytest.raises(KeyError, match="such_rule"):
        rulebook.value("no.such_rule")


@pytest.mark.django_db
def test_site_value_stands_before_the_companys() -> None:
    site, other = make_site(), make_site()
    make_value(25)
    make_value(30, site=site)
    day_before = DAY - datetime.timedelta(days=1)
    assert [rulebook.value(KEY, place, on=DAY) for place in (site, other, None)] == [30, 25, 25]
    assert rulebook.value(KEY, site, on=day_before) == 20
    assert [p.value for p in rulebook.values_between(KEY, site, day_before, DAY)] == [20]
    assert [p.value for p in rulebook.values_between(KEY, site, day_before, DAY + datetime.timedelta(1))] == [
        20,
        30,
    ]


@pytest.mark.django_db(transaction=True)
def test_value_of_a_transaction_is_seen_in_it_and_gone_after_its_rollback() -> None:
    make_value(25)
    with transaction.atomic():
        make_value(99, on=DAY + datetime.timedelta(days=1))
        assert rulebook.value(KEY) == 99
        transaction.set_rollback(True)
    assert rulebook.value(KEY) == 25
    make_value(30, on=DAY + datetime.timedelta(days=1))
    assert rulebook.value(KEY) == 30


@pytest.mark.django_db(transaction=True)
def test_value_is_seen_after_a_savepoint_was_rolled_back() -> None:
    with transaction.atomic():
        make_value(25)
        with transaction.atomic():
            make_value(30, on=DAY + datetime.timedelta(days=1))
            assert rulebook.value(KEY) == 30
            transaction.set_rollback(True)
        assert rulebook.value(KEY) == 25


@pytest.mark.django_db(transaction=True)
def test_uncommitted_value_of_another_connection_is_not_seen_and_the_committed_one_is() -> None:
    written, seen = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                make_value(45)
                assert rulebook.value(KEY) == 45
                written.set()
                assert seen.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert written.wait(20)
    assert rulebook.value(KEY) == 20
    seen.set()
    thread.join()
    assert rulebook.value(KEY) == 45


READER = """
import django; django.setup()
import sys
from callcenter import rulebook
for line in sys.stdin:
    print(rulebook.value("kpi.sl_seconds"), flush=True)
"""


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_another_process_sees_a_change_at_once_and_without_redis() -> None:
    environment = inherited() | {
        "DATABASE_URL": database_url(),
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "DJANGO_SETTINGS_MODULE": "callcenter.settings",
    }
    environment.setdefault("CALLCENTER_SECRET_KEY", "for this test")
    with subprocess.Popen(
        [sys.executable, "-c", READER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as reader:
        assert reader.stdin
        assert reader.stdout

        def ask() -> int:
            assert reader.stdin
            assert reader.stdout
            reader.stdin.write("\n")
            reader.stdin.flush()
            return int(reader.stdout.readline())

        assert ask() == 20
        for value in (25, 30, 35):
            set_value(
                KEY, site=None, value=value, effective_on=DAY, reason="r", actor=None, is_backdating=True
            )
            assert ask() == value
        reader.stdin.close()


@pytest.mark.django_db
def test_reading_costs_one_tiny_query_and_none_of_the_rows(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rulebook.value(KEY)
    with django_assert_num_queries(1):
        rulebook.value(KEY)
    for day in range(300):
        make_value(day + 1, on=DAY + datetime.timedelta(days=day))
    rulebook.value(KEY)
    with django_assert_num_queries(1):
        assert rulebook.value(KEY, on=DAY + datetime.timedelta(days=299)) == 300


@pytest.mark.django_db(transaction=True)
def test_a_page_reads_the_version_once_and_a_change_in_its_request_again() -> None:
    with one_rulebook(), CaptureQueriesContext(connection) as queries:
        for _ in range(5):
            assert rulebook.value(KEY) == 20
        assert len(queries) <= 2
        set_value(KEY, site=None, value=33, effective_on=DAY, reason="r", actor=None, is_backdating=True)
        assert rulebook.value(KEY) == 33


@pytest.mark.django_db
def test_database_refuses_a_second_value_of_the_same_day() -> None:
    site = make_site()
    make_value(25)
    make_value(25, site=site)
    for place in (None, site):
        with pytest.raises(IntegrityError, match="rule_has_one_value_a_day_and_site"), transaction.atomic():
            make_value(30, site=place)


@pytest.mark.django_db
def test_database_refuses_to_edit_or_delete_a_value() -> None:
    row = make_value(25)
    for change in ({"value": 30}, {"effective_on": DAY - datetime.timedelta(1)}, {"reason": "Other"}):
        with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
            RuleValue.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        RuleValue.objects.filter(pk=row.pk).delete()


@pytest.mark.django_db
def test_database_refuses_a_value_without_a_reason() -> None:
    with pytest.raises(IntegrityError, match="rule_value_has_a_reason"), transaction.atomic():
        RuleValue.objects.create(key=KEY, value=1, effective_on=DAY, reason="")


@pytest.mark.django_db(transaction=True)
def test_service_of_a_writing_request_reads_what_holds_now_and_a_reading_one_keeps_its_rulebook() -> None:
    for is_reading, expected in ((False, 31), (True, 20)):
        RuleValue.objects.standing().update(
            withdrawn_at=datetime.datetime.now(datetime.UTC), withdrawn_reason="over"
        )
        with one_rulebook(is_reading=is_reading):
            assert rulebook.value(KEY) == 20
            change = threading.Thread(target=lambda: (make_value(31), connection.close()))
            change.start()
            change.join()
            with transaction.atomic():
                assert rulebook.value(KEY) == expected
        assert rulebook.value(KEY) == 31
