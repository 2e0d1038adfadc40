"""Hiring, moving and leaving: what is written, what is refused, what the trail says."""

import datetime
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from callcenter.people.employees import changes, leaving, logins, services
from callcenter.people.employees.history import POST, SUPERIOR, TEAM, spans
from callcenter.people.employees.rules import Span
from callcenter.people.employees.services import Facts
from callcenter.people.models import Employee, PostHolding, ReportingLine, TeamMembership
from tests.factories import (
    HIRED_ON,
    make_department,
    make_employee,
    make_post,
    make_site,
    make_team,
    make_user,
)
from tests.people.setting import LATER, TODAY
from tests.refusals import codes
from tests.together import outcomes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_shanghai")]


def hire(hr, number="N100", **fields):
    site = fields.pop("site", None) or make_site()
    post = fields.pop("post", None) or make_post(PostCode.AGENT)
    facts = Facts(name="Li Na", name_zh="李娜", hired_on=TODAY)
    return services.hire_employee(number, facts, actor=hr, site=site, post=post, **fields)


def test_hire_opens_every_history_on_the_hire_date_and_is_recorded(hr):
    team = make_team()
    leader = make_employee(PostCode.SHIFT_LEADER, team=team)
    employee = hire(hr, site=team.department.site, team=team, superior=leader)
    assert spans(TEAM, employee.pk) == [Span(TODAY, None, team.pk)]
    assert spans(SUPERIOR, employee.pk) == [Span(TODAY, None, leader.pk)]
    assert spans(POST, employee.pk) == [Span(TODAY, None, (make_post(PostCode.AGENT).pk, None))]
    event = Event.objects.get(verb="people.employee.hired")
    assert (event.actor, event.subject_id, event.after["number"]) == (hr, employee.pk, "N100")


def test_hire_names_every_reason_at_once(hr):
    make_employee(number="N100")
    old_team = make_team(is_active=False)
    gone = make_employee(left_on=datetime.date(2026, 1, 1))
    with pytest.raises(RuleViolation) as refusal:
        hire(hr, number="n100", team=old_team, superior=gone, post=make_post(PostCode.DEPUTY_DIRECTOR))
    assert codes(refusal) == [
        "people.number_taken",
        "people.team_not_active",
        "people.team_of_other_site",
        "people.superior_leaves",
        "people.department_needed",
    ]
    assert not Employee.objects.filter(name="Li Na").exists()


@pytest.mark.parametrize("post", [PostCode.AGENT, PostCode.SHIFT_LEADER, PostCode.DIRECTOR, PostCode.GM])
def test_only_hr_and_the_administrator_hire(post):
    with pytest.raises(PermissionDenied):
        hire(make_user(post))


def test_facts_are_overwritten_and_the_trail_keeps_what_was(hr):
    employee = make_employee(phone="1")
    facts = services.facts_of(employee)
    services.edit_employee(employee, Facts(**{**vars(facts), "phone": "2"}), actor=hr, expected=facts)
    event = Event.objects.get(verb="people.employee.changed")
    assert (event.before, event.after) == ({"phone": "1"}, {"phone": "2"})


def test_stale_edit_is_refused(hr):
    employee = make_employee(phone="1")
    seen = services.facts_of(employee)
    services.edit_employee(employee, Facts(**{**vars(seen), "phone": "2"}), actor=hr, expected=seen)
    with pytest.raises(RuleViolation) as refusal:
        services.edit_employee(employee, Facts(**{**vars(seen), "phone": "3"}), actor=hr, expected=seen)
    assert codes(refusal) == ["people.stale"]


def test_hire_date_moves_with_the_histories_that_began_on_it(hr):
    employee = make_employee(team=make_team())
    facts = services.facts_of(employee)
    earlier = datetime.date(2019, 6, 1)
    services.edit_employee(employee, Facts(**{**vars(facts), "hired_on": earlier}), actor=hr)
    assert spans(TEAM, employee.pk)[0].start == earlier
    assert spans(POST, employee.pk)[0].start == earlier


def test_transfer_closes_the_running_team_and_keeps_the_planned_one(hr):
    first = make_team()
    second, third = (make_team(first.department) for _ in range(2))
    employee = make_employee(team=first)
    changes.transfer_team(employee, third, start=LATER, actor=hr)
    changes.transfer_team(employee, second, start=TODAY, actor=hr)
    assert spans(TEAM, employee.pk) == [
        Span(HIRED_ON, TODAY, first.pk),
        Span(TODAY, LATER, second.pk),
        Span(LATER, None, third.pk),
    ]
    assert Event.objects.filter(verb="people.employee.transferred").count() == 2


def test_transfer_into_the_past_needs_a_reason(hr):
    first = make_team()
    employee, second = make_employee(team=first), make_team(first.department)
    with pytest.raises(RuleViolation) as refusal:
        changes.transfer_team(employee, second, start=datetime.date(2026, 11, 17), actor=hr)
    assert codes(refusal) == ["people.reason_needed"]
    start = datetime.date(2026, 11, 17)
    changes.transfer_team(employee, second, start=start, actor=hr, reason="file came late")
    assert spans(TEAM, employee.pk)[-1].value == second.pk


def test_today_is_the_day_at_the_site(hr):
    """At 04:00 UTC it is still the 17th in New York: a change from the 17th is not in the past there."""
    site = make_site(time_zone="America/New_York")
    first, second = (make_team(make_department(site)) for _ in range(2))
    employee = make_employee(team=first)
    changes.transfer_team(employee, second, start=datetime.date(2026, 11, 17), actor=hr)
    assert spans(TEAM, employee.pk)[-1].start == datetime.date(2026, 11, 17)


def test_stale_transfer_is_refused(hr):
    first = make_team()
    second = make_team(first.department)
    employee = make_employee(team=first)
    seen = spans(TEAM, employee.pk)
    changes.transfer_team(employee, second, start=LATER, actor=hr, expected=seen)
    with pytest.raises(RuleViolation) as refusal:
        changes.transfer_team(employee, second, start=TODAY, actor=hr, expected=seen)
    assert codes(refusal) == ["people.stale"]


def test_ring_is_refused_even_when_it_would_close_only_in_the_future(hr):
    top = make_employee(PostCode.DIRECTOR)
    a = make_employee(superior=top)
    b = make_employee(superior=top)
    changes.change_superior(a, b, start=LATER, actor=hr)
    with pytest.raises(RuleViolation) as refusal:
        changes.change_superior(b, a, start=TODAY, actor=hr)
    assert codes(refusal) == ["people.reporting_cycle"]
    assert a.name in refusal.value.sentences[0]


def test_superior_may_be_nobody_from_a_day_on(hr):
    employee = make_employee(superior=make_employee())
    changes.change_superior(employee, None, start=TODAY, actor=hr)
    assert spans(SUPERIOR, employee.pk)[-1].end == TODAY


def test_main_post_changes_and_deputies_hold_it_for_a_department(hr):
    employee = make_employee()
    department = make_department(employee.site)
    post = make_post(PostCode.DEPUTY_DIRECTOR)
    with pytest.raises(RuleViolation) as refusal:
        changes.change_main_post(employee, post, start=TODAY, actor=hr)
    assert codes(refusal) == ["people.department_needed"]
    changes.change_main_post(employee, post, start=TODAY, actor=hr, department=department)
    other = make_department(employee.site)
    changes.change_main_post(employee, post, start=LATER, actor=hr, department=other)
    assert [span.value for span in spans(POST, employee.pk)][1:] == [
        (post.pk, department.pk),
        (post.pk, other.pk),
    ]


def test_planned_change_is_taken_back_but_not_one_that_has_begun(hr):
    first = make_team()
    second = make_team(first.department)
    employee = make_employee(team=first)
    changes.transfer_team(employee, second, start=LATER, actor=hr)
    changes.undo_planned_change(employee, "team", start=LATER, actor=hr)
    assert spans(TEAM, employee.pk) == [Span(HIRED_ON, None, first.pk)]
    with pytest.raises(RuleViolation) as refusal:
        changes.undo_planned_change(employee, "team", start=HIRED_ON, actor=hr)
    assert codes(refusal) == ["people.not_planned"]


def test_past_period_is_corrected_with_a_reason(hr):
    first = make_team()
    second = make_team(first.department)
    employee = make_employee(team=first)
    by = Span(HIRED_ON, None, second.pk)
    with pytest.raises(RuleViolation) as refusal:
        changes.correct_period(employee, "team", start=HIRED_ON, by=by, actor=hr, reason="")
    assert codes(refusal) == ["people.reason_needed"]
    changes.correct_period(employee, "team", start=HIRED_ON, by=by, actor=hr, reason="typing mistake")
    assert spans(TEAM, employee.pk) == [by]
    assert Event.objects.get(verb="people.employee.period_corrected").reason == "typing mistake"


def test_extra_role_is_dated_held_once_and_ends(hr):
    employee = make_employee()
    department = make_department(employee.site)
    deputy = make_post(PostCode.DEPUTY_DIRECTOR)
    role = changes.add_role(employee, deputy, start=TODAY, actor=hr, department=department)
    with pytest.raises(RuleViolation) as refusal:
        changes.add_role(employee, deputy, start=LATER, actor=hr, department=department)
    assert codes(refusal) == ["people.role_held"]
    changes.add_role(employee, deputy, start=TODAY, actor=hr, department=make_department(employee.site))
    ended = changes.end_role(role, end=LATER, actor=hr)
    assert ended is not None
    assert ended.period.upper == LATER
    with pytest.raises(RuleViolation) as refusal:
        changes.end_role(role, end=LATER, actor=hr)
    assert codes(refusal) == ["people.role_not_open"]


def test_leave_ends_everything_on_the_day_and_drops_what_was_planned(hr):
    first = make_team()
    second = make_team(first.department)
    employee = make_employee(team=first, superior=make_employee())
    changes.transfer_team(employee, second, start=datetime.date(2027, 1, 1), actor=hr)
    changes.add_role(employee, make_post(PostCode.COORDINATOR), start=TODAY, actor=hr)
    leaving.record_leave(employee, LATER, actor=hr, reason="resigned")
    assert spans(TEAM, employee.pk) == [Span(HIRED_ON, LATER, first.pk)]
    assert spans(SUPERIOR, employee.pk)[-1].end == LATER
    assert set(PostHolding.objects.filter(employee=employee).values_list("period__endswith", flat=True)) == {
        LATER
    }
    event = Event.objects.get(verb="people.employee.left")
    assert (event.after["left_on"], event.reason) == ("2026-12-01", "resigned")


def test_leave_is_called_off_while_it_is_to_come(hr):
    team = make_team()
    employee = make_employee(team=team)
    leaving.record_leave(employee, LATER, actor=hr)
    leaving.call_off_leave(employee, actor=hr)
    employee.refresh_from_db()
    assert employee.left_on is None
    assert spans(TEAM, employee.pk) == [Span(HIRED_ON, None, team.pk)]
    leaving.record_leave(employee, TODAY, actor=hr)
    with pytest.raises(RuleViolation) as refusal:
        leaving.call_off_leave(employee, actor=hr)
    assert codes(refusal) == ["people.leave_has_begun"]


def test_leaver_with_subordinates_needs_a_successor_who_takes_them_over(hr):
    director = make_employee(PostCode.DIRECTOR)
    leader = make_employee(PostCode.SHIFT_LEADER, superior=director)
    members = [make_employee(superior=leader) for _ in range(3)]
    with pytest.raises(RuleViolation) as refusal:
        leaving.record_leave(leader, LATER, actor=hr)
    assert codes(refusal) == ["people.subordinates_remain"]
    leaving.record_leave(leader, LATER, actor=hr, successor=members[0])
    assert spans(SUPERIOR, members[0].pk)[-1] == Span(LATER, None, director.pk)
    for member in members[1:]:
        assert spans(SUPERIOR, member.pk) == [
            Span(HIRED_ON, LATER, leader.pk),
            Span(LATER, None, members[0].pk),
        ]


def test_database_refuses_two_teams_two_superiors_and_two_main_posts_on_one_day():
    employee = make_employee(team=make_team(), superior=make_employee())
    period = DateRange(TODAY, LATER)
    rows = [
        TeamMembership(employee=employee, team=make_team(), period=period),
        ReportingLine(employee=employee, superior=make_employee(), period=period),
        PostHolding(employee=employee, post=make_post(PostCode.DIRECTOR), period=period),
    ]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_database_refuses_an_extra_role_twice_on_one_day_and_one_beside_the_all_departments_one():
    employee = make_employee()
    post = make_post(PostCode.DEPUTY_DIRECTOR)
    department = make_department(employee.site)
    period = DateRange(TODAY, None)
    PostHolding.objects.create(
        employee=employee, post=post, period=period, is_primary=False, department=department
    )
    for again in (department, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            PostHolding.objects.create(
                employee=employee, post=post, period=period, is_primary=False, department=again
            )


@pytest.mark.parametrize("period", [DateRange(empty=True), DateRange(None, TODAY)])
def test_database_refuses_a_period_without_a_day_or_without_a_beginning(period):
    employee, team = make_employee(), make_team()
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamMembership.objects.create(employee=employee, team=team, period=period)


def test_database_refuses_an_own_superior_and_a_leave_before_the_hire():
    employee = make_employee()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportingLine.objects.create(employee=employee, superior=employee, period=DateRange(TODAY, None))
    with pytest.raises(IntegrityError), transaction.atomic():
        Employee.objects.filter(pk=employee.pk).update(left_on=HIRED_ON)


@pytest.mark.django_db(transaction=True)
def test_two_hands_cannot_make_a_ring_together():
    """A→B and B→A at the same moment: each is fine alone, one of them must be refused."""
    hr = make_user(PostCode.HR)
    a, b = make_employee(), make_employee()
    ended = outcomes(
        partial(changes.change_superior, a, b, start=TODAY, actor=hr),
        partial(changes.change_superior, b, a, start=TODAY, actor=hr),
    )
    assert ended == ["done", "people.reporting_cycle"]
    assert ReportingLine.objects.count() == 1


def test_correcting_ones_own_post_is_no_way_to_another_post(hr):
    own = hr.employee
    for post in (PostCode.DIRECTOR, PostCode.SYSADMIN):
        by = Span(HIRED_ON, None, (make_post(post).pk, None))
        with pytest.raises(RuleViolation) as refusal:
            changes.correct_period(own, "post", start=HIRED_ON, by=by, actor=hr, reason="typing error")
        assert "people.own_post" in codes(refusal)
    assert [span.value for span in spans(POST, own.pk)] == [(make_post(PostCode.HR).pk, None)]


def test_correcting_a_post_makes_no_administrator_and_keeps_its_department(hr):
    employee = make_employee(PostCode.AGENT)
    for post, code in (
        (PostCode.SYSADMIN, "people.administrator_only"),
        (PostCode.DEPUTY_DIRECTOR, "people.department_needed"),
    ):
        by = Span(HIRED_ON, None, (make_post(post).pk, None))
        with pytest.raises(RuleViolation) as refusal:
            changes.correct_period(employee, "post", start=HIRED_ON, by=by, actor=hr, reason="typing error")
        assert codes(refusal) == [code]


def test_taking_back_the_end_of_ones_own_post_is_refused(hr):
    admin = make_user(PostCode.SYSADMIN)
    changes.change_main_post(hr.employee, make_post(PostCode.AGENT), start=LATER, actor=admin)
    with pytest.raises(RuleViolation) as refusal:
        changes.undo_planned_change(hr.employee, "post", start=LATER, actor=hr)
    assert codes(refusal) == ["people.own_post"]


def test_only_an_administrator_takes_the_post_from_one(hr):
    administrator, other = make_employee(PostCode.SYSADMIN), make_user(PostCode.SYSADMIN)
    agent = make_post(PostCode.AGENT)
    by = Span(HIRED_ON, None, (agent.pk, None))
    for take in (
        lambda actor: changes.change_main_post(administrator, agent, start=LATER, actor=actor),
        lambda actor: changes.correct_period(
            administrator, "post", start=HIRED_ON, by=by, actor=actor, reason="typing error"
        ),
    ):
        with pytest.raises(RuleViolation) as refusal:
            take(hr)
        assert codes(refusal) == ["people.administrator_post"]
    seen = changes.preview(administrator, "post", start=LATER, actor=hr, value=agent)
    assert [objection.code for objection in seen.objections] == ["people.administrator_post"]
    changes.change_main_post(administrator, agent, start=LATER, actor=other)
    assert [span.value for span in spans(POST, administrator.pk)][-1] == (agent.pk, None)


def test_only_an_administrator_ends_the_extra_role_of_one(hr):
    employee, admin = make_employee(), make_user(PostCode.SYSADMIN)
    role = changes.add_role(employee, make_post(PostCode.SYSADMIN), start=TODAY, actor=admin)
    with pytest.raises(RuleViolation) as refusal:
        changes.end_role(role, end=LATER, actor=hr)
    assert codes(refusal) == ["people.administrator_post"]
    assert changes.end_role(role, end=LATER, actor=admin)


@pytest.mark.parametrize("start", [TODAY, LATER])
def test_only_an_administrator_opens_the_log_in_of_one(hr, start):
    employee = make_employee(PostCode.AGENT, with_user=False)
    admin = make_user(PostCode.SYSADMIN)
    changes.add_role(employee, make_post(PostCode.SYSADMIN), start=start, actor=admin)
    with pytest.raises(RuleViolation) as refusal:
        logins.open_login(employee, actor=hr)
    assert codes(refusal) == ["people.administrator_login"]
    assert logins.open_login(employee, actor=admin)


def test_a_new_address_is_that_of_the_log_in_too(hr):
    employee = make_employee()
    facts = services.facts_of(employee)
    services.edit_employee(employee, Facts(**{**vars(facts), "email": "new@example.com"}), actor=hr)
    employee.user.refresh_from_db()
    assert employee.user.email == "new@example.com"


def test_only_an_administrator_changes_the_address_of_one(hr):
    employee = make_employee(PostCode.SYSADMIN)
    facts = Facts(**{**vars(services.facts_of(employee)), "email": "mine@example.com"})
    with pytest.raises(RuleViolation) as refusal:
        services.edit_employee(employee, facts, actor=hr)
    assert codes(refusal) == ["people.administrator_login"]
    services.edit_employee(employee, facts, actor=make_user(PostCode.SYSADMIN))


def test_the_database_knows_a_number_in_any_letter_case():
    make_employee(number="E0012")
    with pytest.raises(IntegrityError, match="employee_number_is_unique_in_any_letter_case"):
        make_employee(number="e0012", with_user=False)
