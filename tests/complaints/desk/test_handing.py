"""Several complaints get one owner: all, or none with every reason."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from complaints.cases.models import Case, State
from complaints.desk.handing.services import MOST, hand_over
from tests.complaints.factories import make_case, make_center, taken_to
from tests.factories import make_employee

pytestmark = pytest.mark.django_db


def another_officer(center: Any) -> Any:
    return make_employee(PostCode.COMPLAINT_OFFICER, site=center.site)


def test_all_get_the_new_owner_and_the_trail_says_so() -> None:
    center = make_center()
    cases = [taken_to(center, State.ACCEPTED) for _number in range(3)]
    new = another_officer(center)
    done = hand_over(cases, new, actor=center.user("director"), reason="Holiday")
    assert {case.owner_id for case in Case.objects.filter(pk__in=[case.pk for case in done])} == {new.pk}
    (event,) = Event.objects.filter(verb="desk.cases.handed_over")
    assert event.after == {"cases": [case.reference for case in cases]}
    assert Event.objects.filter(verb="cases.case.assigned").count() == 3


def test_none_is_handed_over_when_one_cannot_be() -> None:
    center = make_center()
    new = another_officer(center)
    good = make_case(center.site, State.ACCEPTED, owner=center.officer)
    over = make_case(center.site, State.CLOSED, owner=center.officer)
    about = make_case(center.site, State.ACCEPTED, owner=center.officer, about=new)
    with pytest.raises(RuleViolation) as refused:
        hand_over([good, over, about], new, actor=center.user("director"), reason="")
    said = " ".join(refused.value.sentences)
    assert over.reference in said
    assert about.reference in said
    good.refresh_from_db()
    assert good.owner_id == center.officer.pk
    assert not Event.objects.filter(verb="desk.cases.handed_over").exists()


def test_none_and_too_many_are_refused() -> None:
    center = make_center()
    case = make_case(center.site, State.ACCEPTED)
    for chosen in ([], [case] * (MOST + 1)):
        with pytest.raises(RuleViolation):
            hand_over(chosen, center.officer, actor=center.user("director"), reason="")


def test_who_does_not_serve_may_not() -> None:
    center = make_center()
    case = make_case(center.site, State.ACCEPTED)
    with pytest.raises(PermissionDenied):
        hand_over([case], center.officer, actor=center.user("agent"), reason="")


def test_page_asks_first_and_hands_over_then() -> None:
    center = make_center()
    client = Client()
    client.force_login(center.user("director"))
    case = make_case(center.site, State.ACCEPTED, owner=center.director)
    asked = client.post(
        "/complaints/desk/assign/", {"selected": [case.pk], "next": "/complaints/desk/board/"}
    )
    assert asked.status_code == 200
    assert case.reference in asked.content.decode()
    done = client.post(
        "/complaints/desk/assign/",
        {"selected": [case.pk], "owner": center.officer.pk, "reason": "", "next": "/complaints/desk/board/"},
    )
    assert (done.status_code, done["Location"]) == (302, "/complaints/desk/board/")
    case.refresh_from_db()
    assert case.owner_id == center.officer.pk


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_page_leads_nowhere_else(address: str) -> None:
    center = make_center()
    client = Client()
    client.force_login(center.user("director"))
    case = make_case(center.site, State.ACCEPTED, owner=center.director)
    data = {"selected": [case.pk], "owner": center.officer.pk, "reason": "", "next": address}
    assert client.post("/complaints/desk/assign/", data)["Location"] == "/complaints/desk/"


@pytest.mark.parametrize("selected", [[], ["x"], ["99999999999999999999"], ["²"]])
def test_nothing_chosen_is_said(selected: list[str]) -> None:
    center = make_center()
    client = Client()
    client.force_login(center.user("director"))
    page = client.post("/complaints/desk/assign/", {"selected": selected})
    assert page.status_code == 422
    assert "No complaint was chosen" in page.content.decode()


def test_a_change_of_language_on_the_page_that_asks_for_the_owner_leads_back_to_the_list() -> None:
    center = make_center()
    case = taken_to(center, State.ACCEPTED)
    client = Client()
    client.force_login(center.user("officer"))
    page = client.post(
        "/complaints/desk/assign/",
        {"selected": [case.pk]},
        headers={"referer": "http://testserver/complaints/cases/?state=accepted"},
    )
    written = page.content.decode()
    assert 'name="next" value="/complaints/cases/?state=accepted"' in written
    assert 'name="next" value="/complaints/desk/assign/"' not in written
