"""What scopes of approvals, notifications, permissions and webhooks open for a client, and what stays shut."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.files.attachments.services import attach
from callcenter.integrations.clients import services as clients
from callcenter.integrations.clients.models import Client
from callcenter.integrations.clients.services import ClientFacts
from callcenter.integrations.webhooks import services as webhooks
from callcenter.integrations.webhooks.models import Endpoint, Off
from callcenter.notifications.messages.models import Message
from callcenter.objections import RuleViolation
from callcenter.people.models import Site
from tests.factories import make_employee, make_site, make_user
from tests.integrations.client_factories import calling, make_client, token_of
from tests.integrations.webhooks.factories import CHANGED, happen, make_endpoint

pytestmark = pytest.mark.django_db
WEBHOOKS = "/api/v1/integrations/webhooks/"
DELIVERIES = "/api/v1/integrations/webhook-deliveries/"


def client_of(site: Site, *scopes: str) -> tuple[Client, Browser]:
    client, secret = make_client(*scopes, site=site)
    return client, calling(token_of(client, secret))


def subscribe(browser: Browser, site: Site, *events: str) -> Any:
    sent = {"site": site.code, "name": "CRM", "address": "https://93.184.215.14/hook", "events": list(events)}
    return browser.post(WEBHOOKS, sent, content_type="application/json")


@pytest.fixture
def site() -> Site:
    return make_site(code="harbin")


# --- Webhooks


def test_a_client_subscribes_by_api_and_looks_after_what_it_made(site: Site) -> None:
    _client, browser = client_of(site, "integrations:write", "people:read")
    made = subscribe(browser, site, CHANGED)
    assert made.status_code == 201, made.content
    assert made.json()["secret"].startswith("whsec_")
    address = f"{WEBHOOKS}{made.json()['id']}/"
    changed = browser.patch(address, {"name": "CRM 2"}, content_type="application/json")
    assert changed.json()["name"] == "CRM 2"
    happen(site)
    assert [one["type"] for one in browser.get(DELIVERIES).json()["results"]] == [CHANGED]
    assert browser.delete(address).status_code == 204
    assert browser.get(WEBHOOKS).json()["results"] == []


def test_a_client_sees_and_changes_no_webhook_of_others(site: Site) -> None:
    others = make_endpoint(site)
    happen(site)
    _client, browser = client_of(site, "integrations:write", "people:read")
    assert browser.get(WEBHOOKS).json()["results"] == []
    assert browser.get(DELIVERIES).json()["results"] == []
    for act in ("rotate", "switch-off", "test"):
        assert browser.post(f"{WEBHOOKS}{others.pk}/{act}/").status_code == 404
    assert browser.delete(f"{WEBHOOKS}{others.pk}/").status_code == 404


def test_a_client_is_told_of_nothing_that_it_may_not_read(site: Site) -> None:
    _client, browser = client_of(site, "integrations:write", "people:read")
    refused = subscribe(browser, site, CHANGED, "rulebook.value.set", "telephony.days.loaded")
    assert refused.status_code == 409
    (objection,) = refused.json()["objections"]
    assert objection["code"] == "webhooks.unreadable"
    assert objection["figures"]["events"] == "rulebook.value.set, telephony.days.loaded"
    assert not Endpoint.objects.exists()


def test_a_client_subscribes_at_its_own_sites_alone_and_reading_is_not_subscribing(site: Site) -> None:
    _client, browser = client_of(site, "integrations:write", "people:read")
    assert subscribe(browser, make_site(code="sydney"), CHANGED).status_code == 403
    _client, reader = client_of(site, "integrations:read", "people:read")
    assert subscribe(reader, site, CHANGED).status_code == 403


def test_webhooks_of_a_client_that_loses_a_scope_or_goes_out_of_use_are_switched_off(site: Site) -> None:
    client, browser = client_of(site, "integrations:write", "people:read", "rulebook:read")
    kept = subscribe(browser, site, CHANGED).json()["id"]
    sent = {"site": "harbin", "name": "Rules", "address": "https://93.184.215.14/", "events": ["rulebook.value.set"]}  # fmt: skip
    lost = browser.post(WEBHOOKS, sent, content_type="application/json").json()["id"]
    fewer = ClientFacts(client.name, ("integrations:write", "people:read"), (site,))
    clients.change_client(client, fewer, actor=None)
    assert Endpoint.objects.get(pk=lost).off == Off.PERSON
    assert Endpoint.objects.get(pk=kept).off == Off.ON
    with pytest.raises(RuleViolation) as refusal:
        webhooks.switch_on(Endpoint.objects.get(pk=lost), actor=User.objects.get(pk=client.user_id))
    assert [one.code for one in refusal.value.objections] == ["webhooks.unreadable"]
    clients.disable_client(client, reason="Over", actor=None)
    assert Endpoint.objects.get(pk=kept).off == Off.PERSON


# --- Approvals, notifications, permissions


def test_a_client_reads_requests_of_its_sites_and_decides_none(site: Site) -> None:
    _client, browser = client_of(site, "approvals:read")
    assert browser.get("/api/v1/approvals/requests/").status_code == 200
    assert browser.post("/api/v1/approvals/requests/1/approve/").status_code == 403
    with pytest.raises(RuleViolation):
        make_client("approvals:write")


def test_a_client_reads_and_marks_what_it_is_told_itself(site: Site) -> None:
    client, browser = client_of(site, "notifications:write")
    mine, others = (
        Message.objects.create(
            kind="files.job_done", key=str(number), recipient_id=recipient, site_id=site.pk
        )
        for number, recipient in enumerate((client.user_id, make_user(PostCode.DIRECTOR, site=site).pk))
    )
    (found,) = browser.get("/api/v1/notifications/messages/").json()["results"]
    assert found["id"] == mine.pk
    assert browser.post(f"/api/v1/notifications/messages/{mine.pk}/read/").json()["read_at"]
    assert browser.post(f"/api/v1/notifications/messages/{others.pk}/read/").status_code == 404


def test_the_permission_matrix_is_read_with_its_scope_alone(site: Site) -> None:
    _client, browser = client_of(site, "access:read")
    lines = browser.get("/api/v1/access/permissions/?post=hr&subject=people.employee").json()
    assert lines[0]["scope"] == "all"
    assert set(lines[0]["actions"]) == {"view", "create", "edit", "export"}
    _client, other = client_of(site, "people:write")
    assert other.get("/api/v1/access/permissions/").status_code == 403


# --- Files of records


def test_a_client_takes_files_of_records_that_it_sees_and_hangs_some_where_it_may_write(site: Site) -> None:
    somebody = make_employee(site=site)
    _client, browser = client_of(site, "people:write", "files:write")
    address = f"/api/v1/people/employees/{somebody.number}/attachments/"
    made = browser.post(address, {"file": SimpleUploadedFile("note.txt", b"A note\n"), "note": "Signed"})
    assert made.status_code == 201, made.content
    assert [one["name"] for one in browser.get(address).json()] == ["note.txt"]
    assert made.json()["of"] == "people.employee"
    taken = browser.get(made.json()["file"])
    assert b"".join(taken.streaming_content) == b"A note\n"
    assert taken["Content-Disposition"].startswith("attachment")
    again = browser.post(address, {"file": SimpleUploadedFile("note.txt", b"A note\n")})
    assert again.json()["objections"][0]["code"] == "files.attachment_twice"
    assert browser.delete(f"/api/v1/files/attachments/{made.json()['id']}/?reason=Old").status_code == 204
    assert browser.get(address).json() == []


def test_files_of_records_out_of_reach_are_not_there_and_readers_hang_none(site: Site) -> None:
    somebody = make_employee(site=site)
    pk = attach(somebody, SimpleUploadedFile("note.txt", b"A note\n"), actor=None).pk
    _client, blind = client_of(site, "files:write")
    assert blind.get(f"/api/v1/files/attachments/{pk}/").status_code == 404
    _client, elsewhere = client_of(make_site(), "people:write", "files:write")
    assert elsewhere.get(f"/api/v1/files/attachments/{pk}/file/").status_code == 404
    _client, reader = client_of(site, "people:read", "files:write")
    assert reader.get(f"/api/v1/files/attachments/{pk}/").status_code == 200
    assert reader.delete(f"/api/v1/files/attachments/{pk}/").status_code == 403
    address = f"/api/v1/people/employees/{somebody.number}/attachments/"
    assert reader.post(address, {"file": SimpleUploadedFile("b.txt", b"B\n")}).status_code == 403
