"""Coming back under the old number: what goes on, what begins anew, what is refused."""

import datetime
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from callcenter.people.employees import changes, leaving, logins, services
from callcenter.people.employees.history import POST, SUPERIOR, TEAM, spans, tenures
from callcenter.people.employees.rules import Span, Tenure
from callcenter.people.employees.services import Facts
from callcenter.people.models import Employee, Employment
from tests.factories import (
    HIRED_ON,
    make_employee,
    make_employment,
    make_post,
    make_site,
    make_team,
    make_user,
)
from tests.people.setting import LATER, TODAY
from tests.refusals import codes
from tests.together import outcomes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_shanghai")]
GONE = datetime.date(2026, 3, 1)
BACK = datetime.date(2026, 11, 16)


@pytest.fixture
def leaver(hr):
    """Somebody who left in March, with a team and a superior until then; the log-in is closed."""
    employee = make_employee(team=make_team(), superior=make_employee())
    return leaving.record_leave(employee, GONE, actor=hr, reason="moved away")


def rehire(employee, hr, day=TODAY, **fields):
    post = fields.pop("post", None) or make_post(PostCode.AGENT)
    return services.rehire_employee(employee, day, actor=hr, post=post, **fields)


def test_who_comes_back_has_two_employments_and_one_record(hr, leaver):
    team = make_team(leaver.teammemberships.get().team.department)
    back = rehire(leaver, hr, team=team)
    assert tenures(back) == [Tenure(HIRED_ON, GONE), Tenure(TODAY, None)]
    assert (back.pk, back.number, back.hired_on, back.left_on) == (leaver.pk, leaver.number, TODAY, None)
    assert [span.value for span in spans(TEAM, back.pk)] == [leaver.teammemberships.first().team_id, team.pk]
    assert spans(SUPERIOR, back.pk)[-1].end == GONE
    assert spans(POST, back.pk)[-1] == Span(TODAY, None, (make_post(PostCode.AGENT).pk, None))
    assert Employment.objects.order_by("period").first().leave_reason == "moved away"
    event = Event.objects.get(verb="people.employee.rehired")
    assert (event.before["left_on"], event.after["hired_on"]) == ("2026-03-01", "2026-11-18")


def test_every_day_knows_whether_somebody_was_employed(hr, leaver):
    back = rehire(leaver, hr)
    days = {HIRED_ON: True, GONE: False, BACK: False, TODAY: True, LATER: True}
    for day, expected in days.items():
        assert back.is_employed(day) is expected, day
        assert Employee.objects.employed(day).filter(pk=back.pk).exists() is expected, day


def test_log_in_stays_closed_until_hr_opens_it_with_a_new_password(hr, leaver):
    back = rehire(leaver, hr)
    back.user.refresh_from_db()
    assert not back.user.is_active
    assert logins.renew_login(back, actor=hr)
    back.user.refresh_from_db()
    assert back.user.is_active
    assert back.user.must_change_password
    assert leaving.close_logins_of_leavers() == 0


def test_hiring_a_former_number_points_to_the_record(hr, leaver):
    facts = Facts(name="Li Na", hired_on=TODAY)
    with pytest.raises(RuleViolation) as refusal:
        services.hire_employee(
            leaver.number.lower(), facts, actor=hr, site=make_site(), post=make_post(PostCode.AGENT)
        )
    assert codes(refusal) == ["people.former_number"]


@pytest.mark.parametrize("left_on", [None, LATER])
def test_who_has_not_gone_cannot_come_back(hr, left_on):
    employee = make_employee(left_on=left_on)
    with pytest.raises(RuleViolation) as refusal:
        rehire(employee, hr, datetime.date(2027, 1, 1))
    assert codes(refusal) == ["people.has_not_gone"]


def test_the_return_lies_after_the_leave(hr, leaver):
    with pytest.raises(RuleViolation) as refusal:
        rehire(leaver, hr, GONE - datetime.timedelta(days=1), reason="file came late")
    assert codes(refusal) == ["people.employed_already"]
    assert rehire(leaver, hr, GONE, reason="file came late").hired_on == GONE


def test_a_return_in_the_past_needs_a_reason(hr, leaver):
    with pytest.raises(RuleViolation) as refusal:
        rehire(leaver, hr, BACK)
    assert codes(refusal) == ["people.reason_needed"]
    assert rehire(leaver, hr, BACK, reason="papers came late").hired_on == BACK


def test_the_return_names_every_reason_against_the_place_at_once(hr, leaver):
    gone = make_employee(left_on=datetime.date(2026, 1, 1))
    old_team = make_team(is_active=False)
    with pytest.raises(RuleViolation) as refusal:
        rehire(leaver, hr, team=old_team, superior=gone, post=make_post(PostCode.SYSADMIN))
    assert codes(refusal) == [
        "people.team_not_active",
        "people.team_of_other_site",
        "people.superior_leaves",
        "people.administrator_only",
    ]


@pytest.mark.parametrize("post", [PostCode.AGENT, PostCode.DIRECTOR, PostCode.GM])
def test_only_hr_and_the_administrator_hire_again(leaver, post):
    with pytest.raises(PermissionDenied):
        rehire(leaver, make_user(post))


def test_history_of_the_first_employment_is_still_corrected(hr, leaver):
    rehire(leaver, hr)
    first = spans(TEAM, leaver.pk)[0]
    other = make_team(leaver.teammemberships.get().team.department)
    by = Span(HIRED_ON, GONE, other.pk)
    changes.correct_period(leaver, "team", start=first.start, by=by, actor=hr, reason="typing error")
    assert spans(TEAM, leaver.pk)[0] == by
    past = Span(HIRED_ON, BACK, other.pk)
    with pytest.raises(RuleViolation) as refusal:
        changes.correct_period(leaver, "team", start=HIRED_ON, by=past, actor=hr, reason="typing error")
    assert codes(refusal) == ["people.after_leave_end"]


def test_hire_date_of_the_return_moves_but_not_into_the_time_before(hr, leaver):
    back = rehire(leaver, hr)
    facts = services.facts_of(back)
    services.edit_employee(back, Facts(**{**vars(facts), "hired_on": BACK}), actor=hr)
    assert tenures(back)[-1] == Tenure(BACK, None)
    assert spans(POST, back.pk)[-1].start == BACK
    early = datetime.date(2026, 2, 1)
    with pytest.raises(RuleViolation) as refusal:
        services.edit_employee(back, Facts(**{**vars(facts), "hired_on": early}), actor=hr)
    assert codes(refusal) == ["people.employed_already"]


def test_who_came_back_leaves_again_and_the_leave_is_called_off(hr, leaver):
    back = leaving.record_leave(rehire(leaver, hr), LATER, actor=hr)
    assert tenures(back) == [Tenure(HIRED_ON, GONE), Tenure(TODAY, LATER)]
    assert tenures(leaving.call_off_leave(back, actor=hr))[-1] == Tenure(TODAY, None)


def test_who_was_away_cannot_have_been_a_superior_then(hr, leaver):
    rehire(leaver, hr)
    member = make_employee()
    with pytest.raises(RuleViolation) as refusal:
        changes.change_superior(member, leaver, start=BACK, actor=hr, reason="papers came late")
    assert codes(refusal) == ["people.superior_not_yet_hired"]


def test_database_refuses_two_employments_on_one_day_and_one_without_a_day():
    employee = make_employee()
    for period in (DateRange(TODAY, None), DateRange(empty=True), DateRange(None, HIRED_ON)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Employment.objects.create(employee=employee, period=period)


def test_database_keeps_the_days_of_the_record_those_of_the_latest_employment():
    employee = make_employee(left_on=GONE)
    make_employment(employee, TODAY)
    employee.refresh_from_db()
    assert (employee.hired_on, employee.left_on) == (TODAY, None)
    Employment.objects.filter(employee=employee, period__startswith=TODAY).delete()
    employee.refresh_from_db()
    assert (employee.hired_on, employee.left_on) == (HIRED_ON, GONE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "write",
    [
        lambda employee: Employee.objects.filter(pk=employee.pk).update(left_on=TODAY),
        lambda employee: Employment.objects.filter(employee=employee).delete(),
        lambda employee: Employee.objects.create(
            number="N1", name="Li Na", site=employee.site, hired_on=TODAY
        ),
    ],
)
def test_database_refuses_a_record_with_other_days_than_its_employment(write):
    employee = make_employee()
    with pytest.raises(IntegrityError, match="latest employment"):
        write(employee)


@pytest.mark.django_db(transaction=True)
def test_two_hands_hire_somebody_again_once():
    hr = make_user(PostCode.HR)
    employee = make_employee(left_on=GONE)
    post = make_post(PostCode.AGENT)
    once = partial(services.rehire_employee, employee, TODAY, actor=hr, post=post)
    assert outcomes(once, once) == ["done", "people.has_not_gone"]
    assert Employment.objects.filter(employee=employee).count() == 2


def test_hr_hires_again_on_the_page_of_the_leaver_and_sees_the_new_password_once(client, hr_at_work):
    employee = make_employee(left_on=GONE)
    record = client.get(employee.get_absolute_url()).content.decode()
    page = reverse("people:rehire", args=[employee.number])
    assert page in record
    data = {"hired_on": TODAY.isoformat(), "site": employee.site_id, "post": make_post(PostCode.AGENT).pk}
    refused = client.post(page, data | {"hired_on": "2026-02-01", "reason": "late"})
    assert refused.status_code == 422
    assert refused.context["form"].errors["hired_on"]
    answer = client.post(page, data | {"with_login": "on"})
    assert "temporary-password" in answer.content.decode()
    shown = client.get(employee.get_absolute_url()).content.decode()
    assert "temporary-password" not in shown
    assert "2026-02-28" in shown  # the last day of the employment before
    assert page not in shown


def test_hire_page_offers_to_hire_the_former_holder_of_a_number_again(client, hr_at_work):
    employee = make_employee(left_on=GONE, name="Li Na")
    data = {
        "number": employee.number, "name": "Li Na", "job_type": "inbound", "skill_level": "2",
        "hired_on": TODAY.isoformat(), "site": employee.site_id, "post": make_post(PostCode.AGENT).pk,
    }  # fmt: skip
    answer = client.post(reverse("people:hire"), data)
    assert answer.status_code == 422
    assert reverse("people:rehire", args=[employee.number]) in answer.content.decode()


def test_api_hires_again_and_shows_every_employment(client, hr_at_work):
    employee = make_employee(left_on=GONE)
    make_post(PostCode.AGENT)
    address = f"/api/v1/people/employees/{employee.number}/rehire/"
    sent = {"hired_on": TODAY.isoformat(), "post": "agent"}
    answer = client.post(address, sent, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert [one["left_on"] for one in answer.json()["employments"]] == ["2026-03-01", None]
    again = client.post(address, sent, content_type="application/json")
    assert again.status_code == 409
    assert again.json()["objections"][0]["code"] == "people.has_not_gone"
