"""Incidents: who hears at once, how grave, the timeline, minutes of interruption, follow-up (S0-18, S2E-1, S2F-22)."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from callcenter.audit.models import Event
from callcenter.clocks.models import Clock
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from staffing.records.actions.models import Action
from staffing.records.actions.services import finish_action, give_action
from staffing.records.incidents import services
from staffing.records.incidents.models import EntryKind, Incident, IncidentEntry, IncidentKind
from staffing.records.incidents.rules import IncidentPolicy, Load, Severity, interrupted, reasons, severity
from staffing.records.incidents.selectors import interruption_minutes, of_shift
from staffing.records.incidents.services import IncidentFacts
from tests.staffing.records.conftest import NOW, TODAY, Place
from tests.staffing.records.factories import make_incident
from tests.staffing.records.test_bulletins import page

UTC, SHANGHAI = datetime.UTC, ZoneInfo("Asia/Shanghai")
HOUR, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("load", "crossed"),
    [
        (Load(waiting=25, usual=10), []),  # exactly 150 % above
        (Load(waiting=26, usual=10), ["incidents.crossed_queue_growth"]),
        (Load(waiting=200), []),
        (Load(waiting=201), ["incidents.crossed_queue_long"]),
        (Load(connect_rate=Decimal(90)), []),
        (Load(connect_rate=Decimal("89.9")), ["incidents.crossed_connect_rate"]),
        (Load(loss_rate=Decimal(5)), []),
        (Load(loss_rate=Decimal("5.1")), ["incidents.crossed_loss_rate"]),
        (Load(wait_seconds=60), []),
        (Load(wait_seconds=61), ["incidents.crossed_wait"]),
        (Load(waiting=5), []),  # no usual queue known
    ],
)
def test_touching_a_threshold_is_not_crossing_it(load: Load, crossed: list[str]) -> None:
    assert [one.code for one in reasons(load, IncidentPolicy())] == crossed


@pytest.mark.parametrize(
    ("load", "is_dangerous", "is_interruption", "expected"),
    [
        (Load(), False, False, Severity.WATCH),
        (Load(wait_seconds=61), False, False, Severity.ALARM),
        (Load(waiting=201), False, False, Severity.CRITICAL),
        (Load(), True, False, Severity.CRITICAL),
        (Load(), False, True, Severity.CRITICAL),
    ],
)
def test_how_grave_an_incident_is(
    load: Load, is_dangerous: bool, is_interruption: bool, expected: Severity
) -> None:
    found = severity(load, IncidentPolicy(), is_dangerous=is_dangerous, is_interruption=is_interruption)
    assert found is expected


def test_minutes_of_interruption_overlap_once_and_split_at_midnight() -> None:
    start = datetime.datetime(2026, 3, 11, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    spans = [
        (start, start + HOUR),
        (start + 30 * MINUTE, start + 90 * MINUTE),
        (start + 45 * MINUTE, start + 50 * MINUTE),
    ]
    days = {datetime.date(2026, 3, 11): 30, datetime.date(2026, 3, 12): 60}
    assert interrupted(spans, SHANGHAI) == days


def test_minutes_of_interruption_are_real_minutes_over_a_clock_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    day = datetime.date(2026, 3, 29)  # one o'clock is followed by three o'clock
    span = (
        datetime.datetime(2026, 3, 29, 1, tzinfo=berlin),
        datetime.datetime(2026, 3, 29, 4, tzinfo=berlin),
    )
    assert interrupted([span], berlin) == {day: 120}


def test_an_agent_reports_and_leaders_hear_at_once(place: Place) -> None:
    answer = page(place.ann.user).post(
        reverse("records:incident-new"), {"kind": "system", "title": "No dial tone", "text": "Since 9:55"}
    )
    incident = Incident.objects.get()
    assert answer.url == incident.get_absolute_url()  # type: ignore[attr-defined]
    assert (incident.starts_at, incident.reported_by, incident.severity) == (NOW, place.ann, 1)
    told = set(Message.objects.filter(kind="records.incident_reported").values_list("recipient", flat=True))
    assert told == {place.leader.user_id, place.director.user_id}
    assert incident.entries.get().text == "Since 9:55"
    assert page(place.bo.user).get(incident.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("kind", "at_once"),
    [
        (IncidentKind.LEAK, True),
        (IncidentKind.ERROR, True),
        (IncidentKind.SAFETY, True),
        (IncidentKind.PEAK, False),
    ],
)
def test_what_the_manual_wants_reported_at_once_leads_to_the_report(
    place: Place, kind: IncidentKind, at_once: bool
) -> None:
    incident = make_incident(place.site, kind=kind)
    shown = page(place.leader.user).get(incident.get_absolute_url()).content.decode()
    assert (reverse("approvals:escalate") in shown) is at_once


def test_an_interruption_is_critical_and_told_as_urgent(place: Place) -> None:
    incident = make_incident(place.site)
    services.change_impact(
        incident,
        actor=place.leader.user,
        is_interruption=True,
        queues=[],
        calls_lost=12,
        load=Load(waiting=7),
    )
    incident.refresh_from_db()
    assert (incident.severity, incident.calls_lost, incident.load) == (3, 12, {"waiting": 7})
    assert Message.objects.filter(kind="records.incident_critical").exists()
    assert Event.objects.get(verb="records.incident.changed").before["severity"] == 1


def test_the_timeline_notes_who_was_notified_when_and_never_changes(place: Place) -> None:
    incident = make_incident(place.site, starts_at=NOW - HOUR)
    entry = services.add_entry(
        incident,
        actor=place.leader.user,
        kind=EntryKind.NOTIFIED,
        text="By phone",
        person=place.director,
        at=NOW - 30 * MINUTE,
    )
    assert (entry.at, entry.recorded_at) == (NOW - 30 * MINUTE, NOW)
    for wrong in (
        lambda: IncidentEntry.objects.filter(pk=entry.pk).update(text="x"),
        lambda: entry.delete(),
        lambda: Incident.objects.filter(pk=incident.pk).update(ends_at=incident.starts_at),
        lambda: Incident.objects.filter(pk=incident.pk).update(closed_at=NOW),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_the_reporter_adds_notes_but_not_measures(place: Place) -> None:
    incident = services.report_incident(
        place.site, IncidentFacts(IncidentKind.SYSTEM, "No dial tone"), actor=place.ann.user
    )
    services.add_entry(incident, actor=place.ann.user, kind=EntryKind.NOTE, text="Still")
    with pytest.raises(PermissionDenied):
        services.add_entry(incident, actor=place.ann.user, kind=EntryKind.MEASURE, text="Restart")


def test_an_incident_is_closed_with_its_end_and_its_cause(place: Place) -> None:
    incident = make_incident(place.site, starts_at=NOW - HOUR)
    with pytest.raises(RuleViolation) as caught:
        services.close_incident(incident, actor=place.leader.user, root_cause=" ")
    assert [one.code for one in caught.value.objections] == ["incidents.not_ended", "incidents.cause_needed"]
    services.end_incident(incident, actor=place.leader.user, ends_at=NOW - 20 * MINUTE)
    with pytest.raises(RuleViolation, match=r"incidents\.has_ended"):
        services.end_incident(incident, actor=place.leader.user)
    services.close_incident(incident, actor=place.leader.user, root_cause="Line of the carrier")
    with pytest.raises(RuleViolation, match=r"incidents\.is_closed"):
        services.add_entry(incident, actor=place.leader.user, kind=EntryKind.NOTE, text="x")


def test_interruption_minutes_of_a_day_count_what_goes_on_until_now(place: Place) -> None:
    make_incident(place.site, starts_at=NOW - 30 * MINUTE, is_interruption=True)
    make_incident(place.site, starts_at=NOW - 45 * MINUTE, is_interruption=True)
    make_incident(place.site, starts_at=NOW - 3 * HOUR)
    assert interruption_minutes(place.site, TODAY, TODAY) == {TODAY: 45}
    before = TODAY - datetime.timedelta(days=1)
    assert interruption_minutes(place.site, before, before) == {}


def test_a_follow_up_has_an_owner_and_a_clock_until_it_is_done(place: Place) -> None:
    incident = make_incident(place.site)
    made = give_action(
        incident, actor=place.leader.user, text="Ask the carrier", owner=place.bo, due_on=TODAY
    )
    clock = Clock.objects.of(made).get()
    assert clock.owner == place.bo.user
    assert clock.due_at == datetime.datetime(2026, 3, 11, 23, 59, 59, tzinfo=SHANGHAI)
    assert page(place.bo.user).get(made.get_absolute_url()).status_code == 200
    with pytest.raises(PermissionDenied):
        finish_action(made, actor=place.ann.user, result="x")
    finish_action(made, actor=place.bo.user, result="Line changed")
    assert not Clock.objects.of(made).running().exists()
    with pytest.raises(RuleViolation, match=r"actions\.done_already"):
        finish_action(made, actor=place.bo.user, result="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=made.pk).update(incident=None)


def test_every_reason_against_an_action_is_told(place: Place) -> None:
    from tests.factories import make_employee

    with pytest.raises(RuleViolation) as caught:
        give_action(
            make_incident(place.site),
            actor=place.leader.user,
            text=" ",
            owner=make_employee(),
            due_on=TODAY - datetime.timedelta(days=1),
        )
    assert [one.code for one in caught.value.objections] == [
        "actions.text_needed",
        "actions.due_is_past",
        "actions.owner_elsewhere",
    ]


def test_what_went_wrong_in_a_shift(place: Place) -> None:
    going = make_incident(place.site, starts_at=NOW - 5 * HOUR)
    over = make_incident(place.site, starts_at=NOW - 5 * HOUR, team=place.other_team)
    services.end_incident(over, actor=None, ends_at=NOW - 4 * HOUR)
    assert of_shift(place.team, NOW - HOUR, NOW) == [going]
    assert of_shift(place.other_team, NOW - 5 * HOUR, NOW) == [going, over]
    assert timezone.now() == NOW


def test_the_list_of_incidents_costs_the_same_for_one_and_for_many(place: Place) -> None:
    client = page(place.leader.user)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("records:incidents"))
        return len(seen)

    make_incident(place.site)
    cost()
    few = cost()
    for _ in range(9):
        make_incident(place.site, team=place.team)
    assert cost() == few
