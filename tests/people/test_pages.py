"""Every page of people and access: opens for who may, refuses who may not, in both languages."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.people.employees import changes
from callcenter.people.employees.history import TEAM, spans
from callcenter.people.models import Employee, Site, Team
from tests.factories import make_department, make_employee, make_post, make_site, make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    leader = make_employee(PostCode.SHIFT_LEADER, team=make_team(), name="Zhao Lei")
    team = leader.teammemberships.get().team
    return make_employee(team=team, superior=leader, name="Li Na", name_zh="李娜")


PAGES = [
    "employees", "hire", "reporting-line", "permissions", "organisation", "posts", "sites", "add-site", "me",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", PAGES)
def test_page_opens_for_hr(client, hr_at_work, person, name, language):
    client.cookies["django_language"] = language
    assert client.get(reverse(f"people:{name}")).status_code == 200


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_of_a_person_open(client, hr_at_work, person, language):
    client.cookies["django_language"] = language
    changes.add_role(person, make_post(PostCode.COORDINATOR), start=person.site.today(), actor=hr_at_work)
    n, start = person.number, spans(TEAM, person.pk)[0].start
    role = person.postholdings.get(is_primary=False)
    pages = [
        reverse("people:employee", args=[n]),
        reverse("people:edit", args=[n]),
        reverse("people:leave", args=[n]),
        *(reverse("people:change", args=[n, kind]) for kind in ("team", "superior", "post")),
        *(reverse("people:correct", args=[n, kind, start]) for kind in ("team", "superior", "post")),
        reverse("people:add-role", args=[n]),
        reverse("people:end-role", args=[n, role.pk]),
        reverse("people:person-permissions", args=[n]),
        person.site.get_absolute_url(),
        reverse("people:edit-site", args=[person.site.code]),
        reverse("people:add-department", args=[person.site.code]),
    ]
    department = person.teammemberships.get().team.department
    pages += [
        reverse("people:edit-department", args=[department.pk]),
        reverse("people:add-team", args=[department.pk]),
        reverse("people:edit-team", args=[person.teammemberships.get().team_id]),
        reverse("people:post", args=["agent"]),
        reverse("people:company"),
    ]
    make_post(PostCode.AGENT)
    for page in pages:
        assert client.get(page).status_code == 200, page


def facts(**fields):
    return {
        "name": "Wang Li", "name_zh": "王丽", "job_type": "inbound", "skill_level": "2", "hired_on": "2026-11-01",
    } | fields  # fmt: skip


def test_hr_hires_with_a_log_in_and_sees_the_password_once(client, hr_at_work):
    team = make_team()
    post = make_post(PostCode.AGENT)
    data = facts(number="E9001", site=team.department.site_id, post=post.pk, team=team.pk, with_login="on")
    answer = client.post(reverse("people:hire"), data)
    assert "temporary-password" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    hired = Employee.objects.get(number="E9001")
    assert hired.user is not None
    assert hired.user.must_change_password
    again = client.get(hired.get_absolute_url()).content.decode()
    assert "temporary-password" not in again


def test_refused_hire_shows_the_reason_at_its_field_and_keeps_what_was_typed(client, hr_at_work):
    taken = make_employee()
    data = facts(number=taken.number, site=taken.site_id, post=make_post(PostCode.AGENT).pk)
    answer = client.post(reverse("people:hire"), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["number"]
    assert "王丽" in answer.content.decode()


def test_hire_says_when_the_superior_is_unknown(client, hr_at_work):
    data = facts(number="E9", site=make_site().pk, post=make_post(PostCode.AGENT).pk, superior="X1")
    answer = client.post(reverse("people:hire"), data)
    assert answer.status_code == 422
    assert "X1" in answer.context["form"].errors["superior"][0]


def test_transfer_shows_what_changes_before_it_saves(client, hr_at_work, person):
    other = make_team(person.teammemberships.get().team.department)
    page = reverse("people:change", args=[person.number, "team"])
    version = client.get(page).context["version"]
    data = {
        "start": person.site.today().isoformat(),
        "value": other.pk,
        "version": version,
        "step": "preview",
    }
    answer = client.post(page, data)
    assert [entry.label for entry in answer.context["after"]][-1] == str(other)
    assert len(spans(TEAM, person.pk)) == 1
    assert client.post(page, data | {"step": "save"}).status_code == 302
    assert spans(TEAM, person.pk)[-1].value == other.pk


def test_stale_transfer_shows_both_versions(client, hr_at_work, person):
    department = person.teammemberships.get().team.department
    one, two = make_team(department), make_team(department)
    page = reverse("people:change", args=[person.number, "team"])
    version = client.get(page).context["version"]
    changes.transfer_team(person, one, start=person.site.today(), actor=hr_at_work)
    data = {"start": person.site.today().isoformat(), "value": two.pk, "version": version, "step": "save"}
    answer = client.post(page, data)
    assert answer.status_code == 422
    assert len(answer.context["seen"]) == 1
    assert len(answer.context["before"]) == 2


def test_stale_edit_shows_both_versions_and_saves_when_sent_again(client, hr_at_work, person):
    page = reverse("people:edit", args=[person.number])
    version = client.get(page).context["version"]
    Employee.objects.filter(pk=person.pk).update(phone="111")
    data = facts(site=person.site_id, hired_on=person.hired_on.isoformat(), phone="222", version=version)
    answer = client.post(page, data)
    assert answer.status_code == 422
    (line,) = answer.context["differences"]
    assert (line["now"], line["yours"]) == ("111", "222")
    data["version"] = answer.context["version"]
    assert client.post(page, data).status_code == 302
    person.refresh_from_db()
    assert person.phone == "222"


def test_a_stale_form_of_the_organisation_shows_both_versions_and_saves_when_sent_again(
    client, hr_at_work, person
):
    team = person.teammemberships.get().team
    place = {"country": "CN", "time_zone": "Asia/Shanghai", "statistics_start_day": "1"}
    forms = (
        (reverse("people:edit-site", args=[person.site.code]), person.site, place),
        (reverse("people:edit-department", args=[team.department_id]), team.department, {}),
        (reverse("people:edit-team", args=[team.pk]), team, {"is_active": "on"}),
        (reverse("people:post", args=["agent"]), make_post(PostCode.AGENT), {"rank": "7"}),
        (reverse("people:company"), person.site.company, {}),
    )
    for page, row, more in forms:
        version = client.get(page).context["version"]
        type(row).objects.filter(pk=row.pk).update(name="Theirs")
        data = {"name": "Mine", "version": version} | more
        answer = client.post(page, data)
        assert answer.status_code == 422, page
        assert [(line["now"], line["yours"]) for line in answer.context["differences"]] == [
            ("Theirs", "Mine")
        ]
        row.refresh_from_db()
        assert row.name == "Theirs"
        assert client.post(page, data | {"version": answer.context["version"]}).status_code == 302
        row.refresh_from_db()
        assert row.name == "Mine"


def test_planned_change_is_marked_and_taken_back(client, hr_at_work, person):
    other = make_team(person.teammemberships.get().team.department)
    start = person.site.today() + datetime.timedelta(days=10)
    changes.transfer_team(person, other, start=start, actor=hr_at_work)
    record = client.get(person.get_absolute_url())
    assert [entry.label for entry in record.context["planned"]] == [str(other)]
    client.post(reverse("people:undo", args=[person.number, "team", start]))
    assert len(spans(TEAM, person.pk)) == 1


def test_leave_with_subordinates_is_refused_with_the_reason(client, hr_at_work, person):
    leader = person.reportinglines.get().superior
    page = reverse("people:leave", args=[leader.number])
    answer = client.post(page, {"last_day": "2027-01-31"})
    assert answer.status_code == 422
    assert client.post(page, {"last_day": "2027-01-31", "successor": person.number}).status_code == 302
    leader.refresh_from_db()
    assert leader.left_on == datetime.date(2027, 2, 1)
    assert client.post(reverse("people:call-off-leave", args=[leader.number])).status_code == 302


def test_log_in_is_reset_closed_and_reopened(client, hr_at_work, person):
    act = lambda name: client.post(reverse("people:login", args=[person.number, name]))  # noqa: E731
    assert "temporary-password" in act("reset").content.decode()
    for name, is_active in (("close", False), ("reopen", True)):
        assert act(name).status_code == 302
        person.user.refresh_from_db()
        assert person.user.is_active is is_active
    assert act("open").status_code == 422
    assert act("explode").status_code == 404


def test_hr_cannot_touch_an_administrators_log_in(client, hr_at_work):
    admin = make_employee(PostCode.SYSADMIN)
    answer = client.post(reverse("people:login", args=[admin.number, "reset"]))
    assert answer.status_code == 422
    assert not Event.objects.filter(verb="people.employee.password_reset").exists()


def test_agent_sees_only_the_own_record_without_buttons(client, person):
    client.force_login(person.user)
    record = client.get(reverse("people:me"))
    assert record.status_code == 200
    assert not record.context["may_edit"]
    assert client.get(reverse("people:employees")).url == reverse("people:me")
    other = make_employee(site=person.site)
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(reverse("people:edit", args=[person.number])).status_code == 403
    assert client.get(reverse("people:reporting-line")).status_code == 404
    assert client.get(reverse("access:matrix")).status_code == 403


def test_director_views_and_exports_but_does_not_edit(client, person):
    client.force_login(make_user(PostCode.DIRECTOR, site=person.site))
    assert client.get(reverse("people:employees")).status_code == 200
    assert client.get(reverse("people:employees-workbook")).status_code == 200
    for name in ("hire",):
        assert client.get(reverse(f"people:{name}")).status_code == 403
    assert client.get(reverse("people:change", args=[person.number, "team"])).status_code == 403
    assert client.get(reverse("access:matrix")).status_code == 200
    assert client.get(reverse("access:matrix-workbook")).status_code == 200
    assert client.get(reverse("access:matrix") + "?post=agent").status_code == 200


def test_search_finds_by_number_and_in_both_scripts(client, hr_at_work, person):
    for text in (person.number, "li n", "李", "李娜"):
        answer = client.get(reverse("people:employees"), {"q": text})
        assert person.name in answer.content.decode(), text
    answer = client.get(reverse("people:employees"), {"q": "nobody"})
    assert "Li Na" not in answer.content.decode()


@pytest.mark.parametrize(
    ("status", "dates"),
    [
        ("employed", {}),
        ("starting", {"since": datetime.date(2099, 1, 1)}),
        ("leaving", {"left_on": datetime.date(2099, 1, 1)}),
        ("left", {"left_on": datetime.date(2021, 1, 1)}),
    ],
)
def test_status_filter(client, hr_at_work, status, dates):
    person = make_employee(name="Target Person", **dates)
    for asked in ("employed", "starting", "leaving", "left"):
        shown = "Target Person" in client.get(reverse("people:employees"), {"status": asked}).content.decode()
        assert shown is (asked == status or (asked, status) == ("employed", "leaving")), (asked, person)


def test_list_takes_the_same_queries_for_ten_and_for_a_hundred(client, hr_at_work):
    team = make_team()
    leader = make_employee(PostCode.SHIFT_LEADER, team=team)
    counts = []
    client.get(reverse("people:employees"), {"sort": "number"})  # the session remembers the list once
    for many in (10, 90):
        for _ in range(many):
            make_employee(team=team, superior=leader, with_user=False)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("people:employees"), {"sort": "number"})
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 22


def test_organisation_is_edited_in_the_browser(client, hr_at_work):
    client.post(
        reverse("people:add-site"),
        {"code": "dalian", "name": "Dalian", "name_zh": "大连", "country": "CN", "time_zone": "Asia/Shanghai",
         "statistics_start_day": "21"},
    )  # fmt: skip
    site = Site.objects.get(code="dalian")
    client.post(reverse("people:add-department", args=["dalian"]), {"code": "service", "name": "Service"})
    department = site.departments.get()
    client.post(reverse("people:add-team", args=[department.pk]), {"code": "one", "name": "One"})
    team = Team.objects.get(department=department)
    employee = make_employee(team=team)
    refused = client.post(reverse("people:edit-team", args=[team.pk]), {"name": "One"})
    assert refused.status_code == 422
    employee.teammemberships.all().delete()
    assert client.post(reverse("people:edit-team", args=[team.pk]), {"name": "One"}).status_code == 302
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert verbs >= {
        "people.site.created", "people.department.created", "people.team.created", "people.team.deactivated",
    }  # fmt: skip


def test_unknown_time_zone_and_a_taken_code_are_refused(client, hr_at_work):
    make_site("here")
    data = {
        "code": "here",
        "name": "X",
        "country": "CN",
        "time_zone": "Asia/Nowhere",
        "statistics_start_day": "1",
    }
    answer = client.post(reverse("people:add-site"), data)
    assert answer.status_code == 422
    assert "code" in answer.context["form"].errors
    answer = client.post(reverse("people:add-site"), data | {"code": "there"})
    assert "time_zone" in answer.context["form"].errors


def test_check_of_a_person_names_the_assignment_behind_each_permission(client, hr_at_work, person):
    department = make_department(person.site, name="Quality")
    start = person.site.today()
    changes.add_role(
        person, make_post(PostCode.DEPUTY_DIRECTOR), start=start, actor=hr_at_work, department=department
    )
    answer = client.get(reverse("people:person-permissions", args=[person.number]))
    check = answer.context["check"]
    assert len(check.holdings) == 2
    calls = next(p for p in check.permissions if p.subject.basis == "S0-4, S2D-6, S2E-4")
    reaches = {reason.grant.scope.name: reason.reaches for reason in calls.reasons}
    assert "Quality" in reaches["DEPARTMENT"]
    assert reaches["OWN"] == "Li Na"
