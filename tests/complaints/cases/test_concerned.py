"""A complaint about whoever takes or opens it: it leaves their hands, and every refusal says why and who goes on."""

import pytest
from django.test import Client
from django.urls import reverse

from callcenter.notifications.models import Message
from complaints.cases.acts import ACTS, STEP_ACTS
from complaints.cases.entering import Upto, enter
from complaints.cases.models import Case, State, Step
from tests.complaints.factories import Center, make_center, make_intake, taken_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def center() -> Center:
    return make_center()


def as_(center: Center, name: str) -> Client:
    client = Client()
    client.force_login(center.user(name))
    return client


@pytest.mark.parametrize("upto", list(Upto))
def test_an_agent_who_takes_a_complaint_about_themselves_hands_it_over(center: Center, upto: Upto) -> None:
    case = enter(make_intake(center, about=center.agent), actor=center.user("agent"), upto=upto)
    assert (case.state, case.owner) == (State.SUBMITTED, center.director)


def test_an_officer_records_one_about_themselves_and_does_not_accept_it(center: Center) -> None:
    intake = make_intake(center, about=center.officer, taker=None)
    case = enter(intake, actor=center.user("officer"), upto=Upto.ACCEPT)
    assert (case.state, case.owner) == (State.SUBMITTED, center.director)


def test_what_is_not_complete_is_kept_and_its_owner_is_told(center: Center) -> None:
    case = enter(
        make_intake(center, about=center.agent, demand=""), actor=center.user("agent"), upto=Upto.SUBMIT
    )
    assert case.state == State.RECEIVED
    told = Message.objects.get(kind="cases.handed_over")
    assert told.recipient == center.user("director")


def test_the_page_says_who_goes_on_and_offers_nothing(center: Center) -> None:
    case = enter(make_intake(center, about=center.agent), actor=center.user("agent"))
    text = as_(center, "agent").get(case.get_absolute_url()).content.decode()
    assert (
        f"This complaint is about you. Nobody acts on a complaint about themselves: {center.director} answers"
        in text
    )
    assert reverse("cases:withdraw", args=[case.reference]) not in text


@pytest.mark.parametrize("key", [*ACTS, "edit", "remedies"])
def test_every_refusal_to_whom_it_is_about_is_a_sentence(center: Center, key: str) -> None:
    case = taken_to(center, State.ACCEPTED)
    Case.objects.filter(pk=case.pk).update(about=center.agent)
    slug = ACTS[key].slug if key in ACTS else key
    if key == "submit":  # the one act that takes it out of their hands
        return
    for method in ("get", "post"):
        page = getattr(as_(center, "agent"), method)(reverse(f"cases:{slug}", args=[case.reference]))
        assert page.status_code == 403
        text = page.content.decode()
        assert f"{case.reference} is a complaint about you." in text
        assert f"{center.officer} answers for it." in text


@pytest.mark.parametrize("key", sorted({*ACTS} - {"submit", "withdraw", "contact"}))
def test_every_refusal_to_others_says_who_may(center: Center, key: str) -> None:
    case = taken_to(center, State.ACCEPTED)
    page = as_(center, "agent").post(reverse(f"cases:{ACTS[key].slug}", args=[case.reference]))
    assert page.status_code == 403
    text = page.content.decode()
    assert "Who may do this: " in text
    assert f"{center.officer} answers for {case.reference}" in text


@pytest.mark.parametrize("key", list(STEP_ACTS))
def test_steps_say_who_may_as_well(center: Center, key: str) -> None:
    case = taken_to(center, State.ACCEPTED)
    step = Step.objects.filter(case=case, assignee=center.lab).get()
    page = as_(center, "agent").post(reverse(f"cases:{STEP_ACTS[key].slug}", args=[case.reference, step.pk]))
    assert page.status_code == 403
    assert "Who may do this: " in page.content.decode()


def test_the_api_says_it_too(center: Center) -> None:
    case = taken_to(center, State.ACCEPTED)
    answer = as_(center, "agent").post(
        f"/api/v1/complaints/cases/{case.reference}/close/", {}, content_type="application/json"
    )
    assert answer.status_code == 403
    assert f"{center.officer} answers for {case.reference}" in answer.json()["detail"]
