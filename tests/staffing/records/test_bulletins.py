"""Bulletins: whom they are for, versions, receipts, the unread list at roll call (S2E-19)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from callcenter.accounts.models import User
from callcenter.audit.models import Event
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from staffing.records.bulletins import rules, services
from staffing.records.bulletins.models import Bulletin, Receipt
from staffing.records.bulletins.reminding import remind
from staffing.records.bulletins.rules import Audience, Reader
from staffing.records.bulletins.selectors import of_shift, unread
from staffing.records.bulletins.services import BulletinFacts
from tests.staffing.factories import make_assignment
from tests.staffing.records.conftest import NOW, TODAY, Place
from tests.staffing.records.factories import make_bulletin

HOUR = datetime.timedelta(hours=1)


def page(user: User | None) -> Client:
    client = Client()
    assert user is not None
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("audience", "is_for"),
    [
        (Audience(), True),
        (Audience(team_ids=frozenset({7})), True),
        (Audience(team_ids=frozenset({8})), False),
        (Audience(department_ids=frozenset({3}), team_ids=frozenset({8})), True),
        (Audience(posts=frozenset({"shift_leader"})), False),
        (Audience(team_ids=frozenset({7}), posts=frozenset({"agent", "hr"})), True),
    ],
)
def test_an_audience_is_places_and_posts(audience: Audience, is_for: bool) -> None:
    assert audience.includes(Reader(1, 7, 3, frozenset({"agent"}))) is is_for


def test_every_reason_against_a_bulletin_is_told() -> None:
    found = rules.objections(title=" ", text="", valid_from=NOW, valid_until=NOW)
    assert [one.code for one in found] == [
        "bulletins.title_needed",
        "bulletins.text_needed",
        "bulletins.ends_before_it_starts",
    ]


def test_everybody_addressed_is_told_once_and_nobody_else(place: Place) -> None:
    made = make_bulletin(place.site, teams=[place.team])
    told = set(Message.objects.filter(kind="records.bulletin_to_read").values_list("recipient", flat=True))
    assert told == {
        one.user_id for one in (place.ann, place.bo, place.director, place.leader, place.group_leader)
    }
    assert Event.objects.filter(verb="records.bulletin.published", subject_id=made.pk).exists()


def test_who_has_not_read_is_listed_until_they_confirm_and_again_after_a_change(place: Place) -> None:
    made = make_bulletin(place.site)
    people = [place.ann.pk, place.bo.pk]
    services.confirm_bulletin(made, actor=place.ann.user)
    assert unread(people, place.site, NOW) == {place.bo.pk: [made]}
    facts = BulletinFacts("New tariff", "Only from Tuesday on")
    services.change_bulletin(made, facts, actor=place.leader.user, note="Another day")
    assert set(unread(people, place.site, NOW)) == set(people)
    made.refresh_from_db()
    assert (made.number, made.read_from) == (2, 2)
    assert [one.text for one in made.versions.order_by("number")][1] == "Only from Tuesday on"


def test_receipts_stand_after_a_slip_of_the_pen(place: Place) -> None:
    made = make_bulletin(place.site)
    services.confirm_bulletin(made, actor=place.ann.user)
    facts = BulletinFacts("New tariff!", "The same")
    services.change_bulletin(made, facts, actor=place.leader.user, note="Comma", asks_again=False)
    assert unread([place.ann.pk], place.site, NOW) == {}


def test_a_version_that_was_not_seen_is_neither_confirmed_nor_overwritten(place: Place) -> None:
    made = make_bulletin(place.site)
    facts = BulletinFacts("New tariff", "Changed")
    services.change_bulletin(made, facts, actor=place.leader.user, note="Change", expected=1)
    with pytest.raises(RuleViolation, match=r"bulletins\.moved_on"):
        services.confirm_bulletin(made, actor=place.ann.user, number=1)
    with pytest.raises(RuleViolation, match=r"bulletins\.moved_on"):
        services.change_bulletin(made, facts, actor=place.leader.user, note="Change", expected=1)


def test_confirming_twice_is_once(place: Place) -> None:
    made = make_bulletin(place.site)
    first = services.confirm_bulletin(made, actor=place.ann.user)
    assert services.confirm_bulletin(made, actor=place.ann.user) == first
    assert Event.objects.filter(verb="records.bulletin.confirmed").count() == 1


def test_only_who_it_is_for_confirms(place: Place) -> None:
    made = make_bulletin(place.site, teams=[place.other_team])
    with pytest.raises(PermissionDenied):
        services.confirm_bulletin(made, actor=place.ann.user)
    assert page(place.ann.user).get(made.get_absolute_url()).status_code == 404


def test_agents_do_not_publish_and_group_leaders_only_to_their_teams(place: Place) -> None:
    facts = BulletinFacts("Title", "Text")
    with pytest.raises(PermissionDenied):
        services.publish_bulletin(place.site, facts, actor=place.ann.user)
    with pytest.raises(PermissionDenied):
        services.publish_bulletin(place.site, facts, actor=place.group_leader.user)
    own = BulletinFacts("Title", "Text", teams=[place.team])
    assert services.publish_bulletin(place.site, own, actor=place.group_leader.user).number == 1


def test_a_withdrawn_bulletin_asks_nobody(place: Place) -> None:
    made = make_bulletin(place.site)
    services.withdraw_bulletin(made, actor=place.director.user, reason="Cancelled")
    assert unread([place.ann.pk], place.site, NOW) == {}
    with pytest.raises(RuleViolation, match=r"bulletins\.is_withdrawn"):
        services.confirm_bulletin(made, actor=place.ann.user)


def test_a_bulletin_that_begins_later_is_told_when_it_begins(place: Place) -> None:
    make_bulletin(place.site, valid_from=timezone.now() + HOUR)
    assert remind() == 0
    Bulletin.objects.update(valid_from=timezone.now() - HOUR)
    assert remind() > 0
    assert remind() == 0


def test_who_has_not_read_is_reminded_before_the_shift_once(place: Place) -> None:
    make_bulletin(place.site)
    make_assignment(place.ann, TODAY, "10:30-14:00", code="M")
    make_assignment(place.bo, TODAY, "14:00-18:00", code="L")
    remind(), remind()
    told = Message.objects.filter(kind="records.bulletin_reminder")
    assert [one.recipient_id for one in told] == [place.ann.user_id]


def test_the_leader_sees_at_roll_call_who_has_not_read(place: Place) -> None:
    made = make_bulletin(place.site)
    make_assignment(place.ann, TODAY, "10:30-14:00", code="M")
    make_assignment(place.bo, TODAY, "14:00-18:00", code="L")
    services.confirm_bulletin(made, actor=place.bo.user)
    answer = page(place.leader.user).get(reverse("records:unread"))
    assert [(row.employee, missing) for row, missing in answer.context["lines"]] == [(place.ann, [made])]


def test_an_agent_opens_and_confirms_in_two_taps(place: Place) -> None:
    made = make_bulletin(place.site)
    client = page(place.ann.user)
    assert client.get(reverse("records:to-read")).context["unread"] == [made]
    assert b"data-peek" in client.get(made.get_absolute_url()).content
    answer = client.post(reverse("records:bulletin-read", args=[made.pk]), {"number": 1}, follow=True)
    assert answer.context["unread"] == []
    assert Receipt.objects.get().employee == place.ann


def test_what_must_be_read_is_on_today_with_the_shift_as_its_end(place: Place) -> None:
    make_bulletin(place.site)
    shift = make_assignment(place.ann, TODAY, "14:00-18:00", code="L")
    from django.test import RequestFactory

    from staffing.records.today import bulletins

    request = RequestFactory().get("/")
    request.user = place.ann.user  # type: ignore[assignment]
    assert [todo.due_at for todo in bulletins(request)] == [shift.starts_at]


@pytest.mark.parametrize("words", ["tariff", "资费", "周一 tariff", "MONDAY"])
def test_bulletins_are_found_in_either_language(place: Place, words: str) -> None:
    make_bulletin(place.site)
    make_bulletin(place.site, title="Parking", text="停车")
    answer = page(place.leader.user).get(reverse("records:bulletins"), {"q": words})
    assert [line.key for line in answer.context["rows"]] == [Bulletin.objects.get(title="New tariff").pk]


def test_what_concerned_a_shift(place: Place) -> None:
    made = make_bulletin(place.site, teams=[place.team])
    assert of_shift(place.team, NOW - HOUR, NOW + HOUR) == [made]
    assert of_shift(place.other_team, NOW - HOUR, NOW + HOUR) == []
    assert of_shift(place.team, NOW + HOUR, NOW + 2 * HOUR) == []


def test_the_unread_list_costs_the_same_for_ten_and_for_many(place: Place) -> None:
    def cost(people: list[int]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            unread(people, place.site, NOW)
        return len(seen)

    make_bulletin(place.site)
    few = cost([place.ann.pk])
    for number in range(10):
        make_bulletin(place.site, title=f"Number {number}", teams=[place.team])
    assert cost([place.ann.pk, place.bo.pk, place.cai.pk, place.leader.pk]) == few


def test_the_database_refuses_a_second_receipt_and_changes_of_one(place: Place) -> None:
    made = make_bulletin(place.site)
    receipt = services.confirm_bulletin(made, actor=place.ann.user)
    for wrong in (
        lambda: Receipt.objects.create(bulletin=made, employee=place.ann, number=1),
        lambda: Receipt.objects.filter(pk=receipt.pk).update(number=2),
        lambda: Bulletin.objects.filter(pk=made.pk).update(valid_until=made.valid_from),
        lambda: Bulletin.objects.filter(pk=made.pk).update(read_from=5),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
