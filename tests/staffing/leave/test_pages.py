"""The pages of leave: what the form says, what a refusal shows, what a decision does, and that queries do not grow."""

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange, NumericRange
from django.test import Client
from django.urls import reverse

from staffing.leave import asking, coverage
from staffing.leave.cancelling import request_of
from staffing.leave.kinds import set_places
from staffing.leave.models import LeaveKind, LeaveRequest
from staffing.leave.states import State
from staffing.roster.models import Assignment, HeadsNeeded
from tests.staffing.factories import NIGHT_SHIFT, make_assignment
from tests.staffing.leave.factories import (
    D12,
    approve,
    ask,
    at,
    day,
    make_colleague,
    make_grant,
    make_kind,
    picture,
    wanted,
)

pytestmark = pytest.mark.django_db


def client_of(person):
    client = Client()
    client.force_login(person.user)
    return client


@pytest.fixture
def client(line):
    make_kind(line.site)
    make_kind(line.site, "personal-special")
    return client_of(line.agent)


def sent(**fields):
    return {"kind": "personal", "day": "2026-03-12", "part": "whole", "reason": "moving house"} | fields


def test_the_form_opens_with_the_next_shift_and_what_comes_of_it(client):
    page = client.get(reverse("leave:ask")).content.decode()
    assert "2026-03-12" in page
    assert "Ordinary personal leave" in page
    assert "2026-03-11 08:00" in page  # ask by
    assert page.index("Zhao Lei") < page.index("Wang Li")


def test_asking_takes_kind_day_reason_and_leads_to_the_leave(client, line):
    answer = client.post(reverse("leave:ask"), sent())
    leave = LeaveRequest.objects.get()
    assert (answer.status_code, answer.url) == (302, leave.get_absolute_url())
    assert (leave.employee, leave.first_on, leave.state) == (line.agent, D12, State.SUBMITTED)


def test_while_typing_the_outlook_comes_alone(client):
    answer = client.post(reverse("leave:outlook"), sent(first_on="2026-03-12", last_on="2026-03-13"))
    page = answer.content.decode()
    assert "<html" not in page
    assert 'id="outlook"' in page
    assert "Shen Wei" in page  # two days go on to the center manager


def test_a_refusal_shows_its_rule_and_what_can_be_done_instead(client, line, clock):
    clock.move_to(at("03-11 08:30"))
    client.force_login(line.agent.user)
    answer = client.post(reverse("leave:ask"), sent())
    page = answer.content.decode()
    assert answer.status_code == 422
    assert reverse("rulebook:rule", args=["leave.personal_min_hours"]) in page
    assert 'value="special"' in page
    assert 'value="late"' in page
    assert "moving house" in page
    assert not LeaveRequest.objects.exists()


def test_an_alternative_is_shown_before_it_is_sent(client, line, clock):
    clock.move_to(at("03-11 08:30"))
    client.force_login(line.agent.user)
    page = client.post(reverse("leave:ask"), sent(instead="special"))
    assert page.status_code == 200
    assert "Special personal leave" in page.content.decode()
    assert not LeaveRequest.objects.exists()
    late = client.post(reverse("leave:ask"), sent(instead="late")).content.decode()
    assert 'name="is_late_meant" value="on"' in late
    client.post(reverse("leave:ask"), sent(is_late_meant="on"))
    assert LeaveRequest.objects.get().state == State.LATE_REQUEST


def test_other_days_need_their_first_day(client):
    answer = client.post(reverse("leave:ask"), sent(day="other"))
    assert answer.status_code == 422
    assert "Choose the first day." in answer.content.decode()


def test_without_kinds_the_page_says_who_sets_them_up(line):
    page = client_of(line.agent).get(reverse("leave:ask")).content.decode()
    assert "No kinds of leave yet" in page
    client_of(line.director).post(reverse("leave:set-up-kinds"))
    assert LeaveKind.objects.filter(site=line.site).count() == 10


def test_the_shift_leader_reports_a_call_on_a_page(line):
    make_kind(line.site, "sick-emergency")
    leader = client_of(line.leader)
    found = leader.get(reverse("leave:report-whom"), {"employee": line.agent.number})
    assert found.url == reverse("leave:report", args=[line.agent.number])
    data = sent(kind="sick-emergency", notified_by="Zhang Min", relation="wife")
    answer = leader.post(found.url, data)
    leave = LeaveRequest.objects.get()
    assert answer.url == leave.get_absolute_url()
    assert (leave.employee, leave.notified_by) == (line.agent, "Zhang Min")


def test_the_leader_endorses_on_the_page_of_the_leave(line):
    leave = ask(line)
    page = client_of(line.leader).get(leave.get_absolute_url()).content.decode()
    assert "After you it goes to Wang Li." in page
    url = reverse("leave:decide", args=[leave.pk])
    assert client_of(line.leader).post(url, {"act": "approve"}).status_code == 302
    leave.refresh_from_db()
    assert leave.state == State.ENDORSED
    refused = client_of(line.director).post(url, {"act": "reject", "comment": ""})
    assert refused.status_code == 422


def test_the_inbox_shows_the_facts_of_a_leave(line):
    kind = make_kind(line.site, "annual")
    make_grant(line.agent, kind)
    leave = ask(line, "annual")
    page = client_of(line.leader).get(request_of(leave).get_absolute_url()).content.decode()
    assert "5 days before, 4 days with this leave" in page
    assert "0 away, 1 with this leave, of 1 places" in page


def test_a_certificate_is_handed_in_on_the_page(line):
    make_kind(line.site, "sick")
    leave = approve(ask(line, "sick"), line.leader, line.director)
    url = reverse("leave:certificate", args=[leave.pk])
    outside = {"starts_on": "2026-04-01", "ends_on": "2026-04-02", "file": picture()}
    refused = client_of(line.agent).post(url, outside)
    assert refused.status_code == 422
    assert "covers no day of the leave" in refused.content.decode()
    data = {"starts_on": "2026-03-12", "ends_on": "2026-03-12", "file": picture()}
    assert client_of(line.agent).post(url, data).status_code == 302
    leave.refresh_from_db()
    assert leave.state == State.CERTIFIED


def test_a_colleague_does_not_see_the_leave(line):
    other = make_colleague(line)
    assert client_of(other).get(ask(line).get_absolute_url()).status_code == 404


def test_leave_is_taken_back_on_its_page(line, client):
    leave = ask(line)
    answer = client.post(reverse("leave:cancel", args=[leave.pk]), {"cancel-reason": ""})
    assert answer.status_code == 302
    leave.refresh_from_db()
    assert leave.state == State.CANCELLED


def test_the_calendar_shows_who_is_away_and_free_places(line):
    approve(ask(line), line.leader, line.director)
    page = client_of(line.leader).get(reverse("leave:calendar"), {"month": "2026-03"}).content.decode()
    assert "Li Na" in page
    assert "Personal leave, Approved" in page


def test_a_ledger_is_granted_and_corrected_on_its_page(line):
    make_kind(line.site, "annual")
    director = client_of(line.director)
    url = reverse("leave:book", args=[line.agent.number])
    data = {"kind": "annual", "amount": "5", "note": "for 2026", "act": "grant"}
    assert director.post(url, data).status_code == 302
    refused = director.post(url, data | {"amount": "-6", "act": "correct"})
    assert refused.status_code == 422
    page = client_of(line.agent).get(reverse("leave:ledger", args=[line.agent.number])).content.decode()
    assert "+5 days" in page
    assert "Grant or correct" not in page


def test_a_kind_is_changed_and_its_unit_stays_once_it_is_counted(line):
    kind = make_kind(line.site, "annual")
    make_grant(line.agent, kind)
    url = reverse("leave:kind", args=[line.site.code, "annual"])
    director = client_of(line.director)
    data = {"name": "Annual", "name_zh": "年假", "nature": "annual", "unit": "day", "needs_balance": "on"}
    data |= {"accrual": "none", "place": "5", "is_active": "on"}
    refused = director.post(url, data)
    assert refused.status_code == 422
    assert director.post(url, data | {"unit": "half_day"}).status_code == 302
    kind.refresh_from_db()
    assert kind.place == 5


def test_places_are_set_and_taken_out(line):
    director = client_of(line.director)
    url = reverse("leave:places")
    data = {"team": line.team.pk, "first_on": "2026-03-12", "last_on": "2026-03-14", "places": "3"}
    assert director.post(url, data).status_code == 302
    assert director.post(url, data).status_code == 422
    allotment = line.team.leave_allotments.get()
    assert director.post(reverse("leave:drop-places", args=[allotment.pk])).status_code == 302
    assert not line.team.leave_allotments.exists()


@pytest.mark.parametrize("name", ["leave:requests", "leave:balances", "leave:calendar", "leave:mine"])
def test_lists_ask_the_same_however_many_rows(line, name, django_assert_max_num_queries):
    kind = make_kind(line.site)
    make_kind(line.site, "annual")
    director = client_of(line.director)
    counts = []
    for size in (1, 20):
        for _number in range(size):
            person = make_colleague(line, 12)
            LeaveRequest.objects.create(
                employee=person, site=line.site, team=line.team, kind=kind, first_on=D12, last_on=D12,
                starts_at=at("03-12 08:00"), ends_at=at("03-12 16:30"), amount=8, days=1, path="ordinary",
                state=State.APPROVED, decides="director",
            )  # fmt: skip
        director.get(reverse(name))
        with django_assert_max_num_queries(60) as counted:
            assert director.get(reverse(name)).status_code == 200
        counts.append(len(counted))
    assert counts[1] <= counts[0]


def test_the_page_says_what_the_leave_does_to_coverage(line):
    HeadsNeeded.objects.create(
        department=line.team.department,
        team=line.team,
        weekday=D12.weekday(),
        span=NumericRange(8 * 60, 10 * 60),
        heads=2,
        period=DateRange(day(1), None),
    )
    make_colleague(line, 12)
    set_places(line.team, D12, D12, 1, actor=None)  # else the heads needed leave no place
    leave = ask(line)
    effect = coverage.of(leave)
    assert effect is not None
    assert (effect.short_hours_before, effect.short_hours_after, effect.at) == ("0", "2", "2026-03-12 08:00")
    assert (effect.tightest.heads, effect.heads_before) == (1, 2)
    page = client_of(line.leader).get(leave.get_absolute_url()).content.decode()
    assert "Tightest at 2026-03-12 08:00: 1 heads of 2 needed, 2 without this leave." in page


def test_the_inbox_asks_the_same_however_many_leaves_wait(line, django_assert_max_num_queries):
    kind = make_kind(line.site, "annual")
    set_places(line.team, D12, D12, 99, actor=None)
    leader = client_of(line.leader)
    counts = []
    for size in (1, 12):
        for _number in range(size):
            person = make_colleague(line, 12)
            make_grant(person, kind)
            asking.ask(person, wanted(kind), actor=person.user)
        leader.get(reverse("approvals:inbox"))
        with django_assert_max_num_queries(60) as counted:
            page = leader.get(reverse("approvals:inbox")).content.decode()
        counts.append(len(counted))
    assert counts[1] <= counts[0]
    assert "5 days before, 4 days with this leave · Of the team away: 12" in page


def test_a_night_shift_past_noon_points_to_a_swap(line, clock):
    make_kind(line.site)
    Assignment.objects.filter(employee=line.agent).delete()
    make_assignment(line.agent, D12, NIGHT_SHIFT, code="N")
    clock.move_to(at("03-12 12:00"))
    answer = client_of(line.agent).post(reverse("leave:ask"), sent())
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A colleague may still be able to swap with you." in page
    assert reverse("rulebook:rule", args=["leave.night_deadline"]) in page
