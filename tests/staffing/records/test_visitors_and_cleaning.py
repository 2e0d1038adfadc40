"""Visitors come in with approval and a badge (S2E-4); cleaning duties come back and are ticked off (S2E-15)."""

import datetime
import threading
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.urls import reverse

from callcenter.objections import RuleViolation
from callcenter.workcalendar import recurring
from staffing.records import today
from staffing.records.cleaning import selectors as cleaning
from staffing.records.cleaning import services as duties
from staffing.records.cleaning.models import CleaningDuty, CleaningTick
from staffing.records.visitors import services
from staffing.records.visitors.models import Visit
from staffing.records.visitors.selectors import inside, of_shift
from tests.staffing.records.conftest import NOW, TODAY, Place
from tests.staffing.records.test_bulletins import page

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
MONDAY, FRIDAY = datetime.date(2026, 3, 9), datetime.date(2026, 3, 13)


def asked(place: Place, name: str = "Fire inspector", **fields: Any) -> Visit:
    given = {"host": place.ann, "name": name, "reason": "Yearly check", "on": TODAY} | fields
    return services.ask_visit(place.site, actor=None, **given)


def let_in(place: Place, badge: str = "V-1", **fields: Any) -> Visit:
    visit = services.decide_visit(asked(place, **fields), actor=place.leader.user, approve=True)
    return services.let_in(visit, actor=place.leader.user, badge=badge)


def test_a_visitor_is_asked_for_approved_let_in_with_a_badge_and_out(place: Place) -> None:
    host, leader = page(place.ann.user), page(place.leader.user)
    data = {"name": "Fire inspector", "reason": "Yearly check", "on": TODAY.isoformat()}
    visit_url = host.post(reverse("records:visit-new"), data).url  # type: ignore[attr-defined]
    visit = Visit.objects.get()
    assert visit.host == place.ann
    leader.post(reverse("records:visit-decide", args=[visit.pk]), {"act": "approve"})
    leader.post(reverse("records:visit-in", args=[visit.pk]), {"badge": "V-7"})
    assert [(one.name, one.badge) for one in inside(place.site)] == [("Fire inspector", "V-7")]
    assert of_shift(place.team, NOW - HOUR, NOW + HOUR) == [visit]
    leader.post(reverse("records:visit-out", args=[visit.pk]))
    assert inside(place.site) == []
    assert "V-7" in host.get(visit_url).content.decode()


def test_nobody_comes_in_without_approval_a_badge_or_on_another_day(place: Place) -> None:
    visit = asked(place, on=TODAY + DAY)
    with pytest.raises(RuleViolation) as caught:
        services.let_in(visit, actor=place.leader.user, badge=" ")
    assert [one.code for one in caught.value.objections] == [
        "visitors.not_approved",
        "visitors.another_day",
        "visitors.badge_needed",
    ]


def test_nobody_approves_their_own_visitor_and_agents_approve_none(place: Place) -> None:
    for visit, actor in ((asked(place, host=place.leader), place.leader), (asked(place), place.ann)):
        with pytest.raises(PermissionDenied):
            services.decide_visit(visit, actor=actor.user, approve=True)


def test_agents_ask_only_for_their_own_visitors(place: Place) -> None:
    with pytest.raises(PermissionDenied):
        services.ask_visit(
            place.site, actor=place.ann.user, host=place.bo, name="Friend", reason="Lunch", on=TODAY
        )


def test_every_reason_against_a_visit_is_told(place: Place) -> None:
    with pytest.raises(RuleViolation) as caught:
        asked(place, name=" ", reason="", on=TODAY - DAY)
    assert [one.code for one in caught.value.objections] == [
        "visitors.name_needed",
        "visitors.reason_needed",
        "visitors.day_is_past",
    ]


def test_visits_that_wait_are_on_the_leader_s_today(place: Place) -> None:
    asked(place)
    assert len(today.visitors(_home(place))) == 1


def test_the_database_refuses_a_badge_out_twice_and_a_visitor_without_one(place: Place) -> None:
    first, second = let_in(place), asked(place)
    for wrong in (
        lambda: Visit.objects.filter(pk=second.pk).update(badge="V-1", in_at=NOW),
        lambda: Visit.objects.filter(pk=second.pk).update(in_at=NOW),
        lambda: Visit.objects.filter(pk=first.pk).update(out_at=NOW - HOUR),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


@pytest.mark.django_db(transaction=True)
def test_one_badge_goes_to_one_of_two_visitors_at_the_same_moment(place: Place) -> None:
    visits = [
        services.decide_visit(asked(place, name), actor=place.leader.user, approve=True)
        for name in ("A", "B")
    ]
    start, answers = threading.Barrier(2), []

    def enter(visit: Visit) -> None:
        start.wait()
        try:
            services.let_in(visit, actor=place.leader.user, badge="V-1")
            answers.append("in")
        except RuleViolation as refusal:
            answers.append(refusal.objections[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=[visit]) for visit in visits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["in", "visitors.badge_is_out"]


def test_the_manuals_duties_are_on_the_calendar_before_and_after_a_site_takes_them_over(place: Place) -> None:
    def days() -> dict[str, list[datetime.date]]:
        found: dict[str, list[datetime.date]] = {}
        for one in recurring.occurrences(place.site, MONDAY, MONDAY + 6 * DAY):
            if one.duty.key.startswith("room."):
                found.setdefault(one.duty.key, []).append(one.on)
        return found

    assert days() == {"room.cleaning": [MONDAY], "room.plants": [FRIDAY]}
    assert duties.take_standard_duties(place.site, actor=place.leader.user) == 2
    assert duties.take_standard_duties(place.site, actor=place.leader.user) == 0
    CleaningDuty.objects.filter(code="plants").update(weekday=3)
    duties.add_duty(place.site, actor=place.leader.user, code="fridge", name="Fridge", weekday=1)
    assert days() == {
        "room.cleaning": [MONDAY],
        "room.plants": [FRIDAY - DAY],
        "room.other_cleaning": [MONDAY + DAY],
    }


def test_a_duty_nobody_ticked_off_is_overdue_the_next_day(place: Place) -> None:
    with time_machine.travel(NOW - 2 * DAY, tick=False):  # Monday
        duties.take_standard_duties(place.site, actor=None)
        assert cleaning.overdue(place.site) == []
    duty = CleaningDuty.objects.get(code="changing-room")
    assert [(one.duty, one.on) for one in cleaning.overdue(place.site)] == [(duty, MONDAY)]
    assert [todo.tone for todo in today.cleaning(_home(place))] == ["late"]
    answer = page(place.leader.user).post(reverse("records:cleaning-tick", args=[duty.pk, "2026-03-09"]))
    assert answer.status_code == 302
    assert cleaning.overdue(place.site) == []
    assert CleaningTick.objects.get().done_by == place.leader


def test_a_duty_is_ticked_off_on_its_days_once_and_never_ahead(place: Place) -> None:
    duty = duties.add_duty(place.site, actor=None, code="desk", name="Desks", weekday=2)
    for day in (TODAY - DAY, TODAY + 7 * DAY, TODAY - 7 * DAY):
        with pytest.raises(RuleViolation, match=r"cleaning\.not_due_then"):
            duties.tick_off(duty, day, actor=place.leader.user)
    tick = duties.tick_off(duty, TODAY, actor=place.leader.user)
    with pytest.raises(RuleViolation, match=r"cleaning\.done_already"):
        duties.tick_off(duty, TODAY, actor=place.leader.user)
    for wrong in (
        lambda: CleaningTick.objects.create(duty=duty, on=TODAY),
        lambda: CleaningTick.objects.filter(pk=tick.pk).update(note="x"),
        lambda: CleaningDuty.objects.filter(pk=duty.pk).update(weekday=7),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_the_team_of_a_duty_ticks_it_off_and_other_agents_do_not(place: Place) -> None:
    duty = duties.add_duty(
        place.site, actor=place.director.user, code="desk", name="Desks", weekday=2, team=place.team
    )
    with pytest.raises(PermissionDenied):
        duties.tick_off(duty, TODAY, actor=place.cai.user)
    assert duties.tick_off(duty, TODAY, actor=place.ann.user).pk
    assert [one.on for one in cleaning.of_shift(place.team, NOW, NOW + HOUR)] == [TODAY]
    assert cleaning.of_shift(place.other_team, NOW, NOW + HOUR) == []


def test_a_duty_out_of_use_is_neither_due_nor_overdue(place: Place) -> None:
    duty = duties.add_duty(place.site, actor=None, code="desk", name="Desks", weekday=1, since=MONDAY)
    assert len(cleaning.overdue(place.site)) == 1
    duties.switch_duty(duty, actor=place.leader.user, is_active=False)
    assert cleaning.overdue(place.site) == []
    duties.switch_duty(duty, actor=place.leader.user, is_active=True)  # from today on
    assert cleaning.overdue(place.site) == []


def _home(place: Place) -> Any:
    request = RequestFactory().get("/")
    request.user = place.leader.user  # type: ignore[assignment]
    request.site = place.site  # type: ignore[attr-defined]
    return request
