"""Which rows each post sees: one small company, a table of post against rows."""

import datetime

import pytest
import time_machine
from django.db.models import Q

from callcenter.access import guards
from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import may, position, rows, scope
from callcenter.access.posts import PostCode as P
from callcenter.people.employees import leaving
from callcenter.people.models import Employee, Site
from tests.factories import make_department, make_employee, make_site, make_team, make_user

pytestmark = pytest.mark.django_db

OWN = {"self"}
TEAM = OWN | {"mate"}
DEPARTMENT = TEAM | {"neighbour"}
SITE = DEPARTMENT | {"colleague", "floater"}
ALL = SITE | {"stranger"}

SEES = {
    P.AGENT: OWN,
    P.GROUP_LEADER: TEAM,
    P.SHIFT_LEADER: TEAM,
    P.QA_TRAINER: SITE,
    P.INFO_COORDINATOR: SITE,
    P.COORDINATOR: SITE,
    P.COMPLAINT_OFFICER: SITE,
    P.DIRECTOR: SITE,
    P.DEPUTY_DIRECTOR: DEPARTMENT,
    P.CENTER_MANAGER: SITE,
    P.DEPT_HANDLER: OWN,
    P.SALES_DEPUTY_GM: ALL,
    P.DEPUTY_GM: ALL,
    P.GM: ALL,
    P.GM_OFFICE: ALL,
    P.HR: ALL,
    P.PROJECT_MANAGER: TEAM,
    P.MARKET_MANAGER: OWN,
    P.INFO_ADMIN: OWN,
    P.SYSADMIN: ALL,
}


@pytest.fixture
def company():
    """Two sites; here two departments, one of two teams; somebody without a team; somebody elsewhere."""
    here, away = make_site("here"), make_site("away")
    service, sales = make_department(here), make_department(here)
    one, two, three = make_team(service), make_team(service), make_team(sales)
    make_employee(name="mate", team=one)
    make_employee(name="neighbour", team=two)
    make_employee(name="colleague", team=three)
    make_employee(name="floater", site=here)
    make_employee(name="stranger", site=away)
    return one


def test_the_table_names_every_post():
    assert set(SEES) == set(P)


@pytest.mark.parametrize("post", P)
def test_post_sees_these_people(company, post):
    user = make_user(post, team=company, name="self")
    assert set(Employee.objects.visible_to(user).values_list("name", flat=True)) == SEES[post]


@pytest.mark.parametrize("post", P)
def test_post_sees_these_sites(company, post):
    user = make_user(post, team=company)
    company_wide = {P.SALES_DEPUTY_GM, P.DEPUTY_GM, P.GM, P.GM_OFFICE, P.HR, P.SYSADMIN}
    expected = {"here", "away"} if post in company_wide else {"here"}
    assert set(Site.objects.visible_to(user).values_list("code", flat=True)) == expected


@pytest.mark.parametrize("post", P)
def test_only_hr_and_administrators_may_edit_people(company, post):
    user = make_user(post, team=company)
    edits = Employee.objects.visible_to(user, Action.EDIT)
    assert edits.exists() is (post in {P.HR, P.SYSADMIN})


def test_leader_without_a_team_reaches_the_teams_of_direct_subordinates(company):
    leader = make_employee(P.SHIFT_LEADER, site=company.department.site)
    make_employee(name="led", team=company, superior=leader)
    assert position(leader.user).team_ids == {company.pk}
    assert set(Employee.objects.visible_to(leader.user).values_list("name", flat=True)) >= {"led", "mate"}


def test_nobody_and_closed_log_ins_see_nothing(company):
    user = make_user(P.GM)
    user.is_active = False
    assert not Employee.objects.visible_to(user).exists()
    assert not Employee.objects.visible_to(None).exists()


def test_permission_ends_with_the_last_day_at_the_site_not_the_servers(company):
    """Left from the 18th on in Shanghai: at 16:30 UTC on the 17th it is the 18th there."""
    director = make_employee(P.DIRECTOR, team=company)
    leaving.record_leave(director, datetime.date(2027, 3, 18), actor=None)
    with time_machine.travel(datetime.datetime(2027, 3, 17, 15, 30, tzinfo=datetime.UTC)):
        user = type(director.user).objects.get(pk=director.user_id)
        assert may(user, Action.VIEW, "people.employee")
    with time_machine.travel(datetime.datetime(2027, 3, 17, 16, 30, tzinfo=datetime.UTC)):
        user = type(director.user).objects.get(pk=director.user_id)
        assert not may(user, Action.VIEW, "people.employee")


def test_widest_scope_of_several_posts_counts(company):
    from callcenter.people.employees import changes
    from tests.factories import make_post

    employee = make_employee(P.AGENT, team=company)
    changes.add_role(employee, make_post(P.QA_TRAINER), start=employee.site.today(), actor=None)
    assert scope(employee.user, Action.VIEW, "people.employee") is Scope.SITE


def test_nobody_decides_on_their_own(company):
    employee = make_employee(P.DIRECTOR, team=company)
    assert not guards.not_own(employee.user, employee.pk)
    assert guards.not_own(employee.user, employee.pk + 1)
    assert guards.not_own(None, employee.pk)


def test_extra_roles_and_past_periods_do_not_repeat_a_row(company):
    from callcenter.people.employees import changes
    from tests.factories import make_post

    employee = make_employee(name="once", team=company)
    today = employee.site.today()
    changes.add_role(employee, make_post(P.COORDINATOR), start=today, actor=None)
    other = make_team(company.department)
    changes.transfer_team(employee, other, start=today, actor=None)
    rows = Employee.objects.visible_to(make_user(P.HR)).filter(name="once")
    assert [(row.team_id, row.department_id) for row in rows] == [(other.pk, company.department_id)]
    assert rows.count() == 1


def test_all_rows_joined_with_more_are_still_all_rows() -> None:
    """Django drops an empty condition from an `or`: `Q() | Q(site=None)` would keep the company's rows alone."""
    user, site = make_user(P.GM), make_site("one")
    everything = rows(user, "people.site", own="pk", site="pk")
    assert list(Site.objects.filter(everything | Q(code="nowhere"), pk=site.pk)) == [site]
