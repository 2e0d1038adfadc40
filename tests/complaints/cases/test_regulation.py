"""A longer deadline of the regulator: asked for on the page and by the API, decided by the line, shown with what it rests on."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from callcenter.approvals import services as approvals
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from complaints.cases import regulation, services
from complaints.cases.models import Case, Means, State
from tests.complaints.factories import Center, make_center, taken_to
from tests.rulebook.factories import set_value

pytestmark = pytest.mark.django_db
START = datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC)


@pytest.fixture
def center() -> Center:
    center = make_center(time_zone="UTC")
    set_value("complaint.regulatory_clock", "insurance", center.site, datetime.date(2026, 3, 2))
    return center


@pytest.fixture
def case(center: Center):
    with time_machine.travel(START, tick=False):
        yield taken_to(center, State.ACCEPTED)


def as_(center: Center, name: str) -> Client:
    client = Client()
    client.force_login(center.user(name))
    return client


def ask(case: Case, center: Center):
    return services.ask_for_extension(case, actor=center.user("officer"), reason="An expert is asked.")


def test_the_page_shows_the_deadline_its_entries_and_the_button(center: Center, case: Case) -> None:
    text = as_(center, "officer").get(case.get_absolute_url()).content.decode()
    assert "Deadlines of the regulator" in text
    for key in (
        "complaint.regulatory_clock",
        "complaint.regulatory_simple_days",
        "complaint.regulatory_complex_days",
    ):
        assert reverse("rulebook:rule", args=[key]) in text
    assert reverse("cases:ask-extension", args=[case.reference]) in text


def test_without_a_regulator_there_is_neither_section_nor_button() -> None:
    center = make_center()
    case = taken_to(center, State.ACCEPTED)
    text = as_(center, "officer").get(case.get_absolute_url()).content.decode()
    assert "Deadlines of the regulator" not in text
    assert "ask-extension" not in text


def test_it_is_asked_for_on_its_form_and_waits_for_the_director(center: Center, case: Case) -> None:
    client = as_(center, "officer")
    address = reverse("cases:ask-extension", args=[case.reference])
    form = client.get(address).content.decode()
    assert "within 30 days" in form
    assert client.post(address, {"comment": ""}).status_code == 422
    assert client.post(address, {"comment": "An expert is asked."}).status_code == 302
    page = client.get(case.get_absolute_url()).content.decode()
    assert "An expert is asked." in page
    assert str(center.director) in page
    assert f'href="{address}"' not in page  # nobody asks twice
    request = regulation.requests_of(case).get()
    inbox = as_(center, "director").get(reverse("approvals:inbox")).content.decode()
    assert request.number in inbox or "Extension of the regulator" in inbox


def test_asked_twice_is_refused(center: Center, case: Case) -> None:
    ask(case, center)
    with pytest.raises(RuleViolation, match=r"approvals\.asked_already"):
        ask(case, center)


def test_a_refusal_stands_on_the_page_and_the_deadline_stays(center: Center, case: Case) -> None:
    before = regulation.running(case)[0].due_at
    approvals.reject(ask(case, center), actor=center.user("director"), comment="Ten days are enough.")
    assert regulation.running(case)[0].due_at == before
    page = as_(center, "officer").get(case.get_absolute_url()).content.decode()
    assert "Ten days are enough." in page
    assert Event.objects.filter(verb="cases.case.extension_refused").count() == 1


def test_the_second_extension_goes_up_to_the_deputy_gm(center: Center, case: Case) -> None:
    request = ask(case, center)
    for name in ("director", "manager"):
        approvals.approve(request, actor=center.user(name))
    request = ask(case, center)
    for name in ("director", "manager", "deputy_gm"):
        approvals.approve(request, actor=center.user(name))
    clock = regulation.running(case)[0]
    assert clock.kind == "cases.regulatory_special"
    assert clock.due_at == datetime.datetime(
        2026, 5, 1, 23, 59, 59, tzinfo=datetime.UTC
    )  # 60 days after the receipt
    with pytest.raises(RuleViolation, match=r"cases\.no_extension"):
        ask(case, center)


def test_a_request_ends_with_what_it_is_about(center: Center, case: Case) -> None:
    request = ask(case, center)
    services.withdraw(case, actor=center.user("officer"), words="It works again.")
    request.refresh_from_db()
    assert request.state == "withdrawn"


def test_the_customer_told_ends_a_request_as_well(center: Center) -> None:
    with time_machine.travel(START, tick=False):
        case = taken_to(center, State.DECIDED)
        request = ask(case, center)
        services.convey(case, actor=center.user("officer"), means=Means.PHONE, words="This is our decision.")
        request.refresh_from_db()
        assert request.state == "withdrawn"
        assert regulation.running(case) == []
        page = as_(center, "officer").get(case.get_absolute_url()).content.decode()
    assert "Met" in page


def test_the_api_asks_and_shows_the_deadlines(center: Center, case: Case) -> None:
    client = as_(center, "officer")
    address = f"/api/v1/complaints/cases/{case.reference}/"
    answer = client.post(
        f"{address}ask-extension/", {"reason": "An expert is asked."}, content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    again = client.post(f"{address}ask-extension/", {"reason": "Once more."}, content_type="application/json")
    assert again.status_code == 409
    found = client.get(address).json()["regulator_deadlines"]
    assert [(one["kind"], one["outcome"]) for one in found] == [("cases.regulatory_simple", "")]
