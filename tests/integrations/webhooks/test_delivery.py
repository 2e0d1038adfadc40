"""From an act to the other system: written with the act, signed, tried again, given up, switched off. On loopback."""

import datetime
import json
import threading
from collections.abc import Iterator

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from callcenter.audit.models import Event
from callcenter.audit.services import Entry, record, record_many
from callcenter.integrations.webhooks import claims, posting, sending, services, tasks, troubles
from callcenter.integrations.webhooks.models import Attempt, Delivery, Endpoint, Off, State
from callcenter.integrations.webhooks.troubles import Trouble
from callcenter.people.models import Site
from callcenter.rulebook.services import set_value
from callcenter.rulebook.values import today_at
from tests.factories import make_site
from tests.integrations.webhooks.factories import (
    CHANGED,
    SECRET,
    happen,
    make_delivery,
    make_director,
    make_endpoint,
)
from tests.integrations.webhooks.receiver import Receiver, receiving

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _loopback(settings: Settings) -> None:
    settings.WEBHOOKS_ALLOW_HTTP = True
    settings.WEBHOOKS_ALLOWED_NETWORKS = ["127.0.0.0/8"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Trouble]:
    found: list[Trouble] = []
    monkeypatch.setattr(troubles, "_listeners", [found.append])
    return found


def test_a_delivery_is_written_with_the_act_and_goes_with_it_when_it_is_undone() -> None:
    site = make_site()
    endpoint = make_endpoint(site)
    happen(site)
    assert Delivery.objects.filter(endpoint=endpoint).count() == 1
    with transaction.atomic():
        record(None, CHANGED, site, site_id=site.pk)
        assert Delivery.objects.count() == 2
        transaction.set_rollback(True)
    assert Delivery.objects.count() == 1


def test_only_those_are_told_who_asked_for_the_event_at_that_site() -> None:
    site, other = make_site(), make_site()
    wanted = make_endpoint(site)
    make_endpoint(site, events=["people.employee.hired"])
    make_endpoint(other)
    make_endpoint(site, off=Off.PERSON, off_at=NOON)
    make_endpoint(site, removed_at=NOON)
    happen(site)
    assert list(Delivery.objects.values_list("endpoint", flat=True)) == [wanted.pk]


def test_an_act_that_is_no_public_event_is_told_to_nobody() -> None:
    site = make_site()
    make_endpoint(site, events=["people.post.titled"])
    happen(site, "people.post.titled")
    assert not Delivery.objects.exists()


def test_a_companys_act_is_told_at_every_site() -> None:
    endpoints = [make_endpoint(make_site(), events=["rulebook.value.set"]) for _ in range(2)]
    with transaction.atomic():
        record(None, "rulebook.value.set")
    assert set(Delivery.objects.values_list("endpoint", flat=True)) == {one.pk for one in endpoints}


def test_many_acts_at_once_cost_the_same_statements(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    site = make_site()
    for _ in range(3):
        make_endpoint(site)
    happen(site)
    with django_assert_max_num_queries(6), transaction.atomic():
        record_many(None, [Entry(CHANGED, site, site_id=site.pk) for _ in range(40)])
    assert Delivery.objects.count() == 3 + 120


def test_message_says_what_happened_and_its_signature_is_good(receiver: Receiver) -> None:
    site = make_site(code="harbin")
    actor = make_director(site)
    endpoint = make_endpoint(site, receiver.address)
    event = happen(site, actor=actor, before={"name": "A"}, after={"name": "王"}, reason="New sign")
    assert sending.drain(endpoint.pk) is False
    (request,) = receiver.requests
    message = request.verified(SECRET)
    assert (message["type"], message["data"]["site"]) == (CHANGED, "harbin")
    assert datetime.datetime.fromisoformat(message["timestamp"])
    assert message["data"] == {
        "event": event.pk,
        "site": "harbin",
        "actor": actor.username,
        "subject": {"type": "people.site", "id": site.pk, "label": str(site)},
        "before": {"name": "A"},
        "after": {"name": "王"},
        "reason": "New sign",
    }
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempt, delivery.last_status) == (State.DELIVERED, 1, 200)
    assert request.message_id == delivery.message_id
    attempt = Attempt.objects.get()
    assert (attempt.status, attempt.answer, attempt.error) == (200, "ok", "")
    assert attempt.seconds is not None
    endpoint.refresh_from_db()
    assert endpoint.succeeded_at


def test_a_forged_message_does_not_pass(receiver: Receiver) -> None:
    endpoint = make_endpoint(address=receiver.address)
    make_delivery(endpoint)
    sending.drain(endpoint.pk)
    (request,) = receiver.requests
    request.body = request.body.replace("site", "sight")
    with pytest.raises(Exception, match="No matching signature"):
        request.verified(SECRET)


def test_while_its_secret_is_changed_a_message_is_signed_with_both(receiver: Receiver) -> None:
    site = make_site()
    endpoint = make_endpoint(site, receiver.address)
    fresh = services.change_secret(endpoint, actor=make_director(site))
    make_delivery(endpoint)
    sending.drain(endpoint.pk)
    (request,) = receiver.requests
    assert len(request.headers["webhook-signature"].split(" ")) == 2
    assert request.verified(fresh) == request.verified(SECRET)
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=24, seconds=1), tick=False):
        headers = sending.signing.headers(
            "msg_1",
            "{}",
            at=timezone.now(),
            with_secrets=Endpoint.objects.get().secrets(timezone.now()),
        )
    assert len(headers["webhook-signature"].split(" ")) == 1


def test_a_failure_is_tried_again_later_under_the_same_id(receiver: Receiver) -> None:
    receiver.answer(500, 200)
    endpoint = make_endpoint(address=receiver.address)
    with time_machine.travel(NOON, tick=False) as clock:
        delivery = make_delivery(endpoint)
        assert sending.drain(endpoint.pk) is False
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempt, delivery.last_status) == (State.WAITING, 1, 500)
        assert (
            NOON + datetime.timedelta(seconds=30) <= delivery.due_at <= NOON + datetime.timedelta(seconds=33)
        )
        assert claims.due_endpoints() == []
        clock.shift(29)
        sending.drain(endpoint.pk)
        assert len(receiver.requests) == 1
        clock.shift(5)
        assert claims.due_endpoints() == [endpoint.pk]
        sending.drain(endpoint.pk)
    delivery.refresh_from_db()
    assert delivery.state == State.DELIVERED
    assert [request.message_id for request in receiver.requests] == [delivery.message_id] * 2
    assert [request.body for request in receiver.requests] == [delivery.body] * 2
    assert list(Attempt.objects.order_by("number").values_list("number", "status")) == [(1, 500), (2, 200)]


def test_a_message_that_nobody_takes_is_given_up_after_a_day_with_one_notice(
    receiver: Receiver, told: list[Trouble]
) -> None:
    receiver.answer(500)
    endpoint = make_endpoint(address=receiver.address)
    with time_machine.travel(NOON, tick=False) as clock:
        delivery = make_delivery(endpoint)
        for _ in range(60):
            sending.drain(endpoint.pk)
            delivery.refresh_from_db()
            if delivery.state != State.WAITING:
                break
            clock.move_to(max(delivery.due_at, Endpoint.objects.get().paused_until or delivery.due_at))
        assert delivery.state == State.DEAD
        assert timezone.now() - NOON > datetime.timedelta(hours=22)
    assert delivery.attempt == len(receiver.requests) > 20
    assert [trouble.kind for trouble in told] == [troubles.Kind.GIVEN_UP]
    assert Endpoint.objects.get().is_on


def test_messages_that_only_waited_behind_a_failing_one_are_given_up_with_it(
    receiver: Receiver, told: list[Trouble]
) -> None:
    receiver.answer(503)
    endpoint = make_endpoint(address=receiver.address)
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            happen(endpoint.site)
        sending.drain(endpoint.pk)
        clock.shift(datetime.timedelta(hours=24, seconds=1))
        sending.drain(endpoint.pk)
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.DEAD}
    assert len(receiver.requests) == 2
    assert len({trouble.key for trouble in told}) == 1


def test_a_message_that_is_refused_holds_up_no_other(receiver: Receiver) -> None:
    receiver.answer(422, 200)
    endpoint = make_endpoint(address=receiver.address)
    refused, taken = make_delivery(endpoint), make_delivery(endpoint)
    sending.drain(endpoint.pk)
    refused.refresh_from_db()
    taken.refresh_from_db()
    assert (refused.state, taken.state) == (State.WAITING, State.DELIVERED)
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.paused_until) == (0, None)


def test_a_failing_endpoint_is_left_alone_and_another_is_not(receiver: Receiver) -> None:
    with receiving() as broken:
        broken.answer(500)
        site = make_site()
        bad, good = make_endpoint(site, broken.address), make_endpoint(site, receiver.address)
        for _ in range(4):
            happen(site)
        assert claims.due_endpoints() == [bad.pk, good.pk]
        for endpoint in claims.due_endpoints():
            sending.drain(endpoint)
        assert (len(broken.requests), len(receiver.requests)) == (1, 4)
        assert claims.due_endpoints() == []


def test_what_the_endpoint_asks_to_wait_is_waited(receiver: Receiver) -> None:
    receiver.answer(429, Retry_After="600")
    endpoint = make_endpoint(address=receiver.address)
    with time_machine.travel(NOON, tick=False):
        make_delivery(endpoint)
        sending.drain(endpoint.pk)
    endpoint.refresh_from_db()
    assert endpoint.paused_until == NOON + datetime.timedelta(seconds=600)


def test_an_endpoint_that_only_fails_is_switched_off_after_days_with_a_notice(
    receiver: Receiver, told: list[Trouble]
) -> None:
    receiver.answer(500)
    endpoint = make_endpoint(address=receiver.address)
    with time_machine.travel(NOON, tick=False) as clock:
        make_delivery(endpoint)
        sending.drain(endpoint.pk)
        clock.shift(datetime.timedelta(days=5) - datetime.timedelta(seconds=1))
        make_delivery(endpoint)
        sending.drain(endpoint.pk)
        assert Endpoint.objects.get().is_on
        clock.shift(datetime.timedelta(hours=2))
        waiting = make_delivery(endpoint)
        sending.drain(endpoint.pk)
        found = Endpoint.objects.get()
        assert (found.off, found.off_at) == (Off.FAILING, timezone.now())
        happen(endpoint.site)
    waiting.refresh_from_db()
    assert waiting.state == State.DROPPED
    assert not Delivery.objects.filter(state=State.WAITING).exists()
    assert troubles.Kind.SWITCHED_OFF in {trouble.kind for trouble in told}
    assert Event.objects.get(verb="integrations.webhook.switched_off").actor is None


def test_one_success_ends_a_spell_of_failing(receiver: Receiver) -> None:
    receiver.answer(500, 500, 200)
    endpoint = make_endpoint(address=receiver.address)
    with time_machine.travel(NOON, tick=False) as clock:
        make_delivery(endpoint)
        for _ in range(3):
            sending.drain(endpoint.pk)
            clock.shift(120)
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.failing_since, endpoint.paused_until) == (0, None, None)


def test_410_switches_the_webhook_off_at_once(receiver: Receiver, told: list[Trouble]) -> None:
    receiver.answer(410)
    endpoint = make_endpoint(address=receiver.address)
    delivery = make_delivery(endpoint)
    sending.drain(endpoint.pk)
    endpoint.refresh_from_db()
    delivery.refresh_from_db()
    assert (endpoint.off, delivery.state) == (Off.GONE, State.DROPPED)
    assert [trouble.kind for trouble in told] == [troubles.Kind.SWITCHED_OFF]


def test_waits_and_limits_are_those_of_the_rulebook(receiver: Receiver) -> None:
    receiver.answer(500)
    endpoint = make_endpoint(address=receiver.address)
    rules = {"webhooks.first_wait": datetime.timedelta(minutes=5), "webhooks.give_up_after": 1}
    for key, value in rules.items():
        on = today_at(endpoint.site)
        set_value(key, site=endpoint.site, value=value, effective_on=on, reason="Ours", actor=None)
    delivery = make_delivery(endpoint)
    sending.drain(endpoint.pk)
    delivery.refresh_from_db()
    assert delivery.due_at - timezone.now() > datetime.timedelta(minutes=4)
    Delivery.objects.update(
        tried_since=timezone.now() - datetime.timedelta(minutes=58), due_at=timezone.now()
    )
    Endpoint.objects.update(paused_until=None)
    sending.drain(endpoint.pk)
    delivery.refresh_from_db()
    assert delivery.state == State.DEAD


def test_who_dies_while_sending_leaves_a_claim_that_another_takes_up(receiver: Receiver) -> None:
    endpoint = make_endpoint(address=receiver.address)
    with time_machine.travel(NOON, tick=False) as clock:
        delivery = make_delivery(endpoint)
        lost = claims.claim(endpoint.pk)
        assert lost is not None
        assert claims.claim(endpoint.pk) is None  # it may still be at work
        assert claims.due_endpoints() == []
        clock.shift(121)
        assert claims.due_endpoints() == [endpoint.pk]
        sending.drain(endpoint.pk)
        claims.settle(lost, posting.Answer(1.0, 500))  # comes back late, and changes nothing
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempt) == (State.DELIVERED, 2)
    assert len(receiver.requests) == 1
    first = Attempt.objects.get(number=1)
    assert first.error in ("interrupted", "")


def test_a_secret_that_cannot_be_read_any_more_is_said(receiver: Receiver, settings: Settings) -> None:
    endpoint = make_endpoint(address=receiver.address)
    make_delivery(endpoint)
    settings.SECRET_KEY = "another"
    sending.drain(endpoint.pk)
    assert Attempt.objects.get().error == "secret"
    assert receiver.requests == []
    settings.SECRET_KEY_FALLBACKS = ["only-for-tests"]
    Endpoint.objects.update(paused_until=None)
    Delivery.objects.update(due_at=timezone.now())
    sending.drain(endpoint.pk)
    assert len(receiver.requests) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_a_delivery_once(settings: Settings) -> None:
    with receiving() as receiver:
        endpoint = make_endpoint(address=receiver.address)
        for _ in range(10):
            happen(endpoint.site)
        started = threading.Barrier(4)

        def work() -> None:
            started.wait()
            try:
                while claims.due_endpoints():
                    sending.drain(endpoint.pk)
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(30)
        sent = [request.message_id for request in receiver.requests]
        assert sorted(sent) == sorted(set(sent))
        assert len(sent) == 10
        assert set(Delivery.objects.values_list("state", "attempt")) == {(State.DELIVERED, 1)}


def test_the_database_keeps_one_delivery_for_an_event_and_a_webhook() -> None:
    endpoint = make_endpoint()
    delivery = make_delivery(endpoint)
    with pytest.raises(IntegrityError, match="webhook_delivery_is_one"), transaction.atomic():
        Delivery.objects.create(endpoint=endpoint, event_id=delivery.event_id, type=CHANGED, body="{}")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"state": State.SENDING}, "webhook_delivery_being_sent_has_a_lease"),
        ({"state": State.DEAD}, "webhook_delivery_that_ended_says_when"),
        ({"leased_until": NOON}, "webhook_delivery_being_sent_has_a_lease"),
    ],
)
def test_the_database_refuses_a_delivery_that_contradicts_itself(
    change: dict[str, object], name: str
) -> None:
    delivery = make_delivery(make_endpoint())
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(**change)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"address": "ftp://example.com"}, "webhook_address_is_http"),
        ({"events": []}, "webhook_is_told_of_some_event"),
        ({"off": Off.PERSON}, "webhook_off_says_since_when"),
        ({"failures": 1}, "webhook_failing_since_its_first_failure"),
        ({"previous_secret": "x"}, "webhook_previous_secret_has_an_end"),
    ],
)
def test_the_database_refuses_a_webhook_that_contradicts_itself(change: dict[str, object], name: str) -> None:
    endpoint = make_endpoint()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Endpoint.objects.filter(pk=endpoint.pk).update(**change)


def test_the_tick_tells_a_worker_of_each_endpoint_with_something_due(monkeypatch: pytest.MonkeyPatch) -> None:
    site: Site = make_site()
    endpoints = [make_endpoint(site) for _ in range(2)]
    happen(site)
    sent: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(tasks.current_app, "send_task", lambda name, args, **more: sent.append((name, args)))
    tasks.drain()
    assert sent == [("callcenter.integrations.webhooks.send", [one.pk]) for one in endpoints]


def test_body_is_one_line_of_json_that_reads_chinese() -> None:
    delivery = make_delivery(make_endpoint(make_site(name="哈尔滨")))
    assert "\n" not in delivery.body
    assert "哈尔滨" in delivery.body
    assert json.loads(delivery.body)["type"] == CHANGED
