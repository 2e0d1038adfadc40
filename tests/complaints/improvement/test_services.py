"""From the verdict to the measured effect: opened, planned, done, verified, measured, opened again (S2A-23(5), S2A-27)."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from callcenter.clocks.services import running_clock
from complaints.cases.decisions.models import Findings
from complaints.cases.dossier import CauseClass
from complaints.cases.states import State
from complaints.improvement import services
from complaints.improvement.deadlines import ACTION
from complaints.improvement.models import Improvement, ImprovementState, Measurement
from reports.models import DaySum, Dimension
from tests.complaints.factories import make_case
from tests.complaints.liability.factories import House, a_case
from tests.refusals import refused, refused_by_the_database

WEEK = datetime.timedelta(weeks=1)


def opened(house: House, **fields: Any) -> Improvement | None:
    cause = CauseClass.objects.get_or_create(
        code="delay-of-x", defaults={"family": "service", "name": "Delay"}
    )[0]
    case = a_case(house, State.DECIDED, cause=cause)
    verdict = {"is_improvement_tracked": True, "is_human_negligence": False}
    Findings.objects.create(case=case, originating_unit=house.department, **(verdict | fields))
    services.case_moved(case, "decide", house.deputy.user)
    return Improvement.objects.filter(case=case).first()


def planned(house: House) -> Improvement:
    found = opened(house)
    assert found is not None
    return services.plan(
        found, actor=house.officer.user, root_cause="No script", action="Write one", owner=house.ann,
        due_on=datetime.date(2026, 11, 9),
    )  # fmt: skip


def verified(house: House) -> Improvement:
    done = services.finish(planned(house), actor=house.ann.user, evidence="Script 12")
    return services.verify(done, actor=house.officer.user, is_done=True, words="Seen")


def complaints(house: House, improvement: Improvement, before: int, after: int) -> None:
    """So many of the cause around the action; the complaint of the improvement itself is one of those before."""
    now = timezone.now()
    for _ in range(before - 1):
        make_case(house.site, cause=improvement.cause, owner=house.officer, received_at=now - 2 * WEEK)
    for _ in range(after):
        make_case(house.site, cause=improvement.cause, owner=house.officer, received_at=now + 2 * WEEK)


def test_a_tracked_verdict_opens_an_improvement_once(house: House) -> None:
    found = opened(house)
    assert found is not None
    assert (found.state, found.owner, found.department) == (
        ImprovementState.OPEN,
        house.officer,
        house.department,
    )
    services.case_moved(found.case, "decide", house.deputy.user)
    assert Improvement.objects.count() == 1
    assert running_clock(ACTION, found) is not None


@pytest.mark.parametrize(
    "verdict",
    [
        {"is_improvement_tracked": False},
        {"is_improvement_tracked": None},
        {"is_improvement_tracked": False, "is_human_negligence": True},
    ],
)
def test_negligence_and_an_untracked_verdict_open_none(house: House, verdict: dict[str, Any]) -> None:
    assert opened(house, **verdict) is None


def test_it_is_planned_done_by_its_owner_and_verified_by_another(house: House) -> None:
    improvement = planned(house)
    clock = running_clock(ACTION, improvement)
    assert clock is not None
    assert clock.due_at == datetime.datetime(2026, 11, 9, 23, 59, 59, tzinfo=house.site.zone)
    with pytest.raises(PermissionDenied):
        services.finish(improvement, actor=house.bo.user, evidence="x")
    done = services.finish(improvement, actor=house.ann.user, evidence="Script 12")
    assert running_clock(ACTION, done) is None
    with pytest.raises(PermissionDenied):
        services.verify(done, actor=house.ann.user, is_done=True, words="x")
    assert services.verify(done, actor=house.officer.user, is_done=True, words="Seen").state == "verified"


def test_the_service_department_does_not_verify_what_it_has_done_itself(house: House) -> None:
    done = services.finish(planned(house), actor=house.officer.user, evidence="Script 12")
    with pytest.raises(PermissionDenied):
        services.verify(done, actor=house.officer.user, is_done=True, words="x")
    services.verify(done, actor=house.director.user, is_done=True, words="Seen")


def test_what_is_not_done_goes_back_to_its_owner(house: House) -> None:
    done = services.finish(planned(house), actor=house.ann.user, evidence="Script 12")
    back = services.verify(done, actor=house.officer.user, is_done=False, words="It is empty")
    assert (back.state, back.done_at) == (ImprovementState.PLANNED, None)
    assert running_clock(ACTION, back) is not None


def test_a_plan_is_refused_for_every_reason(house: House) -> None:
    found = opened(house)
    assert found is not None
    given = {
        "root_cause": " ",
        "action": " ",
        "owner": make_elsewhere(),
        "due_on": datetime.date(2026, 11, 1),
    }
    assert refused(services.plan, found, actor=house.officer.user, **given) == [
        "improvement.words_needed", "improvement.words_needed", "improvement.due_is_past",
        "improvement.owner_elsewhere",
    ]  # fmt: skip
    with pytest.raises(PermissionDenied):
        services.plan(found, actor=house.ann.user, **given)
    assert refused(services.finish, found, actor=house.officer.user, evidence="x") == [
        "improvement.wrong_state"
    ]


def make_elsewhere() -> Any:
    from tests.factories import make_employee

    return make_employee()


@pytest.mark.parametrize(
    ("before", "after", "state", "rounds"),
    [(10, 7, ImprovementState.EFFECTIVE, 1), (10, 8, ImprovementState.OPEN, 2)],
)
def test_the_effect_is_measured_on_later_complaints_of_the_cause(
    house: House, before: int, after: int, state: ImprovementState, rounds: int
) -> None:
    improvement = verified(house)
    complaints(house, improvement, before, after)
    make_case(house.site, owner=house.officer, received_at=timezone.now() + WEEK)  # another cause
    end = timezone.now() + 8 * WEEK
    with time_machine.travel(end - datetime.timedelta(days=1), tick=False):
        assert services.measure_due() == 0
    with time_machine.travel(end, tick=False):
        assert services.measure_due() == 1
        assert services.measure_due() == 0
    improvement.refresh_from_db()
    assert (improvement.state, improvement.round) == (state, rounds)
    found = Measurement.objects.get()
    assert (found.before, found.after) == (before, after)


def calls_each_day(house: House, before: int, after: int) -> None:
    """So many calls on each of the eight weeks before today, and on each from today on."""
    today = house.site.today()
    DaySum.objects.bulk_create(
        DaySum(
            site=house.site,
            day=today + datetime.timedelta(days=number),
            dimension=Dimension.SITE,
            offered=after if number >= 0 else before,
        )
        for number in range(-56, 56)
    )


@pytest.mark.parametrize(
    ("per_day", "state"), [((100, 200), ImprovementState.EFFECTIVE), ((100, 100), ImprovementState.OPEN)]
)
def test_the_effect_is_measured_per_thousand_calls_where_the_site_counts_calls(
    house: House, per_day: tuple[int, int], state: ImprovementState
) -> None:
    improvement = verified(house)
    complaints(house, improvement, 10, 10)
    calls_each_day(house, *per_day)
    with time_machine.travel(timezone.now() + 8 * WEEK, tick=False):
        services.measure_due()
        page = as_(house.officer).get(improvement.get_absolute_url()).content.decode()
    improvement.refresh_from_db()
    assert improvement.state == state
    found = Measurement.objects.get()
    assert (found.calls_before, found.calls_after) == (56 * per_day[0], 56 * per_day[1])
    assert "Complaints per 1,000 calls" in page
    assert f"{10_000 / (56 * per_day[0]):.2f}" in page


def test_a_late_improvement_is_found_marked_and_on_today_of_its_owner(house: House) -> None:
    late, other = planned(house), planned(house)
    Improvement.objects.filter(pk=other.pk).update(
        due_on=house.site.today() + 90 * datetime.timedelta(days=1)
    )
    with time_machine.travel(timezone.now() + 8 * WEEK, tick=False):
        officer = as_(house.officer)
        page = officer.get("/complaints/improvement/", {"late": "true"}).content.decode()
        assert late.number in page
        assert other.number not in page
        assert "days late" in page
        assert "days late" in officer.get(late.get_absolute_url()).content.decode()
        listed = officer.get("/api/v1/complaints/improvements/", {"late": "true"}).json()["results"]
        assert [(one["number"], one["is_late"]) for one in listed] == [(late.number, True)]
        home = as_(house.ann).get("/").content.decode()
        assert home.count(str(late)) == 1  # with its deadline, and not a second time as work
        clock = running_clock(ACTION, late)
        assert clock is not None
        assert clock.get_absolute_url() in home
        services.finish(late, actor=house.ann.user, evidence="Script 12")
        assert list(Improvement.objects.late()) == []


def test_what_is_not_effective_is_opened_again_with_a_new_deadline(house: House) -> None:
    improvement = verified(house)
    complaints(house, improvement, 1, 1)
    with time_machine.travel(timezone.now() + 8 * WEEK, tick=False):
        services.measure_due()
        improvement.refresh_from_db()
        assert improvement.due_on == datetime.date(2027, 1, 11)
        assert running_clock(ACTION, improvement) is not None


def test_the_database_refuses_what_gets_past_the_services(house: House) -> None:
    improvement = verified(house)
    change = Improvement.objects.filter(pk=improvement.pk).update
    refused_by_the_database("planned_improvement_says_cause_and_action", change, action="")
    refused_by_the_database("done_improvement_has_evidence", change, evidence="")
    refused_by_the_database("nobody_verifies_what_they_have_done", change, done_by=improvement.verified_by)
    refused_by_the_database("effect_is_measured_after_verification", change, verified_at=None)
    made = services.measure(improvement.pk, 8)
    assert made is not None
    refused_by_the_database(
        "effect_is_measured_by_calls_of_both_sides",
        Measurement.objects.create,
        improvement=improvement, round=9, weeks=8, action_on=made.action_on, before=1, after=1, calls_before=5,
        is_effective=False, measured_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Measurement.objects.filter(pk=made.pk).update(after=0)


def as_(who: Any) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def test_the_pages_run_through_and_take_constant_queries(house: House) -> None:
    found = opened(house)
    assert found is not None
    officer = as_(house.officer)
    plan = {
        "root_cause": "No script",
        "action": "Write one",
        "owner": house.ann.number,
        "due_on": "2026-11-09",
    }

    def act(client: Client, verb: str, **data: str) -> int:
        return client.post(reverse("improvement:act", args=[found.pk, verb]), data).status_code

    assert act(officer, "plan") == 422
    assert act(officer, "plan", **plan) == 302
    assert act(as_(house.ann), "finish", evidence="Script 12") == 302
    assert act(officer, "verify", is_done="yes", words="Seen") == 302
    assert act(officer, "nonsense") == 404
    for who in (house.officer, house.ann, house.gm):
        assert as_(who).get(found.get_absolute_url()).status_code == 200
    assert as_(house.bo).get(found.get_absolute_url()).status_code == 404
    assert officer.get(reverse("improvement:causes"), {"days": "365"}).status_code == 200
    pages = [reverse("improvement:improvements"), "/api/v1/complaints/improvements/"]

    def count(url: str) -> int:
        officer.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(url).status_code == 200
        return len(queries)

    few = [count(url) for url in pages]
    for _ in range(12):
        opened(house)
    assert [count(url) for url in pages] == few
