"""Public events of sign-off, requests and deadlines: what their messages hold, and that the docs name every one."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from callcenter.access.posts import PostCode
from callcenter.approvals.escalations.services import Report, escalate
from callcenter.integrations import events
from callcenter.integrations.webhooks.models import Delivery
from reports.documents import delivery, kinds
from reports.rollups.periods import Kind, period_of
from reports.rollups.services import recompute_day
from tests.factories import make_employee, make_site
from tests.integrations.webhooks.factories import make_endpoint
from tests.telephony.factories import DAY, load_calls

TEXT = (Path(settings.BASE_DIR) / "docs" / "webhooks.md").read_text()


def test_the_docs_name_every_public_event() -> None:
    missing = []
    for event in events.all_events():
        noun, _dot, act = event.verb.rpartition(".")
        is_named = event.verb in TEXT or (f"`{noun}.*`" in TEXT and f"`{act}`" in TEXT)
        if not is_named and not noun.startswith("tests."):
            missing.append(event.verb)
    assert not missing


@pytest.mark.django_db
def test_messages_of_requests_and_deadlines_hold_nobodys_words() -> None:
    site = make_site()
    make_endpoint(site, events=["approvals.request.started", "clocks.clock.started"])
    above = make_employee(PostCode.DIRECTOR, site=site)
    escalate(
        Report("Mr Zhao shouts", "At the desk"), author=make_employee(site=site, superior=above), actor=None
    )
    bodies = [json.loads(one.body) for one in Delivery.objects.order_by("pk")]
    assert {one["type"] for one in bodies} == {"approvals.request.started", "clocks.clock.started"}
    for body in bodies:
        assert "Zhao" not in json.dumps(body)
        assert (body["data"]["subject"]["label"], body["data"]["reason"]) == ("", "")
        assert body["data"]["subject"]["id"]


@pytest.mark.django_db
def test_a_document_on_its_way_is_told_at_its_site_alone() -> None:
    site = make_site()
    here = make_endpoint(site, events=["reports.document.drafted"])
    make_endpoint(make_site(), events=["reports.document.drafted"])
    load_calls(site)
    recompute_day(site, DAY)
    delivery.draft_document(kinds.get("daily"), site, period_of(Kind.DAY, DAY))
    told = Delivery.objects.get()
    assert told.endpoint == here
    assert json.loads(told.body)["data"]["subject"]["type"] == "reports.document"
