"""Coordination: asked for, minuted, planned, followed up, accepted; nothing closed without what it needs."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callcenter.clocks.models import Clock
from callcenter.objections import RuleViolation
from complaints.workorders.coordination import services
from complaints.workorders.models import CoordinationRequest, CoordinationState
from tests.complaints.workorders.factories import HOUR, Floor, make_floor

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
MINUTES = {"way": "meeting", "participants": "All", "discussion": "d", "consensus": "c", "arrangements": "a"}
END = {"acceptance": "Works", "evaluation": "Good", "lessons": "Talk earlier"}


@pytest.fixture
def floor() -> Floor:
    return make_floor()


def asked(floor: Floor, **changed: Any) -> CoordinationRequest:
    given = {"situation": "s", "purpose": "p", "required_by": timezone.now() + 3 * DAY}
    return services.ask(floor.site, actor=floor.agent.user, **(given | changed))


def refused(act: Any) -> list[str]:
    with pytest.raises(RuleViolation) as caught, transaction.atomic():
        act()
    return [one.code for one in caught.value.objections]


def test_a_request_says_situation_purpose_and_by_when(floor: Floor) -> None:
    found = refused(lambda: asked(floor, situation=" ", purpose="", required_by=timezone.now() - DAY))
    assert found == [
        "workorders.situation_needed",
        "workorders.purpose_needed",
        "workorders.required_in_the_past",
    ]


def test_the_whole_way_to_acceptance(floor: Floor) -> None:
    request, user = asked(floor), floor.coordinator.user
    assert request.coordinator == floor.coordinator
    found = refused(lambda: services.accept(request, actor=user, acceptance="", evaluation="", lessons=""))
    assert found == [
        "workorders.minutes_needed",
        "workorders.plan_needed",
        "workorders.acceptance_needed",
        "workorders.evaluation_needed",
        "workorders.lessons_needed",
    ]
    services.write_minutes(request, actor=user, held_at=timezone.now(), **MINUTES)
    item = services.plan(request, floor.cards, actor=user, task="Open it", due_on=floor.site.today() + DAY)
    assert refused(lambda: services.accept(request, actor=user, **END)) == ["workorders.plan_open"]
    services.report(item, actor=floor.handler.user, progress="Opened", is_done=True)
    request = services.accept(request, actor=user, **END)
    assert request.state == CoordinationState.CLOSED
    assert not Clock.objects.of(request).running().exists()
    assert not Clock.objects.of(item).running().exists()
    assert refused(lambda: services.call_off(request, actor=user, words="x")) == [
        "workorders.coordination_over"
    ]


def test_only_coordinators_and_managers_lead_and_only_its_department_reports(floor: Floor) -> None:
    request = asked(floor)
    item = services.plan(request, floor.cards, actor=floor.director.user, task="t", due_on=floor.site.today())
    for act in (
        lambda: services.accept(request, actor=floor.agent.user, **END),
        lambda: services.report(item, actor=floor.carrier.user, progress="x", is_done=False),
        lambda: services.postpone(item, floor.site.today() + DAY, actor=floor.handler.user),
    ):
        with pytest.raises(PermissionDenied), transaction.atomic():
            act()


def test_a_task_that_fell_behind_asks_for_coordination_anew(floor: Floor) -> None:
    request, user = asked(floor), floor.coordinator.user
    today = floor.site.today()
    item = services.plan(request, floor.cards, actor=user, task="t", due_on=today)
    with time_machine.travel(timezone.now() + DAY, tick=False):
        tomorrow = floor.site.today()
        behind = CoordinationRequest.objects.with_lateness(tomorrow).get(pk=request.pk)
        assert behind.is_behind  # type: ignore[attr-defined]
        assert refused(lambda: services.postpone(item, tomorrow + DAY, actor=user)) == [
            "workorders.recoordinate"
        ]
        services.write_minutes(request, actor=user, held_at=timezone.now(), **MINUTES)
        services.postpone(item, tomorrow + DAY, actor=user)
        behind = CoordinationRequest.objects.with_lateness(tomorrow).get(pk=request.pk)
        assert not behind.is_behind  # type: ignore[attr-defined]
        assert Clock.objects.of(item).running().count() == 1


def test_the_database_closes_nothing_without_acceptance_and_keeps_minutes(floor: Floor) -> None:
    request = asked(floor)
    made = services.write_minutes(request, actor=floor.coordinator.user, held_at=timezone.now(), **MINUTES)
    with pytest.raises(IntegrityError, match="closed_coordination_is_accepted"), transaction.atomic():
        CoordinationRequest.objects.filter(pk=request.pk).update(
            state=CoordinationState.CLOSED, closed_at=timezone.now()
        )
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        type(made).objects.filter(pk=made.pk).update(consensus="Other")


def test_by_page(floor: Floor) -> None:
    request, today = asked(floor), floor.site.today()
    client, handler = Client(), Client()
    client.force_login(floor.coordinator.user)  # type: ignore[arg-type]
    handler.force_login(floor.handler.user)  # type: ignore[arg-type]

    def url(name: str, *more: int) -> str:
        return reverse(f"workorders:coordination-{name}", args=[request.pk, *more])

    held = timezone.now().astimezone(floor.site.zone).strftime("%Y-%m-%dT%H:%M")
    assert client.post(url("minutes"), MINUTES | {"held_at": held}).status_code == 302
    planned = {"department": floor.cards.pk, "task": "Open it", "due_on": today.isoformat()}
    assert client.post(url("plan"), planned).status_code == 302
    item = request.items.get()
    assert "Open it" in handler.get(request.get_absolute_url()).content.decode()
    assert client.post(url("accept"), END).status_code == 422
    assert handler.post(url("task", item.pk), {"progress": "Done", "is_done": "on"}).status_code == 302
    assert client.post(url("accept"), END).status_code == 302
    assert "Talk earlier" in client.get(request.get_absolute_url()).content.decode()


def test_asking_later_than_now_is_needed_by_hours_too(floor: Floor) -> None:
    assert asked(floor, required_by=timezone.now() + HOUR).is_open
