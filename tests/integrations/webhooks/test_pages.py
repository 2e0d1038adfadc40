"""Pages and API of webhooks: what they show, that a secret is shown once, that queries do not grow."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from callcenter.access.posts import PostCode
from callcenter.integrations.webhooks.models import Attempt, Delivery, Endpoint, State
from callcenter.people.models import Site
from tests.factories import make_site, make_user
from tests.integrations.webhooks.factories import CHANGED, happen, make_delivery, make_endpoint

pytestmark = pytest.mark.django_db
FORM = {"name": "Payroll", "address": "http://127.0.0.1:9/in", "events": [CHANGED]}
MOST_QUERIES = 15


@pytest.fixture(autouse=True)
def _loopback(settings: Settings) -> None:
    settings.WEBHOOKS_ALLOW_HTTP = True
    settings.WEBHOOKS_ALLOWED_NETWORKS = ["127.0.0.0/8"]


@pytest.fixture
def site() -> Site:
    return make_site()


@pytest.fixture
def client(site: Site) -> Client:
    found = Client()
    found.force_login(make_user(PostCode.DIRECTOR, site=site))
    return found


def test_the_secret_is_in_the_answer_that_made_it_and_in_no_other(client: Client) -> None:
    made = client.post("/integrations/webhooks/new/", FORM)
    assert made.status_code == 200
    assert made["Cache-Control"] == "no-store"
    secret = made.context["secret"]
    assert secret in made.content.decode()
    endpoint = Endpoint.objects.get()
    assert "whsec_" not in client.get(endpoint.get_absolute_url()).content.decode()
    changed = client.post(f"/integrations/webhooks/{endpoint.pk}/secret/")
    assert changed.context["secret"] not in ("", secret)
    assert changed["Cache-Control"] == "no-store"


def test_a_refused_form_stays_with_its_sentences(client: Client, settings: Settings) -> None:
    settings.WEBHOOKS_ALLOWED_NETWORKS = []
    answer = client.post("/integrations/webhooks/new/", FORM)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "127.0.0.1 leads into a private network." in page
    assert 'value="Payroll"' in page
    assert not Endpoint.objects.exists()


def test_a_stale_form_shows_both_versions(client: Client, site: Site) -> None:
    endpoint = make_endpoint(site, address="http://127.0.0.1:9/")
    page = f"/integrations/webhooks/{endpoint.pk}/edit/"
    version = client.get(page).context["version"]
    Endpoint.objects.update(name="Changed meanwhile")
    answer = client.post(page, FORM | {"version": version})
    assert answer.status_code == 422
    assert "Changed meanwhile" in answer.content.decode()
    assert client.post(page, FORM | {"version": answer.context["version"]}).status_code == 302
    assert Endpoint.objects.get().name == "Payroll"


def test_log_shows_request_and_every_answer(client: Client, site: Site) -> None:
    delivery = make_delivery(make_endpoint(site))
    for number, status in ((1, 500), (2, 200)):
        Attempt.objects.create(
            delivery=delivery,
            number=number,
            address=delivery.endpoint.address,
            started_at=timezone.now(),
            seconds=0.25,
            status=status,
            answer=f"<b>answer {number}</b>",
        )
    page = client.get(delivery.get_absolute_url()).content.decode()
    assert delivery.message_id in page
    assert "HTTP 500" in page
    assert "&lt;b&gt;answer 2&lt;/b&gt;" in page
    assert "&quot;type&quot;: &quot;people.site.changed&quot;" in page


def test_log_is_filtered_by_webhook_state_event_status_and_word(client: Client, site: Site) -> None:
    one, other = make_endpoint(site), make_endpoint(site)
    happen(site, reason="The new lease")
    Delivery.objects.filter(endpoint=other).update(state=State.DEAD, ended_at=timezone.now(), last_status=503)
    message = Delivery.objects.get(endpoint=one).message_id
    for query, expected in (
        ("", 2),
        (f"endpoint={one.pk}", 1),
        ("state=dead", 1),
        ("state=waiting&state=dead", 2),
        ("last_status=503", 1),
        (f"type={CHANGED}", 2),
        ("type=webhook.test", 0),
        ("q=lease", 2),
        (f"q={message}", 1),
        ("q=zebra", 0),
    ):
        rows = client.get(f"/integrations/deliveries/?{query or 'page=1'}").context["rows"]
        assert len(rows) == expected, query


def test_log_of_another_site_is_not_seen(client: Client) -> None:
    delivery = make_delivery(make_endpoint())
    assert client.get(delivery.get_absolute_url()).status_code == 404
    assert client.get(delivery.endpoint.get_absolute_url()).status_code == 404
    assert not client.get("/integrations/deliveries/").context["rows"]


def test_chosen_deliveries_are_sent_again(client: Client, site: Site) -> None:
    endpoint = make_endpoint(site)
    found = [make_delivery(endpoint) for _ in range(2)]
    Delivery.objects.update(state=State.DEAD, ended_at=timezone.now())
    answer = client.post("/integrations/deliveries/redeliver/", {"selected": [one.pk for one in found]})
    assert answer.status_code == 302
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.WAITING}
    refused = client.post("/integrations/deliveries/redeliver/", {"selected": [found[0].pk]})
    assert refused.status_code == 422


def test_pages_cost_the_same_with_many_rows(
    client: Client, site: Site, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    endpoint = make_endpoint(site)

    def queries(path: str) -> int:
        client.get(path)
        with django_assert_max_num_queries(MOST_QUERIES) as found:
            assert client.get(path).status_code == 200
        return len(found)

    happen(site)
    paths = ("/integrations/webhooks/", endpoint.get_absolute_url(), "/integrations/deliveries/")
    few = [queries(path) for path in paths]
    for _ in range(3):
        make_endpoint(site)
    for _ in range(20):
        happen(site)
    assert [queries(path) for path in paths] == few


def test_today_says_which_webhook_was_switched_off(client: Client, site: Site) -> None:
    assert "was switched off" not in client.get("/").content.decode()
    make_endpoint(site, name="Payroll", off="failing", off_at=timezone.now())
    assert "The webhook Payroll was switched off" in client.get("/").content.decode()


def test_api_makes_changes_tries_and_removes_a_webhook(client: Client, site: Site) -> None:
    def send(method: str, path: str, data: Any = None) -> Any:
        call = getattr(client, method)
        return call(f"/api/v1/integrations/{path}", json.dumps(data or {}), content_type="application/json")

    made = send("post", "webhooks/", FORM | {"site": site.code})
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    one = f"webhooks/{made.json()['id']}/"
    assert "secret" not in client.get(f"/api/v1/integrations/{one}").json()
    assert send("patch", one, {"name": "Wages"}).json()["name"] == "Wages"
    refused = send("patch", one, {"address": "ftp://x"})
    assert refused.status_code == 409
    assert refused.json()["objections"][0]["code"] == "webhooks.address_malformed"
    assert send("post", f"{one}rotate/").json()["secret"] != made.json()["secret"]
    delivery = send("post", f"{one}test/").json()
    assert (delivery["type"], delivery["state"]) == ("webhook.test", "waiting")
    log = client.get(f"/api/v1/integrations/webhook-deliveries/?endpoint={made.json()['id']}").json()
    assert [row["message_id"] for row in log["results"]] == [delivery["message_id"]]
    assert send("post", f"webhook-deliveries/{delivery['message_id']}/redeliver/").status_code == 409
    assert send("post", f"{one}switch-off/").json()["off"] == "person"
    assert send("post", f"{one}switch-on/").json()["off"] == ""
    assert CHANGED in {event["type"] for event in client.get("/api/v1/integrations/webhooks/events/").json()}
    assert send("delete", one).status_code == 204
    assert client.get(f"/api/v1/integrations/{one}").status_code == 404
