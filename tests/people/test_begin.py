"""`manage.py begin`: a new installation gets its first person."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.people.models import Company, Employee, Site
from tests.factories import make_post, make_site

pytestmark = pytest.mark.django_db
FIRST = {
    "company": "Lighthouse",
    "site": "shanghai",
    "time_zone": "Asia/Shanghai",
    "country": "CN",
    "number": "A1",
    "name": "Wang Li",
}


def test_the_first_person_can_log_in_and_must_change_the_password() -> None:
    for code in PostCode:
        make_post(code)  # a migration makes them; tests that empty the database take them away
    output = StringIO()
    call_command("begin", **FIRST, stdout=output)
    said = re.search(r"as A1 with (\S+)\.", output.getvalue())
    assert said is not None
    user = User.objects.get(username="A1")
    assert user.check_password(said[1])
    assert user.must_change_password
    assert Site.objects.get().company == Company.objects.get(name="Lighthouse")


def test_a_house_with_people_is_left_alone() -> None:
    make_site()
    with pytest.raises(CommandError, match="already"):
        call_command("begin", **FIRST)


def test_a_refused_beginning_leaves_nothing() -> None:
    with pytest.raises(CommandError, match="Mars"):
        call_command("begin", **(FIRST | {"time_zone": "Mars/Base"}))
    assert not Employee.objects.exists()
    assert not Company.objects.exists()
