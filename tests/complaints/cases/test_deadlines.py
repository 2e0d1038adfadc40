"""The six days over a simulated year: every deadline equals a brute-force oracle; the ladder fires each rung once."""

import datetime
import itertools
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.clocks.models import Clock, Rung, RungState
from callcenter.clocks.services import sweep
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.people.models import Site
from callcenter.workcalendar.selectors import open_hours
from complaints.cases import services
from complaints.cases.deadlines import day_end, report_due
from complaints.cases.models import Case, CaseEvent, Severity, State, Step, StepKind
from tests.complaints.factories import make_case, make_center, taken_to
from tests.factories import make_employee, make_site
from tests.rulebook.factories import set_value

pytestmark = pytest.mark.django_db
SHANGHAI, SYDNEY = ZoneInfo("Asia/Shanghai"), ZoneInfo("Australia/Sydney")
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)


def oracle(site: Site, start: datetime.datetime, days: int, *, working: bool) -> datetime.datetime:
    """Day by day on the wall calendar, in the plainest way."""
    on = start.astimezone(site.zone).date()
    hours = open_hours(site, on)
    counted = 0
    while counted < days:
        on += DAY
        plan = hours.plan(on)
        counted += not working or (bool(plan.intervals) and not plan.is_holiday)
    return datetime.datetime.combine(on, datetime.time(23, 59, 59), site.zone)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Australia/Sydney", "Europe/Berlin"])
@pytest.mark.parametrize("calendar", ["calendar", "working"])
def test_a_year_of_acceptances_is_due_when_the_oracle_says(zone: str, calendar: str) -> None:
    site = make_site(time_zone=zone)
    start = datetime.datetime(2026, 1, 1, tzinfo=ZoneInfo(zone))
    if calendar == "working":
        set_value("complaint.sla_calendar", calendar, site, start.date())
    wall_times = [datetime.time(2, 30), datetime.time(23, 59, 59)]
    for day, at in itertools.product(range(366), wall_times):
        accepted_at = datetime.datetime.combine(start.date() + day * DAY, at, site.zone)
        for days in (0, 6):
            assert day_end(site, accepted_at, days) == oracle(
                site, accepted_at, days, working=calendar == "working"
            )


@pytest.mark.parametrize(
    ("from_acceptance", "days_after", "expected"),
    [
        (False, 0, datetime.datetime(2026, 3, 5, 23, 59, 59)),
        (
            False,
            3,
            datetime.datetime(2026, 3, 8, 23, 59, 59),
        ),  # three days after it, and the day of the complaint itself
        (False, 5, datetime.datetime(2026, 3, 8, 23, 59, 59)),  # never after the complaint (A1)
        (True, 3, datetime.datetime(2026, 3, 5, 23, 59, 59)),
    ],
)
def test_the_report_is_due_three_days_after_the_investigation_and_never_after_the_complaint(
    from_acceptance: bool, days_after: int, expected: datetime.datetime
) -> None:
    site = make_site(time_zone="Asia/Shanghai")
    accepted_at = datetime.datetime(2026, 3, 2, 9, 15, tzinfo=SHANGHAI)
    if from_acceptance:
        set_value("complaint.report_clock_start", "acceptance", site, accepted_at.date())
    case = make_case(
        site, State.ACCEPTED, received_at=accepted_at, due_at=oracle(site, accepted_at, 6, working=False)
    )
    assert report_due(case, accepted_at + days_after * DAY) == expected.replace(tzinfo=SHANGHAI)


def test_the_ladder_tells_each_person_once_a_rung() -> None:
    """24 h before, undecided, overdue, every day after, the GM after three days: whoever sweeps, however often."""
    center = make_center(time_zone="Asia/Shanghai")
    start = datetime.datetime(2026, 3, 2, 9, 15, tzinfo=SHANGHAI)
    with time_machine.travel(start, tick=False) as clock:
        case = taken_to(center, State.ACCEPTED)
        due_at = case.due_at
        assert due_at is not None
        told: dict[str, list[str]] = {}
        while timezone.now() < due_at + 5 * DAY:
            clock.shift(datetime.timedelta(hours=8))
            sweep()
            sweep()
            services.mark_overdue()
            services.mark_overdue()
    closing = Clock.objects.of(case).get(kind="cases.close")
    fired = list(Rung.objects.filter(clock=closing, state=RungState.FIRED).values_list("step", flat=True))
    assert len(fired) == len(set(fired))
    assert {"near", "undecided", "overdue", "gm"} <= set(fired)
    for message in Message.objects.filter(kind="cases.overdue").select_related("recipient"):
        told.setdefault(message.key, []).append(message.recipient.username)
    rung = {key.split(":")[1]: people for key, people in told.items() if key.startswith(f"{closing.pk}:")}
    assert sorted(rung["overdue"]) == sorted([center.officer.number, center.deputy_gm.number])
    assert sorted(rung["gm"]) == sorted([center.officer.number, center.gm.number])
    assert len([key for key in rung if key.startswith("daily")]) == 5
    case.refresh_from_db()
    assert case.overdue_at == due_at
    assert CaseEvent.objects.filter(case=case, kind="overdue").count() == 1


def test_nobody_is_alarmed_about_a_complaint_that_was_decided_in_time() -> None:
    center = make_center(time_zone="Asia/Shanghai")
    with time_machine.travel(datetime.datetime(2026, 3, 2, 9, 15, tzinfo=SHANGHAI), tick=False) as clock:
        taken_to(center, State.DECIDED)
        clock.shift(5.9 * DAY)
        sweep()
    assert not Message.objects.filter(kind="cases.undecided").exists()


def test_a_serious_complaint_is_due_early_and_its_steps_with_it() -> None:
    center = make_center(time_zone="Asia/Shanghai")
    with time_machine.travel(datetime.datetime(2026, 3, 2, 9, 15, tzinfo=SHANGHAI), tick=False):
        case = taken_to(center, State.ACCEPTED)
        case = services.change_case(case, {"triggers": ["injury"]}, actor=center.user("officer"))
    assert case.severity == Severity.SERIOUS
    assert case.due_at == datetime.datetime(2026, 3, 5, 23, 59, 59, tzinfo=SHANGHAI)
    assert not Step.objects.filter(case=case, due_at__gt=case.due_at).exists()
    running = list(Clock.objects.of(case).running().values_list("kind", flat=True))
    assert running == ["cases.close_serious"]
    assert Message.objects.filter(kind="cases.serious", recipient=center.user("deputy_gm")).count() == 1


def test_steps_of_departments_have_their_days_inside_the_six() -> None:
    center = make_center(time_zone="Asia/Shanghai")
    with time_machine.travel(datetime.datetime(2026, 3, 2, 9, 15, tzinfo=SHANGHAI), tick=False):
        case = taken_to(center, State.ACCEPTED)
    days = {step.kind: step.due_at.astimezone(SHANGHAI).day for step in Step.objects.filter(case=case)}
    assert days == {"register": 2, "check_order": 3, "investigate": 5, "report": 7, "decide": 7, "close": 8}
    register = Step.objects.get(case=case, kind=StepKind.REGISTER)
    assert register.due_at == datetime.datetime(
        2026, 3, 2, 11, 15, tzinfo=SHANGHAI
    )  # from the hotline: two hours


def test_waiting_for_the_customer_stops_the_clock_only_where_the_rulebook_allows_it() -> None:
    center = make_center(time_zone="Asia/Shanghai")
    officer = center.user("officer")
    with time_machine.travel(datetime.datetime(2026, 3, 2, 9, 15, tzinfo=SHANGHAI), tick=False) as clock:
        case = taken_to(center, State.ACCEPTED)
        with pytest.raises(RuleViolation, match=r"clocks\.no_pause"):
            services.wait_for_customer(case, actor=officer, reason="Photographs are to come.")
        set_value("complaint.pause_allowed", True, center.site, datetime.date(2026, 3, 2))
        later = taken_to(center, State.ACCEPTED)
        services.wait_for_customer(later, actor=officer, reason="Photographs are to come.")
        clock.shift(2 * DAY)
        later = services.wait_no_longer(later, actor=officer)
    assert later.due_at == datetime.datetime(2026, 3, 10, 23, 59, 59, tzinfo=SHANGHAI)
    assert Clock.objects.of(later).running().get(kind="cases.close").due_at == later.due_at


def test_the_regulators_deadlines_run_beside_the_six_days() -> None:
    center = make_center(time_zone="Asia/Shanghai")
    set_value("complaint.regulatory_clock", "finance", center.site, datetime.date(2026, 3, 2))
    with time_machine.travel(datetime.datetime(2026, 3, 2, 9, 15, tzinfo=SHANGHAI), tick=False):
        case = taken_to(center, State.ACCEPTED)
    dues = dict(Clock.objects.of(case).running().values_list("kind", "due_at"))
    assert dues == {
        "cases.close": datetime.datetime(2026, 3, 8, 23, 59, 59, tzinfo=SHANGHAI),
        "cases.regulatory_summary": datetime.datetime(2026, 3, 5, 23, 59, 59, tzinfo=SHANGHAI),
        "cases.regulatory_final": datetime.datetime(2026, 4, 27, 23, 59, 59, tzinfo=SHANGHAI),
    }


def test_an_insurers_deadline_is_extended_by_the_line() -> None:
    from callcenter.approvals import services as approvals

    center = make_center(time_zone="Asia/Shanghai")
    set_value("complaint.regulatory_clock", "insurance", center.site, datetime.date(2026, 3, 2))
    with time_machine.travel(datetime.datetime(2026, 3, 2, 9, 15, tzinfo=SHANGHAI), tick=False):
        case = taken_to(center, State.ACCEPTED)
        request = services.ask_for_extension(case, actor=center.user("officer"), reason="An expert is asked.")
        for person in ("director", "manager"):
            approvals.approve(request, actor=center.user(person))
    found = Clock.objects.of(case).running().get(kind__startswith="cases.regulatory")
    assert (found.kind, found.due_at) == (
        "cases.regulatory_complex", datetime.datetime(2026, 4, 1, 23, 59, 59, tzinfo=SHANGHAI),
    )  # fmt: skip


def test_overdue_stays_even_past_the_service() -> None:
    from django.db import IntegrityError, transaction

    case = make_case(make_site(), State.ACCEPTED)
    Case.objects.filter(pk=case.pk).update(overdue_at=case.due_at)
    for fields in ({"overdue_at": None}, {"number": "KS-209901-9999"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**fields)


def test_the_deputy_gm_is_found_above_sites() -> None:
    from complaints.cases.deadlines import holders

    center = make_center()
    other = make_employee(PostCode.DEPUTY_GM)
    assert other.user_id in holders(center.site, PostCode.DEPUTY_GM)
    elsewhere = make_employee(PostCode.CENTER_MANAGER)
    assert elsewhere.user_id not in holders(center.site, PostCode.CENTER_MANAGER)
