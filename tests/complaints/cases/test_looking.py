"""The whole phone number on a complaint of somebody who is no customer: with a reason, kept, never for whom it is about."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from complaints.cases import services
from complaints.cases.models import Case, State
from complaints.customers.looks.models import Look
from tests.complaints.factories import Center, make_case, make_center
from tests.factories import make_user

pytestmark = pytest.mark.django_db
NUMBER = "13800138000"
REASON = "To call the customer back"


@pytest.fixture
def center() -> Center:
    return make_center()


@pytest.fixture
def case(center: Center) -> Case:
    made = make_case(
        center.site,
        State.RECEIVED,
        owner=center.officer,
        taker=center.agent,
        contact_name="Wang Fang",
        contact_phone=NUMBER,
    )
    Case.objects.filter(pk=made.pk).update(customer=None)
    made.refresh_from_db()
    return made


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def look(user, case: Case, **data):
    return as_(user).post(reverse("cases:reveal", args=[case.reference]), data)


def test_the_number_is_masked_until_somebody_says_why(center: Center, case: Case) -> None:
    user = center.user("agent")
    page = as_(user).get(case.get_absolute_url()).content.decode()
    assert NUMBER not in page
    assert "138****8000" in page
    refused = look(user, case, fields_shown=["phone"])
    assert (refused.status_code, NUMBER in refused.content.decode()) == (422, False)
    shown = look(user, case, fields_shown=["phone"], reason=REASON)
    assert shown.status_code == 200
    assert NUMBER in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]


def test_the_look_is_kept_and_on_the_trail(center: Center, case: Case) -> None:
    services.reveal_contact(case, ["phone"], reason=REASON, actor=center.user("agent"))
    kept = Look.objects.get()
    assert (kept.customer, kept.source, kept.site, kept.user) == (
        None,
        case,
        center.site,
        center.user("agent"),
    )
    assert (kept.reference, kept.fields, kept.reason) == (f"IN-{case.pk:06d}", ["phone"], REASON)
    event = Event.objects.get(verb="cases.numbers.revealed")
    assert (event.after, event.reason) == ({"fields": ["phone"]}, REASON)
    assert case.events.filter(kind="looked", comment=REASON).exists()


def test_who_looked_is_in_the_list_of_looks(center: Center, case: Case) -> None:
    services.reveal_contact(case, ["phone"], reason=REASON, actor=center.user("agent"))
    client = as_(center.user("director"))
    page = client.get(reverse("customers:looks")).content.decode()
    assert f"IN-{case.pk:06d}" in page
    assert REASON in page


def test_what_does_not_stand_on_it_is_not_looked_at(center: Center, case: Case) -> None:
    with pytest.raises(RuleViolation, match=r"cases\.nothing_to_look_at"):
        services.reveal_contact(case, ["email"], reason=REASON, actor=center.user("agent"))
    assert not Look.objects.exists()


def test_whom_it_is_about_does_not_look(center: Center, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(about=center.agent)
    refused = look(center.user("agent"), case, fields_shown=["phone"], reason=REASON)
    assert refused.status_code == 403
    assert "is a complaint about you" in refused.content.decode()


def test_out_of_sight_it_is_not_found(center: Center, case: Case) -> None:
    stranger = make_user(PostCode.AGENT, site=center.site)
    assert look(stranger, case, fields_shown=["phone"], reason=REASON).status_code == 404


def test_the_api_gives_the_number_once_and_keeps_the_look(center: Center, case: Case) -> None:
    address = f"/api/v1/complaints/cases/{case.reference}/look/"
    answer = as_(center.user("officer")).post(
        address, {"fields_shown": ["phone"], "reason": REASON}, content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    assert answer.json() == [{"field": "phone", "whose": "Wang Fang", "number": NUMBER}]
    assert "no-store" in answer["Cache-Control"]
    assert Look.objects.get().via == "api"


def test_the_database_keeps_no_look_at_nothing(center: Center) -> None:
    with pytest.raises(IntegrityError, match="a_look_names_the_customer_or_the_record"), transaction.atomic():
        Look.objects.create(user=center.user("agent"), fields=["phone"], reason=REASON)
