"""What a reader of people sees: constant queries, columns by reach, no links to records out of reach, levels of the line."""

import datetime
import re

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callcenter.access.posts import PostCode
from callcenter.audit import services as audit
from callcenter.people.employees import line
from callcenter.people.models import Employee, Employment, PostHolding, ReportingLine, TeamMembership
from tests.factories import (
    HIRED_ON,
    make_department,
    make_employee,
    make_post,
    make_site,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


def take_on(count, team, superior):
    """That many agents in a team under a superior, quickly."""
    first = Employee.objects.count()
    people = Employee.objects.bulk_create(
        Employee(number=f"M{first + n:05d}", name=f"Member {n}", site=team.department.site, hired_on=HIRED_ON)
        for n in range(count)
    )
    Employment.objects.bulk_create(Employment(employee=p, period=DateRange(HIRED_ON, None)) for p in people)
    period, agent = DateRange(HIRED_ON, None), make_post(PostCode.AGENT)
    TeamMembership.objects.bulk_create(TeamMembership(employee=p, team=team, period=period) for p in people)
    PostHolding.objects.bulk_create(PostHolding(employee=p, post=agent, period=period) for p in people)
    ReportingLine.objects.bulk_create(
        ReportingLine(employee=p, superior=superior, period=period) for p in people
    )
    return people


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("post", [PostCode.HR, PostCode.DIRECTOR, PostCode.SHIFT_LEADER])
@pytest.mark.parametrize("name", ["employees", "reporting-line"])
def test_a_thousand_people_cost_no_more_queries_than_ten(client, name, post):
    team = make_team()
    leader = make_employee(post, team=team)
    client.force_login(leader.user)
    take_on(10, team, leader)
    few = queries_of(client, reverse(f"people:{name}"))
    take_on(990, team, leader)
    assert queries_of(client, reverse(f"people:{name}")) == few <= MOST_QUERIES


def test_site_is_a_column_only_for_those_who_see_more_than_one(client):
    here, there = make_team(), make_team(make_department(make_site()))
    leader = make_employee(PostCode.SHIFT_LEADER, team=here)
    make_employee(team=there)

    def columns():
        page = client.get(reverse("people:employees"))
        return [heading.column.key for heading in page.context["columns"]]

    client.force_login(leader.user)
    assert columns() == ["number", "name", "status", "department", "team", "post", "superior", "hired_on"]
    client.force_login(make_user(PostCode.HR))
    assert columns()[3] == "site"


def test_a_superior_out_of_reach_is_a_name_and_not_a_link(client):
    team = make_team()
    director = make_employee(PostCode.DIRECTOR, site=team.department.site, name="Ma Yunfei")
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, superior=director, name="Wang Li")
    agent = make_employee(team=team, superior=leader, name="Li Na")
    client.force_login(leader.user)
    page = client.get(reverse("people:employees")).content.decode()
    assert leader.get_absolute_url() in page
    assert director.get_absolute_url() not in page
    assert "Ma Yunfei" in page
    for viewer, above in ((leader, director), (agent, leader)):
        client.force_login(viewer.user)
        own = client.get(reverse("people:me")).content.decode()
        assert above.name in own
        assert above.get_absolute_url() not in own
    client.force_login(make_user(PostCode.HR))
    assert f'href="{leader.get_absolute_url()}"' in client.get(agent.get_absolute_url()).content.decode()


def test_the_line_shows_a_page_of_a_level_and_counts_to_the_bottom():
    team = make_team()
    top = make_employee(PostCode.DIRECTOR, team=team)
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, superior=top)
    take_on(line.PER_PAGE + 5, team, leader)
    take_on(2, team, top)
    viewer = make_user(PostCode.HR, superior=top, site=team.department.site)
    on = datetime.date.today()
    first = line.level(viewer, on)
    assert first.root.employee == top
    assert (first.root.count, first.above) == (line.PER_PAGE + 9, None)
    assert [(node.employee, node.count, node.below) for node in first.nodes[:1]] == [
        (leader, line.PER_PAGE + 5, [])
    ]
    further = line.level(viewer, on, number=leader.number, page="2")
    assert (further.root.employee, further.above, len(further.nodes)) == (leader, top, 5)


def test_few_people_are_shown_below_their_superior_at_once():
    team = make_team()
    top = make_employee(PostCode.DIRECTOR, team=team)
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, superior=top)
    agents = take_on(line.FEW, team, leader)
    shown = line.level(make_user(PostCode.HR, superior=top, site=team.department.site), datetime.date.today())
    assert [node.employee for node in shown.nodes[0].below] == agents


def test_the_line_starts_where_the_viewers_reach_does(client):
    team = make_team()
    director = make_employee(PostCode.DIRECTOR, site=team.department.site)
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, superior=director)
    agent = make_employee(team=team, superior=leader)
    shown = line.level(leader.user, datetime.date.today())
    assert (shown.root.employee, shown.above) == (leader, None)
    assert [node.employee for node in shown.nodes] == [agent]
    assert line.level(leader.user, datetime.date.today(), number=director.number).root.employee == leader


def test_an_event_leads_to_its_person_only_within_the_readers_reach(client):
    director = make_employee(PostCode.DIRECTOR)
    near, far = make_employee(site=director.site), make_employee(site=make_site())
    client.force_login(director.user)
    for person, leads in ((near, True), (far, False)):
        event = audit.record(None, "people.employee.changed", person, site_id=director.site_id)
        page = client.get(event.get_absolute_url()).content.decode()
        assert (f'href="{person.get_absolute_url()}"' in page) is leads


@pytest.mark.parametrize("post", [PostCode.AGENT, PostCode.SHIFT_LEADER, PostCode.DEPT_HANDLER, PostCode.HR])
def test_no_link_on_the_pages_of_people_leads_out_of_reach(client, post):
    team = make_team()
    director = make_employee(PostCode.DIRECTOR, site=team.department.site)
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, superior=director)
    viewer = make_employee(post, team=team, superior=leader)
    make_employee(team=make_team(make_department(make_site())), superior=director)
    client.force_login(viewer.user)
    for name in ("me", "employees", "reporting-line", "organisation"):
        page = client.get(reverse(f"people:{name}"), follow=True).content.decode()
        for address in set(re.findall(r'href="(/people/[^"#?]*)"', page)):
            assert client.get(address, follow=True).status_code == 200, (name, address)
