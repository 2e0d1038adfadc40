"""Complaints in day sums and reports: counted by hand, the same when counted again, overdue ones named, nothing shown to whom they concern."""

import datetime
import io

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callcenter.access.posts import PostCode
from callcenter.clocks.models import Clock
from callcenter.measures import registry
from complaints.cases import services as cases
from complaints.cases.deadlines import REPORT
from complaints.cases.measures import counts_of_day
from complaints.cases.models import Case, State
from complaints.surveys import measures as surveys
from complaints.surveys.callbacks import services as callbacks
from reports.daily.data import as_data
from reports.daily.differences import revised
from reports.daily.report import build
from reports.documents import delivery, kinds
from reports.models import DayRevision, FigureVersion, ReportedDay, StaleDay
from reports.rollups import counts, services
from reports.rollups.periods import Kind, period_of
from tests.complaints.factories import make_case, make_center, taken_to
from tests.factories import make_user
from tests.reports.factories import call, load_calls

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 4)  # a Wednesday
ONE_DAY = datetime.timedelta(days=1)


def at(day: datetime.date, hour: int = 10, minute: int = 0) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour, minute), datetime.UTC)


def end_of(day: datetime.date) -> datetime.datetime:
    return at(day, 23, 59) + datetime.timedelta(seconds=59)


def drain() -> int:
    done = 0
    while services.recompute_next():
        done += 1
    return done


@pytest.fixture
def center():
    with time_machine.travel(at(DAY - 30 * ONE_DAY), tick=False):
        return make_center(time_zone="UTC")


def case_of(center, state, received, **fields):
    """A complaint in that state whose moments are what is given."""
    return make_case(state=state, site=center.site, owner=center.officer, received_at=received, **fields)


def closed(center, received, at_, *, due, **fields):
    accepted = fields.pop("accepted_at", received)
    late = {"overdue_at": due} if at_ > due else {}
    return case_of(
        center, State.CLOSED, received, accepted_at=accepted, due_at=due, closed_at=at_, **late, **fields
    )


def five_complaints(center):
    """Around DAY: received 2, accepted 1, closed 2 (1 on time), withdrawn 1; at its end 3 open, 1 of them overdue."""
    before = DAY - 8 * ONE_DAY
    case_of(center, State.RECEIVED, at(DAY))
    case_of(center, State.ACCEPTED, at(DAY, 9), accepted_at=at(DAY, 11), due_at=end_of(DAY + 6 * ONE_DAY))
    case_of(center, State.ACCEPTED, at(before), accepted_at=at(before), due_at=end_of(DAY - 2 * ONE_DAY))
    closed(center, at(before), at(DAY, 15), due=end_of(DAY))
    closed(center, at(before), at(DAY, 16), due=end_of(DAY - 3 * ONE_DAY))
    closed(center, at(before), at(DAY - ONE_DAY), due=end_of(DAY))
    case_of(center, State.WITHDRAWN, at(before), closed_at=at(DAY, 12))
    case_of(center, State.RECEIVED, at(DAY + ONE_DAY))


COUNTED = {
    "complaints_received": 2,
    "complaints_accepted": 1,
    "complaints_closed": 2,
    "complaints_closed_on_time": 1,
    "complaints_ended_otherwise": 1,
    "complaints_open": 3,
    "complaints_overdue": 1,
    "complaint_reports_due": 0,
    "complaint_reports_on_time": 0,
}


def test_a_day_counts_what_came_what_ended_and_what_is_left(center):
    five_complaints(center)
    assert counts_of_day(center.site, DAY) == COUNTED


def test_what_was_open_and_what_came_less_what_ended_is_what_is_open(center):
    five_complaints(center)
    before, day = counts_of_day(center.site, DAY - ONE_DAY), counts_of_day(center.site, DAY)
    ended = day["complaints_closed"] + day["complaints_ended_otherwise"]
    assert before["complaints_open"] + day["complaints_received"] - ended == day["complaints_open"]


def test_a_complaint_due_at_the_end_of_the_day_is_overdue_from_the_next_day_on(center):
    case_of(center, State.ACCEPTED, at(DAY), accepted_at=at(DAY), due_at=end_of(DAY))
    with time_machine.travel(at(DAY + 5 * ONE_DAY), tick=False):
        found = [counts_of_day(center.site, DAY + ONE_DAY * n)["complaints_overdue"] for n in range(3)]
    assert found == [0, 1, 1]


def test_a_report_counts_on_the_day_it_was_due_and_a_broken_off_one_not_at_all(center):
    with time_machine.travel(at(DAY), tick=False):
        taken_to(center, State.REPORTED)  # due in three days, handed in today
        late = taken_to(center, State.INVESTIGATED)
        again = taken_to(center, State.INVESTIGATED)
        cases.resume_investigation(again, actor=center.user("officer"), reason="A witness came forward.")
    due = Clock.objects.of(late).get(kind=REPORT).due_at.date()
    assert due == DAY + 3 * ONE_DAY
    with time_machine.travel(at(due, 9), tick=False):
        running = counts_of_day(center.site, due)
    with time_machine.travel(at(due + ONE_DAY, 9), tick=False):
        over = counts_of_day(center.site, due)
    assert (running["complaint_reports_on_time"], running["complaint_reports_due"]) == (1, 1)
    assert (over["complaint_reports_on_time"], over["complaint_reports_due"]) == (1, 2)


def test_a_callback_counts_on_the_day_it_was_due_and_its_answer_when_it_came(center):
    with time_machine.travel(at(DAY, 9), tick=False):
        made = [taken_to(center, State.CLOSED) for _ in range(3)]
    with time_machine.travel(at(DAY, 15), tick=False):
        given = {
            "attitude": "satisfied",
            "technique": "satisfied",
            "timeliness": "ordinary",
            "promises": "very_satisfied",
        }
        callbacks.fill(made[0].callbacks.get(), given, actor=center.user("officer"))
    with time_machine.travel(at(DAY + ONE_DAY, 8), tick=False):
        callbacks.decline(made[1].callbacks.get(), actor=center.user("officer"), words="No time.")
    with time_machine.travel(at(DAY + 2 * ONE_DAY), tick=False):
        first = surveys.counts_of_day(center.site, DAY)
        second = surveys.counts_of_day(center.site, DAY + ONE_DAY)
    assert (second["callbacks_on_time"], second["callbacks_due"]) == (2, 3)
    assert (first["survey_points"], first["survey_points_possible"]) == (80 + 80 + 60 + 100, 400)
    assert (first["survey_answers"], first["survey_satisfied"], first["survey_asked"]) == (1, 1, 0)


def test_counting_costs_the_same_for_ten_complaints_and_for_sixty(center):
    five_complaints(center)
    with CaptureQueriesContext(connection) as few:
        counts.of_day(center.site, DAY)
    for _ in range(50):
        case_of(center, State.RECEIVED, at(DAY))
    with CaptureQueriesContext(connection) as many:
        counts.of_day(center.site, DAY)
    assert len(few) == len(many) == 8


def test_a_move_marks_its_day_and_a_receipt_in_the_past_the_days_since(center):
    StaleDay.objects.all().delete()
    with time_machine.travel(at(DAY), tick=False):
        case = taken_to(center, State.SUBMITTED)
        assert set(StaleDay.objects.values_list("day", "reason")) == {(DAY, "records")}
        StaleDay.objects.all().delete()
        case.received_at = at(DAY - 2 * ONE_DAY)
        counts.case_moved(case, "record", None)
    assert list(StaleDay.objects.order_by("day").values_list("day", flat=True)) == [
        DAY - 2 * ONE_DAY,
        DAY - ONE_DAY,
        DAY,
    ]


def test_days_that_nobody_counted_are_marked_until_they_were_over_when_counted(center):
    five_complaints(center)
    with time_machine.travel(at(DAY + 2 * ONE_DAY), tick=False):
        assert counts.mark_uncounted() == 11  # eight days before DAY to two after
        drain()
        assert counts.mark_uncounted() == 1  # the running one
        drain()
    with time_machine.travel(at(DAY + 3 * ONE_DAY), tick=False):
        assert counts.mark_uncounted() == 2  # the one that is over by now, and the running one


def test_counting_again_changes_nothing(center):
    five_complaints(center)
    services.recompute_day(center.site, DAY)
    first = ReportedDay.objects.get(site=center.site, day=DAY)
    services.recompute_day(center.site, DAY)
    again = ReportedDay.objects.get(site=center.site, day=DAY)
    assert first.counts == again.counts
    assert {name: again.counts[name] for name in COUNTED} == COUNTED
    assert (again.revision, DayRevision.objects.count()) == (0, 0)


def test_a_complaint_written_later_into_a_day_that_was_over_is_a_revision_of_it(center):
    load_calls(center.site, [call(day=DAY)])
    five_complaints(center)
    drain()
    services.recompute_day(center.site, DAY)
    case_of(center, State.RECEIVED, at(DAY, 20))
    services.recompute_day(center.site, DAY)
    kept = DayRevision.objects.get()
    assert (kept.before["complaints_received"], kept.after["complaints_received"]) == (2, 3)
    assert kept.before["offered"] == kept.after["offered"] == 1
    report = build(center.site, period_of(Kind.DAY, DAY))
    found = {d.measure.key: (d.before, d.after) for d in revised(kept, report.by).differences}
    assert found == {"cases.received": ("2", "3"), "cases.open": ("3", "4")}


def test_a_week_adds_what_happened_and_says_what_was_left_at_its_end(center):
    five_complaints(center)
    for day in period_of(Kind.WEEK, DAY).days:
        services.recompute_day(center.site, day)
    found = build(center.site, period_of(Kind.WEEK, DAY)).complaints
    texts = {line.measure.key: (line.text, line.fraction) for line in found.figures}
    assert texts["cases.received"] == ("3", "")
    assert texts["cases.closed"] == ("3", "")
    assert texts["cases.closed_on_time"] == ("66.7%", "2/3")
    assert texts["cases.open"] == ("4", "")
    assert texts["cases.overdue"] == ("1", "")
    assert found.late == []
    assert [row.item for row in found.days.rows] == period_of(Kind.WEEK, DAY).days


def test_a_stock_is_never_added_up():
    stock = registry.base("complaints_open")
    assert registry.combine([{"complaints_open": 3}, {"complaints_open": 5}]) == {stock.name: 5}
    with pytest.raises(ValueError, match="which is a stock"):
        registry.register(
            registry.Measure(
                "cases.wrong",
                "",
                "",
                registry.Unit.PERCENT,
                {"complaints_open": 1},
                {"complaints_received": 1},
            )
        )


def late_center(center):
    """Two overdue complaints at the end of DAY, one of them about the agent."""
    before = DAY - 10 * ONE_DAY
    fields = {"accepted_at": at(before), "due_at": end_of(DAY - 3 * ONE_DAY)}
    told = case_of(
        center, State.ACCEPTED, at(before), **fields, overdue_at=fields["due_at"],
        overdue_reason="The laboratory waits for a part.", expected_close_on=DAY + 5 * ONE_DAY,
    )  # fmt: skip
    fields["due_at"] = end_of(DAY - ONE_DAY)
    about = case_of(center, State.ACCEPTED, at(before), **fields, about=center.agent)
    services.recompute_day(center.site, DAY)
    return told, about


def test_the_report_of_a_day_names_every_overdue_complaint(center):
    told, about = late_center(center)
    found = as_data(build(center.site, period_of(Kind.DAY, DAY)))["complaints"]
    assert found["overdue"] == [
        {
            "reference": told.reference,
            "owner": str(center.officer),
            "due_on": DAY - 3 * ONE_DAY,
            "days_overdue": 3,
            "expected_close_on": DAY + 5 * ONE_DAY,
            "reason": "The laboratory waits for a part.",
        },
        {
            "reference": about.reference,
            "owner": str(center.officer),
            "due_on": DAY - ONE_DAY,
            "days_overdue": 1,
            "expected_close_on": None,
            "reason": "",
        },
    ]


def test_nobody_reads_in_the_report_of_a_complaint_about_themselves(center):
    told, _about = late_center(center)
    reader = make_user(PostCode.GROUP_LEADER, site=center.site)
    Case.objects.filter(about=center.agent).update(about=reader.employee)
    found = build(center.site, period_of(Kind.DAY, DAY), reader=reader).complaints
    assert [one.reference for one in found.late] == [told.reference]


def test_the_page_shows_the_section_also_without_calls(client, center):
    told, about = late_center(center)
    client.force_login(center.user("director"))
    page = client.get(f"/reports/daily/{center.site.code}/{DAY}/")
    text = page.content.decode()
    assert "No facts for this period" in text
    for words in (told.reference, about.reference, "The laboratory waits for a part.", "2026-03-09"):
        assert words in text


def test_the_number_of_queries_of_the_report_does_not_grow(center):
    late_center(center)
    director = center.user("director")
    build(center.site, period_of(Kind.DAY, DAY), reader=director)
    with CaptureQueriesContext(connection) as few:
        build(center.site, period_of(Kind.DAY, DAY), reader=director)
    before = DAY - 10 * ONE_DAY
    for _ in range(30):
        case_of(center, State.ACCEPTED, at(before), accepted_at=at(before), due_at=end_of(DAY - ONE_DAY))
    services.recompute_day(center.site, DAY)
    with CaptureQueriesContext(connection) as many:
        found = build(center.site, period_of(Kind.DAY, DAY), reader=director)
    assert len(found.complaints.late) == 32
    assert len(many) == len(few)


def test_the_workbook_has_a_sheet_of_overdue_complaints(client, center):
    load_calls(center.site, [call(day=DAY)])
    drain()
    told, _about = late_center(center)
    client.force_login(center.user("director"))
    page = client.get(f"/reports/daily/{center.site.code}/{DAY}/?export=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(page.streaming_content)))
    rows = list(book["Overdue complaints"].iter_rows(values_only=True))
    row = next(row for row in rows if row[0] == told.reference)
    assert row[3] == 3
    assert row[5] == "The laboratory waits for a part."
    figures = {row[0]: row[1] for row in book["Complaints and work orders"].iter_rows(values_only=True)}
    assert figures["Overdue complaints"] == 2


def test_the_document_that_is_signed_freezes_what_was_overdue_and_a_later_word_is_no_revision(client, center):
    told, about = late_center(center)
    kind = kinds.get("daily")
    document = delivery.draft_document(kind, center.site, period_of(Kind.DAY, DAY))
    kept = FigureVersion.objects.get(document=document).figures
    assert [one["reference"] for one in kept["complaints"]["overdue"]] == [told.reference, about.reference]
    Case.objects.filter(pk=about.pk).update(overdue_reason="The file was lost.")
    assert delivery.refresh_figures(document) is None
    client.force_login(center.user("director"))
    text = client.get(f"/reports/documents/{document.number}/").content.decode()
    assert told.reference in text
    assert "The laboratory waits for a part." in text


def a_week_of_reports_and_calls(center):
    """Two reports in time and one late; three callbacks, two in time; two answers, one of them satisfied."""
    with time_machine.travel(at(DAY, 9), tick=False):
        made = [taken_to(center, State.CLOSED) for _ in range(3)]
        taken_to(center, State.INVESTIGATED)  # its report is due in three days, and comes late
        again = taken_to(center, State.INVESTIGATED)
        cases.resume_investigation(again, actor=center.user("officer"), reason="A witness came forward.")
    officer = center.user("officer")
    good = dict.fromkeys(("attitude", "technique", "timeliness", "promises"), "satisfied")
    with time_machine.travel(at(DAY, 15), tick=False):
        callbacks.fill(made[0].callbacks.get(), good, actor=officer)
        callbacks.fill(made[1].callbacks.get(), good | {"promises": "poor"}, actor=officer)
    other = make_center(time_zone="UTC")
    with time_machine.travel(at(DAY, 9), tick=False):
        taken_to(other, State.CLOSED)  # at another site: counted nowhere here


@pytest.mark.parametrize("kind", [Kind.DAY, Kind.WEEK, Kind.MONTH])
def test_figures_of_reports_callbacks_and_answers_lead_to_exactly_their_rows(client, center, kind):
    a_week_of_reports_and_calls(center)
    with time_machine.travel(at(DAY + 9 * ONE_DAY), tick=False):
        for day in period_of(Kind.MONTH, DAY).days:
            if day <= DAY + 9 * ONE_DAY:
                services.recompute_day(center.site, day)
        client.force_login(center.user("director"))
        counted = {}
        for day in (DAY, DAY + ONE_DAY, DAY + 3 * ONE_DAY) if kind is Kind.DAY else (DAY,):
            found = build(center.site, period_of(kind, day), reader=center.user("director")).complaints
            for key in (
                "cases.report_on_time",
                "surveys.callback_on_time",
                "surveys.score",
                "surveys.satisfied",
            ):
                line = found.figure(key)
                numerator = line.figure.numerator
                rows = client.get(line.url).context["rows"]
                listed = len(list(rows))
                if key == "surveys.score":
                    numerator = registry.combine(
                        row.counts
                        for row in ReportedDay.objects.filter(
                            site=center.site, day__in=period_of(kind, day).days
                        )
                    )["survey_answers"]
                assert listed == numerator, (key, day, line.url)
                counted[key] = counted.get(key, 0) + listed
    assert counted == {
        "cases.report_on_time": 3,
        "surveys.callback_on_time": 2,
        "surveys.score": 2,
        "surveys.satisfied": 1,
    }


def test_what_was_late_is_listed_as_well(client, center):
    a_week_of_reports_and_calls(center)
    client.force_login(center.user("director"))
    with time_machine.travel(at(DAY + 9 * ONE_DAY), tick=False):
        between = {"report_due_after": str(DAY), "report_due_before": str(DAY + 7 * ONE_DAY)}
        sizes = {
            answer: len(list(client.get("/complaints/cases/", {**between, **more}).context["rows"]))
            for answer, more in {
                "late": {"report_on_time": "false"},
                "in time": {"report_on_time": "true"},
                "all": {},
            }.items()
        }
        late = client.get("/complaints/surveys/callbacks/", {"on_time": "false"}).context["rows"]
        assert len(list(late)) == 1
    assert sizes == {"late": 1, "in time": 3, "all": 4}


def test_who_sees_no_surveys_of_the_site_is_led_to_complaints_alone(center):
    with time_machine.travel(at(DAY + 9 * ONE_DAY), tick=False):
        five_complaints(center)
        services.recompute_day(center.site, DAY)
        period = period_of(Kind.DAY, DAY)
        for name, sees in (("director", True), ("leader", False)):
            found = build(center.site, period, reader=center.user(name)).complaints
            assert bool(found.figure("surveys.satisfied").url) is sees
            assert bool(found.figure("cases.received").url) is sees
        assert not build(center.site, period).complaints.figure("surveys.score").url
