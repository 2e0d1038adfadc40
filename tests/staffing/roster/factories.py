"""Makers of this room's tests."""

import datetime

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.people.models import Department, Site
from tests.factories import make_department, make_site, make_team, make_user

MARCH = datetime.date(2026, 3, 1)
DAY = datetime.date(2026, 3, 12)


def make_director(site: Site) -> User:
    """Who draws up the rosters of the site."""
    return make_user(PostCode.DIRECTOR, site=site)


def make_department_with_team(site: Site | None = None) -> Department:
    department = make_department(site or make_site())
    make_team(department)
    return department
