"""An agent's own figures on Today: their own calls alone, under every name that the switch has for them."""

import datetime

import pytest

from callcenter.access.posts import PostCode
from callcenter.telephony.agents.services import map_agent
from callcenter.telephony.models import SwitchAgent
from reports.daily import own
from reports.rollups import services
from tests.factories import make_employee, make_site
from tests.reports.factories import call, load_calls

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_site("north", time_zone="UTC")


def load_yesterday(site):
    day = site.today() - datetime.timedelta(days=1)
    calls = [
        call(day=day, agent=code, talk=talk) for code, talk in (("anna", 100), ("anna-2", 200), ("ben", 900))
    ]
    load_calls(site, calls)
    people = [make_employee(PostCode.AGENT, site=site) for _ in range(2)]
    for code, employee in (("anna", people[0]), ("anna-2", people[0]), ("ben", people[1])):
        map_agent(SwitchAgent.objects.get(site=site, code=code), actor=None, employee=employee)
    while services.recompute_next():
        pass
    return people


def panel(rf, employee, site):
    request = rf.get("/")
    request.user, request.site = employee.user, site
    return own.my_calls(request)


def figures(found):
    return {str(figure.label): figure.value for figure in found.context["figures"]}


def test_an_agent_sees_the_sum_of_all_names_that_the_switch_has_for_them(site, rf):
    anna, ben = load_yesterday(site)
    assert figures(panel(rf, anna, site)) == {
        "Handled": "2",
        "Talk time": "5:00",
        "Average handling time": "2:30",
    }
    assert figures(panel(rf, ben, site))["Handled"] == "1"


def test_an_agent_without_calls_is_told_so(site, rf):
    newcomer = make_employee(PostCode.AGENT, site=site)
    assert not figures(panel(rf, newcomer, site))


def test_whose_post_has_no_own_figures_gets_no_panel(site, rf):
    load_yesterday(site)
    assert panel(rf, make_employee(PostCode.HR, site=site), site) is None
