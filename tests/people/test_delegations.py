"""Deputies: named for days, in the line, never in a chain; ended, and shown to both."""

import datetime
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from callcenter.people.delegations import selectors, services
from callcenter.people.models import Delegation
from tests.factories import make_employee, make_team, make_user
from tests.people.setting import LATER, TODAY, YESTERDAY
from tests.refusals import codes
from tests.together import outcomes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_shanghai")]
NEXT_WEEK = datetime.date(2026, 11, 25)


@pytest.fixture
def team():
    """A director with two shift leaders, of whom one leads an agent."""
    place = make_team()
    director = make_employee(PostCode.DIRECTOR, team=place, name="Wang Li")
    one, two = (
        make_employee(PostCode.SHIFT_LEADER, team=place, superior=director, name=name)
        for name in ("Zhao Lei", "Sun Peng")
    )
    agent = make_employee(team=place, superior=one, name="Li Na")
    return {"director": director, "one": one, "two": two, "agent": agent}


def name(absent, deputy, start=TODAY, end=NEXT_WEEK, actor="self", **fields):
    actor = absent.user if actor == "self" else actor
    return services.name_deputy(absent, deputy, start=start, end=end, actor=actor, **fields)


def refused(*args, **fields):
    with pytest.raises(RuleViolation) as refusal:
        name(*args, **fields)
    return codes(refusal)


def test_a_deputy_acts_on_the_named_days_and_no_other(team):
    name(team["one"], team["two"], reason="holiday")
    for day, expected in {
        YESTERDAY: set(),
        TODAY: {team["one"].pk},
        NEXT_WEEK - datetime.timedelta(days=1): {team["one"].pk},
        NEXT_WEEK: set(),
    }.items():
        assert selectors.acts_for(team["two"].pk, day) == expected, day
    event = Event.objects.get(verb="people.delegation.named")
    assert (event.actor, event.after["deputy"]) == (team["one"].user, team["two"].number)


@pytest.mark.parametrize("who", ["director", "two", "agent"])
def test_superior_peers_and_subordinates_may_be_named(team, who):
    assert name(team["one"], team[who]).deputy == team[who]


def test_nobody_out_of_the_line_is_named_but_by_hr(team):
    stranger = make_employee(PostCode.SHIFT_LEADER, site=team["one"].site)
    assert refused(team["one"], stranger) == ["people.deputy_out_of_line"]
    assert name(team["one"], stranger, actor=make_user(PostCode.HR)).deputy == stranger


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"start": YESTERDAY}, "people.delegation_in_the_past"),
        ({"end": TODAY}, "people.period_is_empty"),
    ],
)
def test_days_lie_ahead_and_are_some(team, fields, code):
    assert refused(team["one"], team["two"], **fields) == [code]


def test_nobody_is_their_own_deputy(team):
    assert refused(team["one"], team["one"]) == ["people.own_deputy"]


def test_a_deputy_hands_nothing_on_and_one_deputy_is_named_at_a_time(team):
    name(team["one"], team["two"])
    assert refused(team["two"], team["director"]) == ["people.stands_in_already"]
    assert refused(team["director"], team["one"]) == ["people.deputy_is_absent"]
    assert refused(team["one"], team["director"]) == ["people.has_a_deputy"]
    assert name(team["two"], team["director"], start=NEXT_WEEK, end=LATER)


def test_both_are_employed_on_every_day(team):
    leaves = make_employee(superior=team["one"], left_on=datetime.date(2026, 11, 20))
    assert refused(team["one"], leaves) == ["people.delegation_beyond_employment"]


def test_nobody_names_the_deputy_of_another(team):
    with pytest.raises(PermissionDenied):
        name(team["one"], team["two"], actor=team["director"].user)


def test_it_is_ended_early_or_taken_back_before_it_begins(team):
    begun, planned = name(team["one"], team["two"]), name(team["director"], team["two"], NEXT_WEEK, LATER)
    tomorrow = TODAY + datetime.timedelta(days=1)
    ended = services.end_delegation(begun, end=tomorrow, actor=team["one"].user)
    assert ended.period.upper == tomorrow
    with pytest.raises(RuleViolation) as refusal:
        services.end_delegation(begun, end=tomorrow, actor=team["one"].user)
    assert codes(refusal) == ["people.delegation_not_open"]
    with pytest.raises(PermissionDenied):
        services.end_delegation(planned, end=TODAY, actor=team["two"].user)
    assert services.end_delegation(planned, end=TODAY, actor=team["director"].user) is None
    assert Event.objects.filter(verb="people.delegation.ended").count() == 2


def test_database_refuses_overlap_oneself_and_days_without_an_end(team):
    one, two = team["one"], team["two"]
    name(one, two)
    for absent, deputy, period in (
        (one, team["director"], DateRange(TODAY, LATER)),
        (two, two, DateRange(TODAY, LATER)),
        (two, one, DateRange(TODAY, None)),
        (two, one, DateRange(None, LATER)),
        (two, one, DateRange(empty=True)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Delegation.objects.create(employee=absent, deputy=deputy, period=period)


@pytest.mark.django_db(transaction=True)
def test_two_hands_cannot_make_a_chain_together(team):
    ended = outcomes(partial(name, team["one"], team["two"]), partial(name, team["two"], team["director"]))
    assert ended in (["done", "people.deputy_is_absent"], ["done", "people.stands_in_already"])
    assert Delegation.objects.count() == 1


def test_one_names_and_ends_the_own_deputy_on_the_pages(client, team):
    client.force_login(team["one"].user)
    page = reverse("people:name-deputy")
    form = client.get(page)
    assert "Sun Peng" in form.content.decode()
    data = {"deputy": "X1", "start": TODAY.isoformat(), "last_day": "2026-11-24"}
    assert client.post(page, data).status_code == 422
    assert client.post(page, data | {"deputy": team["one"].number}).status_code == 422
    answer = client.post(page, data | {"deputy": team["two"].number})
    assert answer.url == reverse("people:delegations")
    named = Delegation.objects.get()
    assert named.period.upper == NEXT_WEEK
    end = reverse("people:delegation-end", args=[named.pk])
    assert end in client.get(answer.url).content.decode()
    assert client.post(end, {"last_day": "2026-11-16"}).status_code == 422
    assert client.post(end, {"last_day": "2026-11-19"}).status_code == 302
    client.force_login(team["two"].user)
    assert "You stand in for Zhao Lei" in client.get(reverse("web:today_panels")).content.decode()
    shown = client.get(reverse("people:delegations")).content.decode()
    assert "Zhao Lei" in shown
    assert end not in shown
    assert client.get(end).status_code == 403


def test_hr_names_for_anybody_on_the_page(client, hr_at_work, team):
    data = {
        "employee": team["director"].number,
        "deputy": team["agent"].number,
        "start": TODAY.isoformat(),
        "last_day": "2026-11-24",
    }
    assert client.post(reverse("people:name-deputy"), data).status_code == 302
    assert Delegation.objects.get().deputy == team["agent"]


def test_api_names_and_ends(client, team):
    client.force_login(team["one"].user)
    sent = {
        "employee": team["one"].number,
        "deputy": team["two"].number,
        "start": "2026-11-18",
        "end": "2026-11-25",
    }
    made = client.post("/api/v1/people/delegations/", sent, content_type="application/json")
    assert made.status_code == 201, made.content
    again = client.post("/api/v1/people/delegations/", sent, content_type="application/json")
    assert again.json()["objections"][0]["code"] == "people.has_a_deputy"
    address = f"/api/v1/people/delegations/{made.json()['id']}/end/"
    ended = client.post(address, {"end": "2026-11-19"}, content_type="application/json")
    assert ended.json()["end"] == "2026-11-19"
