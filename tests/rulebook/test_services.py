"""Changing the rulebook: who may, what is refused, what is recorded, two hands at once."""

import datetime
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from callcenter import rulebook
from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from callcenter.people.models import Site
from callcenter.rulebook import changes
from callcenter.rulebook.models import RuleValue
from callcenter.rulebook.services import set_value, state, withdraw_value
from tests.factories import make_site, make_user
from tests.refusals import codes
from tests.together import outcomes

KEY = "kpi.sl_seconds"
TODAY = datetime.date(2026, 11, 21)
NEXT = datetime.date(2026, 12, 1)
NOON = datetime.datetime(2026, 11, 21, 4, 0, tzinfo=datetime.UTC)  # 12:00 in Shanghai


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def change(site: Site | None, actor: User | None, **fields: Any) -> RuleValue:
    asked: dict[str, Any] = {"value": 30, "effective_on": NEXT, "reason": "New contract"} | fields
    return set_value(KEY, site=site, actor=actor, **asked)


@pytest.mark.django_db
def test_director_changes_a_rule_from_next_month_at_their_site() -> None:
    site = make_site()
    director = make_user(PostCode.DIRECTOR, site=site)
    row = change(site, director)
    assert rulebook.value(KEY, site, on=NEXT - datetime.timedelta(1)) == 20
    assert rulebook.value(KEY, site, on=NEXT) == 30
    assert rulebook.value(KEY, make_site(), on=NEXT) == 20
    event = Event.objects.get(verb="rulebook.value.set")
    assert (event.actor, event.subject_id, event.site_id) == (director, row.pk, site.pk)
    assert event.before == {"value": 20}
    assert event.after == {"value": 30, "effective_on": "2026-12-01", "is_backdated": False}
    assert event.reason == "New contract"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("post", "own", "other", "company"),
    [
        (PostCode.AGENT, False, False, False),
        (PostCode.SHIFT_LEADER, False, False, False),
        (PostCode.QA_TRAINER, False, False, False),
        (PostCode.DEPUTY_DIRECTOR, False, False, False),
        (PostCode.DIRECTOR, True, False, False),
        (PostCode.CENTER_MANAGER, True, False, False),
        (PostCode.GM, False, False, False),
        (PostCode.HR, False, False, False),
        (PostCode.SYSADMIN, True, True, True),
    ],
)
def test_posts_that_may_change_a_rule(post: PostCode, own: bool, other: bool, company: bool) -> None:
    site, elsewhere = make_site(), make_site()
    user = make_user(post, site=site)
    for place, allowed in ((site, own), (elsewhere, other), (None, company)):
        if allowed:
            change(place, user)
        else:
            with pytest.raises(PermissionDenied):
                change(place, user)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"value": -1}, ["rulebook.minimum"]),
        ({"value": 0}, []),
        ({"value": 3600}, []),
        ({"value": 3601}, ["rulebook.maximum"]),
        ({"value": "thirty"}, ["rulebook.kind"]),
        ({"value": True}, ["rulebook.kind"]),
        ({"reason": "  "}, ["rulebook.no_reason"]),
        ({"effective_on": TODAY}, []),
        ({"effective_on": TODAY - datetime.timedelta(1)}, ["rulebook.past_day"]),
        ({"effective_on": TODAY - datetime.timedelta(1), "is_backdating": True}, []),
        ({"effective_on": datetime.date(2206, 1, 1)}, ["rulebook.too_far"]),
        ({"value": None}, ["rulebook.nothing_to_end"]),
        (
            {"value": 4000, "reason": "", "effective_on": datetime.date(2026, 1, 1)},
            ["rulebook.maximum", "rulebook.no_reason", "rulebook.past_day"],
        ),
    ],
)
def test_every_reason_against_a_change_is_named(fields: dict[str, Any], expected: list[str]) -> None:
    site = make_site()
    director = make_user(PostCode.DIRECTOR, site=site)
    if not expected:
        change(site, director, **fields)
        return
    with pytest.raises(RuleViolation) as refusal:
        change(site, director, **fields)
    assert codes(refusal) == expected
    assert all(refusal.value.sentences)
    assert not RuleValue.objects.exists()


@pytest.mark.django_db
def test_today_is_the_day_of_the_site() -> None:
    """At 23:00 UTC it is tomorrow in Shanghai and still today in Los Angeles."""
    shanghai, angeles = make_site(), make_site(time_zone="America/Los_Angeles")
    with time_machine.travel(NOON.replace(hour=23), tick=False):
        change(angeles, None, effective_on=TODAY)
        with pytest.raises(RuleViolation) as refusal:
            change(shanghai, None, effective_on=TODAY)
    assert codes(refusal) == ["rulebook.past_day"]


@pytest.mark.django_db
def test_backdated_value_is_marked_in_row_and_trail() -> None:
    row = change(make_site(), None, effective_on=TODAY - datetime.timedelta(30), is_backdating=True)
    assert row.is_backdated
    assert Event.objects.get().after["is_backdated"] is True


@pytest.mark.django_db
def test_value_for_the_same_day_replaces_and_keeps_the_old_one() -> None:
    site = make_site()
    first = change(site, None)
    change(site, None, value=40, reason="Better")
    first.refresh_from_db()
    assert first.is_replaced
    assert first.value == 30
    assert rulebook.value(KEY, site, on=NEXT) == 40


@pytest.mark.django_db
def test_change_that_changes_nothing_is_refused() -> None:
    site = make_site()
    change(site, None)
    with pytest.raises(RuleViolation) as refusal:
        change(site, None, effective_on=NEXT + datetime.timedelta(5))
    assert codes(refusal) == ["rulebook.same_value"]


@pytest.mark.django_db
def test_ending_a_site_value_lets_it_follow_the_company_again() -> None:
    site = make_site()
    change(None, None, value=25, effective_on=TODAY)
    change(site, None)
    end = NEXT + datetime.timedelta(31)
    change(site, None, value=None, effective_on=end, reason="Same for all")
    assert [rulebook.value(KEY, site, on=day) for day in (TODAY, NEXT, end)] == [25, 30, 25]


@pytest.mark.django_db
def test_planned_value_is_withdrawn_and_stays_in_the_history() -> None:
    site = make_site()
    row = change(site, None)
    director = make_user(PostCode.DIRECTOR, site=site)
    withdraw_value(row, reason="Contract fell through", actor=director)
    row.refresh_from_db()
    assert rulebook.value(KEY, site, on=NEXT) == 20
    assert (row.withdrawn_by, row.withdrawn_reason) == (director, "Contract fell through")
    assert Event.objects.filter(verb="rulebook.value.withdrawn", actor=director).exists()
    change(site, director)  # its day is free again


@pytest.mark.django_db
def test_value_that_has_begun_is_not_withdrawn() -> None:
    row = change(make_site(), None, effective_on=TODAY)
    with pytest.raises(RuleViolation) as refusal:
        withdraw_value(row, reason="Oh", actor=None)
    assert codes(refusal) == ["rulebook.already_begun"]


@pytest.mark.django_db
def test_value_is_withdrawn_once_with_a_reason_by_those_who_may() -> None:
    site = make_site()
    row = change(site, None)
    with pytest.raises(PermissionDenied):
        withdraw_value(row, reason="r", actor=make_user(PostCode.AGENT, site=site))
    with pytest.raises(RuleViolation) as refusal:
        withdraw_value(row, reason="", actor=None)
    assert codes(refusal) == ["rulebook.no_reason"]
    withdraw_value(row, reason="r", actor=None)
    with pytest.raises(RuleViolation) as refusal:
        withdraw_value(row, reason="r", actor=None)
    assert codes(refusal) == ["rulebook.already_withdrawn"]


@pytest.mark.django_db
def test_stale_form_is_told_who_changed_what() -> None:
    site = make_site()
    seen = state(KEY, site)
    other = make_user(PostCode.DIRECTOR, site=site, name="Wang Li")
    change(site, other, value=45)
    with pytest.raises(RuleViolation) as refusal:
        change(site, None, seen=seen)
    assert codes(refusal) == ["rulebook.changed_meanwhile"]
    assert "Wang Li set 45 s from 2026-12-01" in refusal.value.sentences[0]
    seen = state(KEY, site)
    withdraw_value(RuleValue.objects.get(), reason="r", actor=None)
    with pytest.raises(RuleViolation) as refusal:
        change(site, None, seen=seen)
    assert codes(refusal) == ["rulebook.withdrawn_meanwhile"]


@pytest.mark.django_db
def test_listeners_hear_which_days_are_different(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[changes.ValueChange] = []
    monkeypatch.setattr(changes, "_listeners", [])
    changes.on_value_changed(heard.append)
    site = make_site()
    past = TODAY - datetime.timedelta(10)
    row = change(site, None)
    change(site, None, value=25, effective_on=past, is_backdating=True)
    withdraw_value(row, reason="r", actor=None)
    assert [(c.key, c.site, c.start, c.end, c.old, c.new) for c in heard] == [
        (KEY, site, NEXT, None, 20, 30),
        (KEY, site, past, NEXT, 20, 25),
        (KEY, site, NEXT, None, 30, 25),
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_directors_with_the_same_form_one_is_told() -> None:
    site = make_site()
    directors = [make_user(PostCode.DIRECTOR, site=site) for _ in range(2)]
    seen = state(KEY, site)
    ended = outcomes(
        partial(change, site, directors[0], value=30, seen=seen),
        partial(change, site, directors[1], value=40, seen=seen),
    )
    assert ended == ["done", "rulebook.changed_meanwhile"]
    assert RuleValue.objects.standing().count() == 1
