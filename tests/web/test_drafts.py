"""Drafts of long forms: whose they are, what is never kept, when they go."""

import datetime
import json
import re
from functools import partial
from typing import Any

import pytest
import time_machine
from django.test import Client

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.web import drafts
from callcenter.web.drafts import Ticket
from callcenter.web.models import Draft
from tests.factories import make_site, make_user
from tests.together import together

pytestmark = pytest.mark.django_db
HIRE = "/people/employees/hire/"
DRAFTS = "/drafts/"


@pytest.fixture
def hr() -> User:
    return make_user(PostCode.HR, site=make_site())


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ticket_on(client: Client, path: str = HIRE) -> str:
    page = client.get(path).content.decode()
    found = re.search(r'name="_draft" value="([^"]+)"', page)
    assert found
    return found[1]


def keep(client: Client, ticket: str, fields: Any) -> Any:
    return client.post(
        DRAFTS, json.dumps(fields), content_type="application/json", headers={"X-Draft": ticket}
    )


def read(client: Client, ticket: str) -> Any:
    return client.get(DRAFTS, headers={"X-Draft": ticket})


def test_what_is_written_comes_back_on_the_same_page_to_the_same_person(hr: User) -> None:
    client = client_of(hr)
    ticket = ticket_on(client)
    assert read(client, ticket).status_code == 204
    assert keep(client, ticket, {"name": ["Wang"]}).status_code == 200
    assert keep(client, ticket, {"name": ["Wang Li"], "team": []}).status_code == 200
    assert read(client, ticket_on(client)).json()["fields"] == {"name": ["Wang Li"], "team": []}
    elsewhere = client_of(hr)
    assert read(elsewhere, ticket_on(elsewhere)).json()["fields"]["name"] == ["Wang Li"]
    assert Draft.objects.count() == 1


def test_a_page_left_open_keeps_and_shows_nothing_under_the_next_log_in(hr: User) -> None:
    client = client_of(hr)
    ticket = ticket_on(client)
    keep(client, ticket, {"name": ["Wang Li"]})
    other = client_of(make_user(PostCode.HR))
    for answer in (
        read(other, ticket),
        keep(other, ticket, {"name": ["x"]}),
        other.delete(DRAFTS, headers={"X-Draft": ticket}),
    ):
        assert answer.status_code == 403
    assert read(other, ticket_on(other)).status_code == 204
    assert Draft.objects.get().fields == {"name": ["Wang Li"]}


def test_log_out_ends_every_draft_of_the_log_in_and_no_other(hr: User) -> None:
    client, other = client_of(hr), client_of(make_user(PostCode.HR))
    keep(client, ticket_on(client), {"name": ["Wang Li"]})
    keep(other, ticket_on(other), {"name": ["Li Na"]})
    client.post("/account/logout/")
    assert [draft.fields["name"] for draft in Draft.objects.all()] == [["Li Na"]]


def test_secrets_are_not_kept_whatever_is_sent(hr: User) -> None:
    client = client_of(hr)
    sent = {
        "name": ["x"],
        "password1": ["p"],
        "client_secret": ["s"],
        "csrfmiddlewaretoken": ["c"],
        "_draft": ["t"],
    }
    keep(client, ticket_on(client), sent)
    assert Draft.objects.get().fields == {"name": ["x"]}


@pytest.mark.parametrize("body", ["", "[]", '{"a": "b"}', '{"a": [1]}', '{"a": ["\\u0000"]}', "x"])
def test_what_is_no_draft_is_refused(hr: User, body: str) -> None:
    client = client_of(hr)
    ticket = ticket_on(client)
    answer = client.post(DRAFTS, body, content_type="application/json", headers={"X-Draft": ticket})
    assert answer.status_code == 400
    assert keep(client, ticket, {"name": ["x" * drafts.MOST_BYTES]}).status_code == 400
    assert not Draft.objects.exists()


def test_sending_the_form_forgets_its_draft_and_a_refusal_keeps_it(hr: User) -> None:
    client = client_of(hr)
    site = hr.employee.site
    page = f"/people/sites/{site.code}/edit/"
    ticket = ticket_on(client, page)
    keep(client, ticket, {"name": ["New name"]})
    shown = client.get(page).context["form"]
    posted = {name: shown[name].value() or "" for name in shown.fields} | {"_draft": ticket}
    refused = client.post(page, posted | {"time_zone": "Nowhere"})
    assert refused.status_code == 422
    assert "data-draft-restores" not in refused.content.decode()
    assert Draft.objects.count() == 1
    assert client.post(page, posted | {"name": "New name"}).status_code == 302
    assert not Draft.objects.exists()


def test_a_form_that_is_posted_elsewhere_and_refused_first_leaves_no_draft_behind() -> None:
    director = make_user(PostCode.DIRECTOR, site=make_site())
    client = client_of(director)
    page = "/rulebook/kpi.sl_seconds/"
    ticket = ticket_on(client, page)
    keep(client, ticket, {"value": ["30"]})
    day = "2099-01-01"
    posted = {"value": "30", "effective_on": day, "site": director.employee.site.code, "_draft": ticket}
    refused = client.post(f"{page}change/", posted | {"reason": "x"})
    assert refused.status_code == 422
    again = re.search(r'name="_draft" value="([^"]+)"', refused.content.decode())
    assert again
    assert again[1] == ticket
    first = datetime.date.today().replace(day=1) + datetime.timedelta(days=40)
    accepted = client.post(f"{page}change/", posted | {"reason": "x", "effective_on": first.isoformat()})
    assert accepted.status_code == 302
    assert not Draft.objects.exists()


def test_what_a_page_was_asked_for_is_part_of_its_place(hr: User) -> None:
    client = client_of(hr)
    keep(client, ticket_on(client, f"{HIRE}?from=a"), {"name": ["Wang Li"]})
    assert read(client, ticket_on(client, HIRE)).status_code == 204
    assert read(client, ticket_on(client, f"{HIRE}?from=a")).status_code == 200


def test_forged_and_old_tickets_are_refused(hr: User) -> None:
    client = client_of(hr)
    ticket = ticket_on(client)
    assert read(client, ticket[:-2]).status_code == 403
    assert read(client, "").status_code == 403
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=drafts.TICKET_SECONDS + 60)
    with time_machine.travel(later, tick=False):
        client.force_login(hr)
        assert read(client, ticket).status_code == 403


def test_drafts_that_nobody_comes_back_for_go(hr: User) -> None:
    ticket = Ticket(hr.pk, "people.employee.hire", HIRE)
    drafts.keep(ticket, {"name": ["x"]})
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + drafts.KEPT + datetime.timedelta(hours=1)):
        assert drafts.kept(ticket) is None
        assert drafts.drop_old() == 1
    for number in range(drafts.MOST_DRAFTS + 5):
        drafts.keep(Ticket(hr.pk, "x", f"/{number}/"), {})
    assert Draft.objects.count() == drafts.MOST_DRAFTS
    assert not Draft.objects.filter(place="/0/").exists()


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_keep_at_once_leave_one_draft() -> None:
    user = make_user(PostCode.HR)
    ticket = Ticket(user.pk, "people.employee.hire", HIRE)
    together(*(partial(drafts.keep, ticket, {"name": [str(n)]}) for n in range(4)))
    assert Draft.objects.count() == 1
