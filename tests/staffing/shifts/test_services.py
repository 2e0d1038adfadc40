"""Shift types and rotations: added, changed, taken out of use, undone; each with its trail."""

import datetime
import threading
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from callcenter.people.models import Site
from staffing.shifts import services
from staffing.shifts.models import Rotation, ShiftType
from staffing.shifts.selectors import crew_days, preview
from staffing.shifts.services import RotationFacts, ShiftFacts
from tests.factories import make_site, make_user
from tests.refusals import codes
from tests.staffing.factories import make_assignment, make_shift_type, parts

pytestmark = pytest.mark.django_db
DAY = ShiftFacts(code="D", name="Day", name_zh="白班", work="08:00–16:30", meals="12:00–12:30")
FOUR_TWO = RotationFacts("4-2", "Four on, two off", datetime.date(2026, 1, 5), "D*4 -*2", crews=3)


@pytest.fixture
def site() -> Site:
    return make_site()


@pytest.fixture
def director(site: Site) -> User:
    return make_user(PostCode.DIRECTOR, site=site)


def test_a_director_adds_a_shift_type(site: Site, director: User) -> None:
    kind = services.create_shift_type(site, DAY, actor=director)
    assert kind.parts == parts("08:00-12:00 12:00-12:30m 12:30-16:30")
    event = Event.objects.about(kind).get()
    assert event.verb == "shifts.type.created"
    assert event.after is not None
    assert event.after["work"] == "08:00–16:30"


@pytest.mark.parametrize(
    "post", [PostCode.AGENT, PostCode.SHIFT_LEADER, PostCode.CENTER_MANAGER, PostCode.HR]
)
def test_others_may_not(post: PostCode, site: Site) -> None:
    with pytest.raises(PermissionDenied):
        services.create_shift_type(site, DAY, actor=make_user(post, site=site))


def test_a_director_of_another_site_may_not(site: Site) -> None:
    with pytest.raises(PermissionDenied):
        services.create_shift_type(site, DAY, actor=make_user(PostCode.DIRECTOR))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "d"}, "shifts.code_taken"),
        ({"code": "-"}, "shifts.code_is_off"),
        ({"code": "休"}, "shifts.code_is_off"),
        ({"code": "E/1"}, "shifts.code_unreadable"),
        ({"work": ""}, "shifts.no_work"),
        ({"work": "later"}, "shifts.not_times"),
        ({"work": "08:00–20:00, 07:00–09:00"}, "shifts.too_long"),
        ({"meals": "18:00–18:30"}, "shifts.outside_work"),
    ],
)
def test_a_shift_type_is_refused_with_its_reason(
    changes: dict[str, Any], code: str, site: Site, director: User
) -> None:
    services.create_shift_type(site, DAY, actor=director)
    with pytest.raises(RuleViolation) as refusal:
        services.create_shift_type(site, replace(DAY, **({"code": "E"} | changes)), actor=director)
    assert code in codes(refusal)
    assert all(refusal.value.sentences)


def test_changing_times_moves_no_shift_of_a_roster(director: User, site: Site) -> None:
    kind = services.create_shift_type(site, DAY, actor=director)
    standing = make_assignment(None, shift_type=kind, site=site)
    before = standing.segments
    services.change_shift_type(kind, replace(DAY, work="09:00–17:30"), actor=director)
    standing.refresh_from_db()
    assert standing.segments == before


def test_a_change_is_undone_as_long_as_it_stands(site: Site, director: User) -> None:
    kind = services.create_shift_type(site, DAY, actor=director)
    kind = services.change_shift_type(kind, replace(DAY, work="09:00–17:30", colour="red"), actor=director)
    event = services.last_change(kind, "shifts.type.changed", services.shift_facts(kind))
    assert event is not None
    assert event.before == {"work": "08:00–16:30", "colour": "blue"}
    kind = services.undo_shift_type(kind, event=event, actor=director)
    assert services.shift_facts(kind)["work"] == "08:00–16:30"
    with pytest.raises(RuleViolation) as refusal:
        services.undo_shift_type(kind, event=event, actor=director)
    assert codes(refusal) == ["shifts.nothing_to_undo"]


def test_a_form_that_was_opened_before_somebody_else_saved_is_refused(site: Site, director: User) -> None:
    kind = services.create_shift_type(site, DAY, actor=director)
    seen = services.shift_facts(kind)
    services.change_shift_type(kind, replace(DAY, name="Early"), actor=director, expected=seen)
    with pytest.raises(RuleViolation) as refusal:
        services.change_shift_type(kind, replace(DAY, name="Late"), actor=director, expected=seen)
    assert codes(refusal) == ["people.stale"]


def test_a_shift_type_of_a_rotation_stays_in_use(site: Site, director: User) -> None:
    kind = services.create_shift_type(site, DAY, actor=director)
    rotation = services.create_rotation(site, FOUR_TWO, actor=director)
    with pytest.raises(RuleViolation) as refusal:
        services.switch_shift_type(kind, is_active=False, actor=director)
    assert codes(refusal) == ["shifts.in_rotation"]
    services.switch_rotation(rotation, is_active=False, actor=director)
    assert not services.switch_shift_type(kind, is_active=False, actor=director).is_active
    with pytest.raises(RuleViolation) as refusal:
        services.switch_rotation(rotation, is_active=True, actor=director)
    assert codes(refusal) == ["shifts.no_such_shift"]
    verbs = set(Event.objects.about(kind).values_list("verb", flat=True))
    assert "shifts.type.deactivated" in verbs


def test_a_rotation_works_in_december_and_on_the_31st(site: Site, director: User) -> None:
    services.create_shift_type(site, DAY, actor=director)
    rotation = services.create_rotation(site, FOUR_TWO, actor=director)
    days = dict(crew_days(rotation, 0, datetime.date(2026, 12, 28), datetime.date(2027, 1, 3)))
    worked = ["D" if kind else "-" for kind in days.values()]
    since = (datetime.date(2026, 12, 28) - FOUR_TWO.anchor_on).days % 6
    assert worked == ["DDDD--"[(since + step) % 6] for step in range(7)]
    assert datetime.date(2026, 12, 31) in days


def test_every_day_of_five_crews_has_two_on_each_shift(site: Site, director: User) -> None:
    for code, work in (("E", "6-14"), ("L", "14-22"), ("N", "22-6")):
        services.create_shift_type(site, ShiftFacts(code, code, work), actor=director)
    facts = RotationFacts("5x3", "Five crews", datetime.date(2026, 1, 5), "E E L L N N - - - -", crews=5)
    rotation = services.create_rotation(site, facts, actor=director)
    cycle = [each.shift_type for each in services.places_of(rotation)]
    found = preview(
        cycle,
        crews=5,
        anchor=facts.anchor_on,
        first=datetime.date(2026, 12, 20),
        minutes={"E": 480, "L": 480, "N": 480},
    )
    assert dict(found.heads) == {code: [1] * 31 for code in "ELN"}
    assert found.weekly_hours == "33:36"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cycle": "- -"}, "shifts.empty_cycle"),
        ({"cycle": "D X"}, "shifts.no_such_shift"),
        ({"cycle": "D*400 D"}, "shifts.cycle_too_long"),
        ({"cycle": "D*x"}, "shifts.not_a_place"),
        ({"crews": 7}, "shifts.too_many_crews"),
    ],
)
def test_a_rotation_is_refused_with_its_reason(
    changes: dict[str, object], code: str, site: Site, director: User
) -> None:
    services.create_shift_type(site, DAY, actor=director)
    with pytest.raises(RuleViolation) as refusal:
        services.create_rotation(site, replace(FOUR_TWO, **changes), actor=director)  # type: ignore[arg-type]
    assert code in codes(refusal)
    assert all(refusal.value.sentences)


def test_a_change_of_a_rotation_is_undone(site: Site, director: User) -> None:
    services.create_shift_type(site, DAY, actor=director)
    rotation = services.create_rotation(site, FOUR_TWO, actor=director)
    changed = replace(FOUR_TWO, cycle="D*5 -*2", anchor_on=datetime.date(2026, 2, 2))
    rotation = services.change_rotation(rotation, changed, actor=director)
    event = services.last_change(rotation, "shifts.rotation.changed", services.rotation_facts(rotation))
    rotation = services.undo_rotation(rotation, event=event, actor=director)
    assert services.rotation_facts(rotation)["cycle"] == "D D D D - -"
    assert rotation.anchor_on == FOUR_TWO.anchor_on


def test_sites_see_their_own_shift_types(site: Site) -> None:
    make_shift_type(site, "D")
    make_shift_type(make_site(), "X")
    agent = make_user(PostCode.AGENT, site=site)
    assert [kind.code for kind in ShiftType.objects.visible_to(agent)] == ["D"]
    assert not Rotation.objects.visible_to(agent).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_the_same_code_at_once_one_gets_a_sentence() -> None:
    site = make_site()
    directors = [make_user(PostCode.DIRECTOR, site=site) for _each in range(2)]
    start, answers = threading.Barrier(2), []

    def add(actor: User) -> None:
        start.wait()
        try:
            services.create_shift_type(site, DAY, actor=actor)
            answers.append("added")
        except RuleViolation as refusal:
            answers.append(refusal.objections[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=(actor,)) for actor in directors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["added", "shifts.code_taken"]
    assert ShiftType.objects.count() == 1
