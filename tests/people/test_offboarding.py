"""Leaving with open work: the account closes when a successor has it all, never before."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from callcenter.people.delegations.services import name_deputy
from callcenter.people.employees import leaving, logins
from callcenter.people.models import Delegation, Employment
from callcenter.people.offboarding import registry, services
from callcenter.people.offboarding.registry import Item
from tests.factories import make_employee, make_post, make_team, make_user
from tests.people.setting import LATER, TODAY
from tests.refusals import codes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_shanghai")]
LAST = datetime.date(2026, 12, 31)


@pytest.fixture
def desk(monkeypatch):
    """A sort of open work of these tests: pieces by employee id."""
    pieces: dict[int, list[str]] = {}

    def find(employee_ids):
        return {pk: [Item(piece) for piece in pieces.get(pk, [])] for pk in employee_ids}

    def hand_over(leaver, successor, actor):
        moved = pieces.pop(leaver.pk, [])
        if "glued" in moved:
            raise RuntimeError
        pieces.setdefault(successor.pk, []).extend(moved)
        return len(moved)

    monkeypatch.setattr(registry, "_providers", dict(registry._providers))
    registry.provide_open_work("tests.desk", "Desk", find=find, hand_over=hand_over)
    return pieces


def test_leaving_at_once_with_open_work_needs_a_successor_who_gets_it_all(hr, desk):
    leaver, successor = make_employee(), make_employee()
    desk[leaver.pk] = ["a", "b"]
    with pytest.raises(RuleViolation) as refusal:
        leaving.record_leave(leaver, TODAY, actor=hr)
    assert codes(refusal) == ["people.open_work_remains"]
    leaving.record_leave(leaver, TODAY, actor=hr, successor=successor)
    leaver.user.refresh_from_db()
    assert desk == {successor.pk: ["a", "b"]}
    assert not leaver.user.is_active
    event = Event.objects.get(verb="people.employee.handed_over")
    assert (event.after["successor"], event.after["tests.desk"]) == (successor.number, 2)


def test_on_the_day_the_recorded_successor_gets_it_and_the_account_closes(hr, desk):
    leaver, successor = make_employee(), make_employee()
    leaving.record_leave(leaver, LATER, actor=hr, successor=successor)
    desk[leaver.pk] = ["came in later"]
    assert leaving.close_logins_of_leavers() == 0
    with time_machine.travel(datetime.datetime(2026, 12, 1, 4, tzinfo=datetime.UTC), tick=False):
        assert leaving.close_logins_of_leavers() == 1
        assert leaving.close_logins_of_leavers() == 0
    leaver.user.refresh_from_db()
    assert (desk, leaver.user.is_active) == ({successor.pk: ["came in later"]}, False)


def test_without_a_successor_the_account_stays_open_until_hr_hands_over(hr, desk):
    leaver, successor = make_employee(), make_employee()
    leaving.record_leave(leaver, LATER, actor=hr)
    desk[leaver.pk] = ["a"]
    with time_machine.travel(datetime.datetime(2026, 12, 1, 4, tzinfo=datetime.UTC), tick=False):
        assert leaving.close_logins_of_leavers() == 0
        leaver.refresh_from_db()
        with pytest.raises(RuleViolation) as refusal:
            logins.close_login(leaver, actor=hr)
        assert codes(refusal) == ["people.open_work_remains"]
        assert services.hand_over(leaver, successor, actor=hr) == {"tests.desk": 1}
        assert leaving.close_logins_of_leavers() == 1
    assert Employment.objects.get(employee=leaver).successor == successor


def test_a_hand_over_that_fails_on_the_way_hands_over_nothing(hr, desk):
    leaver, successor = make_employee(left_on=LATER), make_employee()
    desk[leaver.pk] = ["glued"]
    with pytest.raises(RuntimeError):
        services.hand_over(leaver, successor, actor=hr)
    assert Employment.objects.get(employee=leaver).successor is None
    assert not Event.objects.filter(verb="people.employee.handed_over").exists()


def test_the_successor_is_somebody_else_who_stays(hr):
    leaver = make_employee(left_on=LATER)
    for successor, code in (
        (leaver, "people.own_successor"),
        (make_employee(left_on=LAST), "people.successor_leaves"),
        (make_employee(since=LAST), "people.successor_leaves"),
    ):
        with pytest.raises(RuleViolation) as refusal:
            services.hand_over(leaver, successor, actor=hr)
        assert codes(refusal) == [code]
    with pytest.raises(RuleViolation) as refusal:
        services.hand_over(make_employee(), make_employee(), actor=hr)
    assert codes(refusal) == ["people.has_not_left"]


def test_only_who_edits_people_hands_over():
    with pytest.raises(PermissionDenied):
        services.hand_over(make_employee(left_on=LATER), make_employee(), actor=make_user(PostCode.DIRECTOR))


def test_who_does_not_leave_may_be_shut_out_with_open_work(hr, desk):
    employee = make_employee()
    desk[employee.pk] = ["a"]
    logins.close_login(employee, actor=hr)
    employee.user.refresh_from_db()
    assert not employee.user.is_active


def test_the_successor_stands_in_where_the_leaver_did(hr):
    absent, leaver, successor = (make_employee(PostCode.SHIFT_LEADER) for _ in range(3))
    name_deputy(absent, leaver, start=TODAY, end=LAST, actor=None)
    leaving.record_leave(leaver, LATER, actor=hr, successor=successor)
    services.hand_over(leaver, successor, actor=hr)
    rows = Delegation.objects.order_by("period").values_list(
        "deputy", "period__startswith", "period__endswith"
    )
    assert list(rows) == [(leaver.pk, TODAY, LATER), (successor.pk, LATER, LAST)]


def test_a_delegation_of_the_leaver_ends_with_them_and_nobody_becomes_their_own_deputy(hr):
    absent, leaver = make_employee(PostCode.SHIFT_LEADER), make_employee(PostCode.SHIFT_LEADER)
    name_deputy(absent, leaver, start=LATER, end=LAST, actor=None)
    leaving.record_leave(leaver, LATER, actor=hr, successor=absent)
    services.hand_over(leaver, absent, actor=hr)
    assert not Delegation.objects.exists()


def test_the_check_list_shows_what_is_open_and_hands_it_over(client, hr_at_work, desk):
    leaver, successor = make_employee(left_on=TODAY), make_employee()
    desk[leaver.pk] = ["Keys of the safe"]
    listed = client.get(reverse("people:offboarding")).content.decode()
    page = reverse("people:offboarding-of", args=[leaver.number])
    assert page in listed
    assert page in client.get(reverse("web:today_panels")).content.decode()
    assert "Keys of the safe" in client.get(page).content.decode()
    assert client.post(page, {"successor": leaver.number}).status_code == 422
    assert client.post(page, {"successor": successor.number}).status_code == 302
    assert desk == {successor.pk: ["Keys of the safe"]}
    assert "Keys of the safe" not in client.get(page).content.decode()


def test_the_list_of_leavers_takes_the_same_queries_for_two_and_for_twenty(client, hr_at_work, desk):
    page = reverse("people:offboarding")

    def measured(count):
        for _ in range(count):
            desk[make_employee(left_on=TODAY, team=make_team()).pk] = ["a"]
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    client.get(page)
    assert measured(2) == measured(18)


def test_extra_roles_are_listed_added_and_ended_over_the_api(client, hr_at_work):
    employee = make_employee()
    make_post(PostCode.COORDINATOR)
    sent = {"employee": employee.number, "post": "coordinator", "start": TODAY.isoformat()}
    made = client.post("/api/v1/people/roles/", sent, content_type="application/json")
    assert made.status_code == 201, made.content
    assert employee.name in client.get(reverse("people:roles")).content.decode()
    address = f"/api/v1/people/roles/{made.json()['id']}/end/"
    ended = client.post(address, {"end": LATER.isoformat()}, content_type="application/json")
    assert ended.json()["end"] == LATER.isoformat()
