"""Messages are written with the event, once for each event and recipient."""

import datetime
import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from callcenter.notifications import kinds
from callcenter.notifications.models import Message
from callcenter.notifications.services import Notice, notify, notify_many
from tests.factories import make_employee, make_user

pytestmark = pytest.mark.django_db


def test_each_recipient_of_an_event_has_one_message():
    people = [make_user() for _n in range(3)]
    assert notify("tests.happened", recipients=people, key="case:1", figures={"what": "It"}) == 3
    assert sorted(Message.objects.values_list("recipient", flat=True)) == sorted(user.pk for user in people)
    assert {message.sentence for message in Message.objects.all()} == {"It happened"}


def test_the_same_event_told_again_reaches_only_who_was_not_told():
    first, second = make_user(), make_user()
    notify("tests.happened", recipients=[first], key="case:1", figures={"what": "It"})
    assert notify("tests.happened", recipients=[first, second.pk, second], key="case:1") == 1
    assert notify("tests.happened", recipients=[first, second], key="case:1") == 0
    assert Message.objects.count() == 2


def test_another_rung_and_another_kind_of_the_same_object_are_events_of_their_own():
    user = make_user()
    for kind, key in (("tests.happened", "1:1"), ("tests.happened", "1:2"), ("tests.urgent", "1:1")):
        assert notify(kind, recipients=[user], key=key, figures={"what": "It"}) == 1


def test_the_subject_gives_site_and_address_unless_told_otherwise():
    user, employee = make_user(), make_employee()
    notify("tests.happened", recipients=[user], key="1", subject=employee)
    notify("tests.happened", recipients=[user], key="2", subject=employee, url="/elsewhere/", site_id=7)
    own, told = Message.objects.order_by("key")
    assert (own.url, own.site_id, own.subject_id) == (
        employee.get_absolute_url(),
        employee.site_id,
        employee.pk,
    )
    assert (told.url, told.site_id) == ("/elsewhere/", 7)


def test_a_kind_that_nobody_declared_is_refused():
    with pytest.raises(KeyError):
        notify("tests.unknown", recipients=[make_user()], key="1")


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_told():
    with pytest.raises(RuntimeError, match="transaction"):
        notify("tests.happened", recipients=[make_user()], key="1")


@pytest.mark.django_db(transaction=True)
def test_an_event_that_is_rolled_back_was_never_told():
    user = make_user()
    with transaction.atomic():
        assert notify("tests.happened", recipients=[user], key="1") == 1
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_the_database_refuses_a_second_message_past_the_service():
    user = make_user()
    Message.objects.create(kind="tests.happened", key="1", recipient=user)
    with pytest.raises(IntegrityError, match="message_tells_a_person_of_an_event_once"), transaction.atomic():
        Message.objects.create(kind="tests.happened", key="1", recipient=user)


def test_the_database_refuses_a_message_to_nobody_and_one_that_leads_elsewhere():
    with pytest.raises(IntegrityError, match="message_has_one_recipient"), transaction.atomic():
        Message.objects.create(kind="tests.happened", key="1")
    for url in ("https://elsewhere.example/", "//elsewhere.example/"):
        with pytest.raises(IntegrityError, match="leads_to_a_page_of_ours"), transaction.atomic():
            Message.objects.create(kind="tests.happened", key="1", recipient=make_user(), url=url)


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_the_same_event_at_once_tell_it_once():
    users = [make_user() for _n in range(5)]
    start, written = threading.Barrier(4), []

    def tell() -> None:
        try:
            start.wait()
            with transaction.atomic():
                written.append(notify("tests.happened", recipients=users, key="case:1"))
        finally:
            connection.close()

    threads = [threading.Thread(target=tell) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(written), Message.objects.count()) == (5, 5)


def test_thousands_of_events_take_few_statements(django_assert_max_num_queries):
    users = [make_user() for _n in range(4)]
    notices = [Notice("tests.happened", f"case:{n}", users, figures={"what": str(n)}) for n in range(1500)]
    with django_assert_max_num_queries(4):
        assert notify_many(notices) == 6000
    with django_assert_max_num_queries(4):
        assert notify_many(notices) == 0


def test_figures_are_read_in_the_readers_language_and_zone():
    kinds.define(
        kinds.Kind(
            "tests.figures",
            "Figures",
            "%(text)s|%(amount)s|%(at)s|%(on)s|%(left)s|%(who)s|%(state)s|%(percent)s",
        )
    )
    who = make_employee(name="Wang Li", name_zh="王丽")
    figures = {
        "text": "as it is",
        "amount": Decimal("12.50"),
        "at": datetime.datetime(2026, 11, 21, 16, 30, tzinfo=datetime.UTC),
        "on": datetime.date(2026, 11, 22),
        "left": datetime.timedelta(hours=27),
        "who": who,
        "state": gettext_lazy("Waiting"),
        "percent": 80,
    }
    notify("tests.figures", recipients=[make_user()], key="1", figures=figures)
    message = Message.objects.get()
    with timezone.override("Asia/Shanghai"):
        assert (
            message.sentence == "as it is|12.50|2026-11-22 00:30|2026-11-22, Sun|1 d 3 h|Wang Li|Waiting|80"
        )
        with override("zh-hans"):
            assert message.sentence.split("|")[5:7] == ["王丽", "等待中"]


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        notify(
            "tests.happened",
            recipients=[make_user()],
            key="1",
            figures={"what": datetime.datetime(2026, 11, 21, 16, 30)},
        )


def test_a_message_of_a_kind_that_is_there_no_more_can_still_be_read():
    message = Message.objects.create(kind="gone.kind", key="1", recipient=make_user())
    assert message.sentence == "gone.kind"


def test_a_kind_is_declared_once_and_urgent_kinds_wait_for_no_digest():
    with pytest.raises(ValueError, match="twice"):
        kinds.define(kinds.Kind("tests.happened", "Other", "Other"))
    with pytest.raises(ValueError, match="digest"):
        kinds.define(kinds.Kind("tests.other", "Other", "Other", is_urgent=True))
    with pytest.raises(ValueError, match="what_happened"):
        kinds.define(kinds.Kind("tests", "Other", "Other"))
