"""The staff list through the machine of jobs: checked, refused with its rows, corrected, applied, and not applied twice."""

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.urls import reverse

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.files.imports import services
from callcenter.files.imports.registry import Mapping
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.models import State
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from tests.factories import make_department, make_post, make_site, make_team, make_user

pytestmark = pytest.mark.django_db
HEADER = ["Employee number", "Name", "Site", "Team", "Post", "Hired on"]
GOOD = ["N1", "Wang Li", "shanghai", "one", "agent", "2026-11-02"]
OTHER = ["N2", "Zhao Lei", "shanghai", "one", "agent", "2026-11-02"]
BAD = ["N2", "Zhao Lei", "shanghai", "no such team", "agent", "2026-11-02"]


@pytest.fixture
def hr():
    site = make_site("shanghai", name="Shanghai")
    make_team(make_department(site), code="one", name="Team One")
    make_post(PostCode.AGENT)
    return make_user(PostCode.HR, site=site)


def staff_list(*rows, name="staff.csv"):
    stream = io.StringIO()
    csv.writer(stream).writerows([HEADER, *rows])
    return ContentFile(stream.getvalue().encode("utf-8-sig"), name)


def send(user, *rows):
    """The list as sent, with the guessed columns, checked by a worker."""
    job = services.start_import("people.employees", staff_list(*rows), site_id=None, actor=user)
    services.assign_columns(job, Mapping(**job.mapping), actor=user)
    return work(job)


def work(job):
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def test_a_bad_row_refuses_the_file_and_the_corrected_file_is_applied_once(hr):
    refused = send(hr, GOOD, BAD)
    assert refused.state == State.REFUSED
    assert [(error.row, error.column) for error in refused.errors.all()] == [(3, "Team")]
    assert not Employee.objects.filter(number__startswith="N").exists()

    corrected = send(hr, GOOD, OTHER)
    assert corrected.state == State.CHECKED
    assert corrected.counts["new"] == 2
    assert [row[1] for row in corrected.preview["rows"]] == ["N1", "N2"]
    assert not Employee.objects.filter(number__startswith="N").exists()

    services.apply_import(corrected, actor=hr)
    assert work(corrected).state == State.DONE
    assert set(Employee.objects.filter(number__startswith="N").values_list("name", flat=True)) == {
        "Wang Li",
        "Zhao Lei",
    }
    hired = Event.objects.filter(verb="people.employee.hired", actor=hr)
    assert hired.count() == 2

    again = send(hr, GOOD, OTHER)
    assert again.counts == {"new": 0, "changed": 0, "unchanged": 2, "rejected": 0}
    with pytest.raises(RuleViolation) as refusal:
        services.apply_import(again, actor=hr)
    assert [objection.code for objection in refusal.value.objections] == ["files.import_is_applied"]
    assert hired.count() == 2


def test_what_changed_between_check_and_apply_refuses_the_whole_file(hr):
    job = send(hr, GOOD, OTHER)
    services.apply_import(job, actor=hr)
    team = hr.employee.site.departments.get().teams.get()
    team.is_active = False
    team.save()
    assert work(job).state == State.REFUSED
    assert not Employee.objects.filter(number__startswith="N").exists()


@pytest.mark.parametrize("post", [PostCode.DIRECTOR, PostCode.AGENT, PostCode.DEPT_HANDLER])
def test_who_may_not_hire_may_not_send_a_staff_list(hr, post):
    with pytest.raises(PermissionDenied):
        send(make_user(post, site=hr.employee.site), GOOD)


@pytest.mark.parametrize(
    ("post", "offered"), [(PostCode.HR, True), (PostCode.DEPT_HANDLER, False), (PostCode.AGENT, False)]
)
def test_jobs_offer_an_import_only_to_posts_that_have_one(client, hr, post, offered):
    client.force_login(make_user(post, site=hr.employee.site))
    address = reverse("files:import")
    assert (f'href="{address}"' in client.get(reverse("files:jobs")).content.decode()) is offered
    assert client.get(address).status_code == (200 if offered else 403)
