"""The customer's page, pages of staff, the API, campaigns."""

import datetime
import re
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from callcenter.access.posts import PostCode
from callcenter.objections import RuleViolation
from complaints.cases.models import State
from complaints.surveys.callbacks import services as calls
from complaints.surveys.callbacks.models import Reach
from complaints.surveys.campaigns import services as campaigns
from complaints.surveys.campaigns.models import Campaign, CampaignState, Repeats
from complaints.surveys.campaigns.services import Plan
from complaints.surveys.ratings import links
from complaints.surveys.ratings.models import Invitation, Response
from tests.complaints.factories import make_case, make_customer
from tests.complaints.surveys.factories import (
    BAD,
    GOOD,
    make_callback,
    make_closed_case,
    make_invitation,
    make_response,
)
from tests.factories import make_department, make_employee, make_site, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def as_(employee: object) -> Client:
    client = Client()
    client.force_login(employee.user)  # type: ignore[attr-defined]
    return client


def test_the_customer_answers_without_a_log_in_and_once() -> None:
    invitation = make_invitation(make_employee())
    path = links.path(invitation)
    page = Client().get(path)
    assert page.status_code == 200
    assert page["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    assert "我们做得怎么样" in page.content.decode()
    assert "How did we do?" in Client().get(f"{path}?language=en").content.decode()
    assert Client().post(path, GOOD | {"promises": ""}).status_code == 422
    assert not Response.objects.exists()
    assert Client().post(path, BAD | {"words": "Late."}).status_code == 200
    assert Response.objects.get().words == "Late."
    assert Client().get(path).status_code == 410
    assert Client().post(path, GOOD).status_code == 410
    invitation.refresh_from_db()
    assert invitation.opened_at is not None


def test_a_guessed_link_says_nothing_and_too_many_are_kept_out() -> None:
    path = reverse("surveys:answer", args=["A" * 43])
    client = Client()
    assert [client.get(path).status_code for _turn in range(31)] == [404] * 30 + [429]


def test_employees_see_their_ratings_and_never_who_rated() -> None:
    agent = make_employee()
    made = make_response(agent, BAD, name="Ouyang Xiu", phone="13900139000")
    page = as_(agent).get(reverse("surveys:mine")).content.decode()
    assert "82.5" in page
    detail = as_(agent).get(made.get_absolute_url()).content.decode()
    assert "call-1" not in page + detail
    assert "Ouyang" not in page + detail
    assert "O*****" not in detail
    assert as_(agent).get(reverse("surveys:responses")).status_code == 403
    officer = make_employee(PostCode.COMPLAINT_OFFICER, site=agent.site)
    seen = as_(officer).get(made.get_absolute_url()).content.decode()
    assert "O***** X**" in seen
    assert "Ouyang" not in as_(officer).get(reverse("surveys:responses")).content.decode()
    assert "Ouyang" not in as_(officer).get(reverse("surveys:invitations")).content.decode()


def test_the_link_is_shown_to_hand_it_over_and_the_answer_taken_down_on_the_phone() -> None:
    agent = make_employee()
    officer = as_(make_employee(PostCode.COMPLAINT_OFFICER, site=agent.site))
    sent = {
        "kind": "call",
        "reference": "c-7",
        "employee": agent.number,
        "phone": "1",
        "way": "link",
        "language": "en",
    }
    assert officer.post(reverse("surveys:invite"), sent).status_code == 302
    invitation = Invitation.objects.get()
    page = officer.post(reverse("surveys:link", args=[invitation.pk])).content.decode()
    assert links.path(invitation) in page
    assert officer.post(reverse("surveys:take-down", args=[invitation.pk]), GOOD).status_code == 302
    assert Response.objects.get().entered_by is not None


def test_a_call_back_is_worked_off_on_its_page() -> None:
    callback = make_callback()
    owner = as_(callback.owner)
    assert callback.get_absolute_url() in owner.get(reverse("web:today")).content.decode()
    page = owner.get(callback.get_absolute_url()).content.decode()
    assert "13800138000" in page
    address = reverse("surveys:callback-attempt", args=[callback.pk])
    assert owner.post(address, {"reach": "later"}).status_code == 422
    assert owner.post(address, {"reach": "not_reached", "words": "Engaged."}).status_code == 302
    assert owner.post(reverse("surveys:callback-fill", args=[callback.pk]), BAD).status_code == 302
    page = owner.get(callback.get_absolute_url()).content.decode()
    assert reverse("surveys:callback-decide", args=[callback.pk]) in page
    assert "Engaged." in page


def test_the_overview_shows_too_few_answers_as_too_few() -> None:
    agent = make_employee()
    for number in range(4):
        make_response(agent, GOOD, phone=str(number))
    officer = as_(make_employee(PostCode.COMPLAINT_OFFICER, site=agent.site))
    assert "Too few answers to compare" in officer.get(reverse("surveys:index")).content.decode()
    make_response(agent, BAD, phone="9")
    page = officer.get(reverse("surveys:index")).content.decode()
    assert "Too few answers to compare" not in page
    assert "38–96 %" in page


def plan(site: object, **fields: object) -> Plan:
    today = site.today()  # type: ignore[attr-defined]
    found = {
        "name": "Spring", "sources": ["case"], "first": today - datetime.timedelta(days=7), "last": today,
        "sample_size": 2, "answers_until": today,
    }  # fmt: skip
    return Plan(**(found | fields))  # type: ignore[arg-type]


def test_a_campaign_draws_its_sample_spares_the_quota_and_counts_answers() -> None:
    site = make_site()
    customer = make_customer(site)
    for _turn in range(2):
        make_closed_case(site=site, customer=customer)  # the same customer: asked once
    for number in range(3):
        make_closed_case(site=site, contact_phone=f"1380000000{number}")
    make_case(site, State.ACCEPTED)
    officer = make_employee(PostCode.COMPLAINT_OFFICER, site=site)
    campaign = campaigns.draw_up(site, plan(site), actor=officer.user)
    campaign = campaigns.start(campaign, actor=officer.user)
    assert (campaign.audience, campaign.spared, campaign.invitations.count()) == (5, 1, 2)
    with pytest.raises(RuleViolation):
        campaigns.start(campaign, actor=officer.user)
    client = as_(officer)
    page = client.get(campaign.get_absolute_url()).content.decode()
    assert "0/2" in page
    client.post(reverse("surveys:take-down", args=[campaign.invitations.first().pk]), GOOD)
    assert "1/2" in client.get(campaign.get_absolute_url()).content.decode()
    ended = campaigns.end(campaign, actor=officer.user)
    assert set(ended.invitations.values_list("state", flat=True)) == {"answered", "withdrawn"}
    assert client.get(reverse("surveys:campaigns")).status_code == 200


def test_a_regular_campaign_begins_its_next_round_once() -> None:
    site = make_site()
    officer = make_employee(PostCode.COMPLAINT_OFFICER, site=site)
    today = site.today()
    first = plan(
        site, repeats=Repeats.WEEKLY, first=today - datetime.timedelta(days=14),
        last=today - datetime.timedelta(days=8),
    )  # fmt: skip
    made = campaigns.start(campaigns.draw_up(site, first, actor=officer.user), actor=officer.user)
    assert campaigns.look_after() == 1
    assert campaigns.look_after() == 0
    following = Campaign.objects.get(earlier=made)
    assert (following.first, following.last) == (
        today - datetime.timedelta(days=7),
        today - datetime.timedelta(days=1),
    )
    assert following.state == CampaignState.RUNNING
    assert following.seed != made.seed


def test_the_lists_ask_the_same_number_of_questions_for_ten_rows_and_a_hundred(
    django_assert_num_queries: object,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    agent = make_employee()
    client = as_(make_employee(PostCode.COMPLAINT_OFFICER, site=agent.site))
    counts = []
    for batch in (3, 20):
        for number in range(batch):
            make_response(agent, GOOD, phone=f"{batch}-{number}")
            make_callback(make_closed_case(site=agent.site))
        client.get(reverse("surveys:responses"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            for name in ("responses", "invitations", "callbacks"):
                assert client.get(reverse(f"surveys:{name}")).status_code == 200
            for name in ("survey-responses", "callbacks"):
                assert client.get(f"/api/v1/complaints/{name}/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_api_of_calls_back() -> None:
    callback = make_callback()
    client = as_(callback.owner)
    address = f"/api/v1/complaints/callbacks/{callback.pk}/"
    shown = client.get(address).json()
    assert (shown["case"], shown["state"], shown["round"]) == (callback.case.reference, "waiting", 1)
    early = client.post(f"{address}give-up/", {}, content_type="application/json")
    assert early.status_code == 409
    done = client.post(f"{address}fill/", GOOD, content_type="application/json")
    assert (done.status_code, done.json()["state"]) == (200, "satisfied")
    answers = client.get("/api/v1/complaints/survey-responses/").json()["results"]
    assert [one["score"] for one in answers] == [100.0]


def test_not_reached_is_offered_once_the_attempts_of_the_rulebook_are_made() -> None:
    callback = make_callback()
    caller, button = as_(callback.owner), f"{callback.get_absolute_url()}give-up/"
    for _attempt in range(3):
        assert button not in caller.get(callback.get_absolute_url()).content.decode()
        calls.log_attempt(callback, Reach.NOT_REACHED, actor=callback.owner.user)
    assert button in caller.get(callback.get_absolute_url()).content.decode()
    assert caller.post(button).status_code == 302


def test_numbers_of_the_overview_lead_to_their_answers_and_teams_have_names() -> None:
    site = make_site()
    team = make_team(make_department(site), name="Morning team", code="m-1")
    rated, other = make_employee(site=site, team=team), make_employee(site=site)
    for employee in (rated, rated, other):
        make_response(employee)
    manager = as_(make_employee(PostCode.CENTER_MANAGER, site=site))
    page = manager.get(reverse("surveys:index")).content.decode()
    assert "Morning team" in page
    for part, number in ((f"employee={rated.number}", 2), ("team=m-1", 2), ("answered_at_after", 3)):
        address = next(one for one in re.findall(r'href="([^"]+)"', page) if part in one)
        listed = manager.get(unescape(address)).content.decode()
        assert len(set(re.findall(r"SR-\d+", listed))) == number, part
