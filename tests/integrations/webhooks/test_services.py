"""Making, changing, trying and removing webhooks; every refusal; secrets that are shown once."""

import datetime
import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.audit.models import Event
from callcenter.integrations import sealing
from callcenter.integrations.webhooks import services
from callcenter.integrations.webhooks.models import Delivery, Endpoint, Off, State
from callcenter.integrations.webhooks.signing import PURPOSE
from callcenter.objections import RuleViolation
from callcenter.people.models import Site
from tests.factories import make_site, make_user
from tests.integrations.webhooks.factories import CHANGED, SECRET, happen, make_delivery, make_endpoint
from tests.refusals import codes

pytestmark = pytest.mark.django_db
FACTS = {"name": "Payroll", "address": "http://127.0.0.1:9/in", "events": [CHANGED]}


@pytest.fixture(autouse=True)
def _loopback(settings: Settings) -> None:
    settings.WEBHOOKS_ALLOW_HTTP = True
    settings.WEBHOOKS_ALLOWED_NETWORKS = ["127.0.0.0/8"]


@pytest.fixture
def site() -> Site:
    return make_site()


@pytest.fixture
def director(site: Site) -> User:
    return make_user(PostCode.DIRECTOR, site=site)


def verbs() -> list[str]:
    found = Event.objects.filter(verb__startswith="integrations.").order_by("pk")
    return list(found.values_list("verb", flat=True))


def test_a_webhook_is_made_with_a_secret_that_is_kept_sealed(site: Site, director: User) -> None:
    endpoint, secret = services.create_endpoint(site, actor=director, **FACTS)
    assert secret.startswith("whsec_")
    kept = Endpoint.objects.get()
    assert secret not in kept.secret
    assert kept.secrets(timezone.now()) == [secret]
    assert verbs() == ["integrations.webhook.created"]
    event = Event.objects.get(verb="integrations.webhook.created")
    assert event.after == FACTS
    assert "whsec" not in f"{event.before}{event.after}"
    assert event.site_id == site.pk
    assert endpoint.created_by == director


def test_everything_wrong_is_said_at_once(site: Site, director: User, settings: Settings) -> None:
    settings.WEBHOOKS_ALLOWED_NETWORKS = []
    with pytest.raises(RuleViolation) as refused:
        services.create_endpoint(
            site, name=" ", address="http://127.0.0.1/", events=["no.such"], actor=director
        )
    assert codes(refused) == ["webhooks.no_name", "webhooks.address_private", "webhooks.unknown_events"]
    settings.WEBHOOKS_ALLOW_HTTP = False
    with pytest.raises(RuleViolation) as refused:
        services.create_endpoint(site, name="x", address="http://127.0.0.1/", events=[], actor=director)
    assert codes(refused) == ["webhooks.address_not_https", "webhooks.no_events"]
    assert not Endpoint.objects.exists()


def test_a_name_stands_for_one_webhook_of_its_site(site: Site, director: User) -> None:
    first, _secret = services.create_endpoint(site, actor=director, **FACTS)
    with pytest.raises(RuleViolation) as refused:
        services.create_endpoint(site, actor=director, **FACTS)
    assert codes(refused) == ["webhooks.name_taken"]
    elsewhere = make_site()
    services.create_endpoint(elsewhere, actor=make_user(PostCode.DIRECTOR, site=elsewhere), **FACTS)
    services.remove_endpoint(first, actor=director)
    services.create_endpoint(site, actor=director, **FACTS)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_one_name_at_once_make_one_webhook(settings: Settings) -> None:
    site = make_site()
    director = make_user(PostCode.DIRECTOR, site=site)
    started, refused = threading.Barrier(2), []

    def make() -> None:
        started.wait()
        try:
            services.create_endpoint(site, actor=director, **FACTS)
        except RuleViolation as refusal:
            refused.append(refusal.objections[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["webhooks.name_taken"]
    assert Endpoint.objects.count() == 1


def test_a_change_is_recorded_and_a_stale_one_is_refused(site: Site, director: User) -> None:
    endpoint = make_endpoint(site, failures=3, failing_since=timezone.now(), paused_until=timezone.now())
    seen = {name: getattr(endpoint, name) for name in services.FACTS}
    changed = services.change_endpoint(endpoint, actor=director, expected=seen, **FACTS)
    assert (changed.name, changed.failures, changed.paused_until) == ("Payroll", 0, None)
    with pytest.raises(RuleViolation) as refused:
        services.change_endpoint(endpoint, actor=director, expected=seen, **FACTS | {"name": "Other"})
    assert codes(refused) == ["people.stale"]
    services.change_endpoint(endpoint, actor=director, **FACTS)
    assert verbs() == ["integrations.webhook.changed"]


def test_a_new_secret_ends_the_old_one_after_the_overlap(site: Site, director: User) -> None:
    endpoint = make_endpoint(site)
    fresh = services.change_secret(endpoint, actor=director)
    endpoint.refresh_from_db()
    now = timezone.now()
    assert endpoint.secrets(now) == [fresh, SECRET]
    assert endpoint.secrets(now + datetime.timedelta(hours=25)) == [fresh]
    again = services.change_secret(endpoint, actor=director)
    endpoint.refresh_from_db()
    assert endpoint.secrets(now) == [again, fresh]
    assert sealing.unseal(endpoint.secret, PURPOSE) == again


def test_off_and_on(site: Site, director: User) -> None:
    endpoint = make_endpoint(site)
    delivery = make_delivery(endpoint)
    services.switch_off(endpoint, actor=director)
    delivery.refresh_from_db()
    assert delivery.state == State.DROPPED
    happen(site)
    assert Delivery.objects.count() == 1
    for act in (services.switch_off, services.send_test):
        with pytest.raises(RuleViolation):
            act(endpoint, actor=director)
    services.switch_on(endpoint, actor=director)
    with pytest.raises(RuleViolation) as refused:
        services.switch_on(endpoint, actor=director)
    assert codes(refused) == ["webhooks.on_already"]
    happen(site)
    assert Delivery.objects.filter(state=State.WAITING).count() == 1


def test_a_removed_webhook_is_gone_for_everybody_and_its_log_stays(site: Site, director: User) -> None:
    endpoint = make_endpoint(site)
    delivery = make_delivery(endpoint)
    services.remove_endpoint(endpoint, actor=director)
    assert not Endpoint.objects.visible_to(director).exists()
    assert list(Delivery.objects.visible_to(director)) == [delivery]
    with pytest.raises(PermissionDenied):
        services.switch_on(endpoint, actor=director)


def test_a_test_is_a_delivery_like_any_other(
    site: Site, director: User, django_capture_on_commit_callbacks: Callable[..., list[object]]
) -> None:
    endpoint = make_endpoint(site)
    with django_capture_on_commit_callbacks() as callbacks:
        delivery = services.send_test(endpoint, actor=director)
    assert (delivery.type, delivery.event_id, delivery.state) == ("webhook.test", None, State.WAITING)
    assert len(callbacks) == 1
    services.send_test(endpoint, actor=director)
    assert Delivery.objects.count() == 2


def test_sending_again_keeps_message_and_id_and_counts_on(site: Site, director: User) -> None:
    delivery = make_delivery(make_endpoint(site))
    with pytest.raises(RuleViolation) as refused:
        services.redeliver(delivery, actor=director)
    assert codes(refused) == ["webhooks.still_open"]
    ended = {"state": State.DEAD, "ended_at": timezone.now(), "attempt": 7}
    Delivery.objects.filter(pk=delivery.pk).update(**ended)
    again = services.redeliver(delivery, actor=director)
    assert (again.pk, again.message_id, again.body) == (delivery.pk, delivery.message_id, delivery.body)
    assert (again.state, again.attempt, again.ended_at) == (State.WAITING, 7, None)
    assert verbs() == ["integrations.webhook_delivery.redelivered"]


def test_several_are_sent_again_all_or_none(site: Site, director: User) -> None:
    endpoint = make_endpoint(site)
    deliveries = [make_delivery(endpoint) for _ in range(3)]
    with pytest.raises(RuleViolation) as refused:
        services.redeliver_many(deliveries, actor=director)
    assert codes(refused) == ["webhooks.none_chosen"]
    chosen = [delivery.pk for delivery in deliveries[:2]]
    Delivery.objects.filter(pk__in=chosen).update(state=State.DROPPED, ended_at=timezone.now())
    found = list(Delivery.objects.select_related("endpoint"))
    assert len(services.redeliver_many(found, actor=director)) == 2
    Delivery.objects.filter(pk__in=chosen).update(state=State.DROPPED, ended_at=timezone.now())
    Endpoint.objects.update(off=Off.PERSON, off_at=timezone.now())
    with pytest.raises(RuleViolation):
        services.redeliver_many(list(Delivery.objects.select_related("endpoint")), actor=director)
    assert Delivery.objects.filter(state=State.DROPPED).count() == 2


@pytest.mark.parametrize("post", [PostCode.AGENT, PostCode.INFO_COORDINATOR, PostCode.HR])
def test_who_may_not_edit_changes_nothing(site: Site, post: PostCode) -> None:
    endpoint, actor = make_endpoint(site), make_user(post, site=site)
    delivery = make_delivery(endpoint)
    with pytest.raises(PermissionDenied):
        services.create_endpoint(site, actor=actor, **FACTS)
    with pytest.raises(PermissionDenied):
        services.change_endpoint(endpoint, actor=actor, **FACTS)
    for act in (
        services.change_secret,
        services.switch_off,
        services.switch_on,
        services.remove_endpoint,
        services.send_test,
    ):
        with pytest.raises(PermissionDenied):
            act(endpoint, actor=actor)
    with pytest.raises(PermissionDenied):
        services.redeliver(delivery, actor=actor)


def test_a_director_of_another_site_changes_nothing(site: Site) -> None:
    endpoint, other = make_endpoint(site), make_user(PostCode.DIRECTOR)
    with pytest.raises(PermissionDenied):
        services.switch_off(endpoint, actor=other)
    assert not Endpoint.objects.visible_to(other).exists()


def test_a_change_that_is_undone_tells_no_worker(
    site: Site, director: User, django_capture_on_commit_callbacks: Callable[..., list[object]]
) -> None:
    endpoint = make_endpoint(site)
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        services.send_test(endpoint, actor=director)
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()
    assert callbacks == []
