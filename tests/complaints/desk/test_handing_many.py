"""More complaints than a page can wait for get one owner by a job: each by itself, once, whatever interrupts it."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.accounts.services import deactivate
from callcenter.audit.models import Event
from callcenter.files.bulk import registry, services
from callcenter.files.bulk.models import Fate, JobLine
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.models import Job
from callcenter.files.jobs.models import State as JobState
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from complaints.cases.models import Case, State
from complaints.desk.handing.many import KIND, hand_over_many
from tests.complaints.factories import make_case, make_center
from tests.factories import make_employee, make_site

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process ends here; nothing after it runs."""


def many(center: Any, count: int) -> list[Case]:
    return [make_case(center.site, State.ACCEPTED, owner=center.director) for _number in range(count)]


def asked(center: Any, cases: list[Case], owner: Any = None) -> Job:
    return hand_over_many(
        [case.pk for case in cases],
        owner or center.officer,
        actor=center.user("director"),
        site=center.site,
        reason="Holiday",
    )


def ran(job: Job) -> Job:
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def test_each_is_handed_over_and_those_that_cannot_be_say_why() -> None:
    center = make_center()
    good, theirs = many(center, 2), make_case(center.site, State.ACCEPTED, owner=center.officer)
    over = make_case(center.site, State.CLOSED, owner=center.director)
    about = make_case(center.site, State.ACCEPTED, owner=center.director, about=center.officer)
    job = ran(asked(center, [*good, theirs, over, about]))
    assert (job.state, job.error_count, job.rows_done) == (JobState.DONE, 2, 5)
    fates = {line.title: (line.fate, line.words) for line in job.lines.all()}
    assert fates[good[0].reference] == (Fate.DONE, str(center.director))
    assert fates[theirs.reference] == (Fate.UNCHANGED, "")
    assert fates[over.reference][0] == fates[about.reference][0] == Fate.REFUSED
    assert over.reference in fates[over.reference][1]
    assert {case.owner_id for case in Case.objects.filter(pk__in=[one.pk for one in good])} == {
        center.officer.pk
    }
    about.refresh_from_db()
    assert about.owner_id == center.director.pk


def test_new_owner_hears_of_all_of_them_once_and_the_trail_says_how_many() -> None:
    center = make_center()
    cases = many(center, 30)
    ran(asked(center, cases))
    assert Message.objects.filter(kind="desk.handed_over").count() == 1
    assert not Message.objects.filter(kind="cases.assigned").exists()
    (event,) = Event.objects.filter(verb="desk.cases.handed_over")
    assert event.after["done"] == 30
    assert Event.objects.filter(verb="cases.case.assigned").count() == 30


def test_a_killed_job_goes_on_where_it_was_and_hands_over_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    center = make_center()
    cases = many(center, services.STRETCH + 10)
    job = asked(center, cases)
    act, seen = registry.get(KIND), []

    def until_killed(asked_job: Job, case: Case, actor: Any) -> str | None:
        seen.append(case.pk)
        if len(seen) == services.STRETCH + 5:
            raise Killed
        return act.do(asked_job, case, actor)

    monkeypatch.setitem(
        registry._acts, KIND, registry.Act(act.kind, act.may, act.load, until_killed, act.ended)
    )
    with pytest.raises(Killed):
        jobs.run(job.pk)
    assert JobLine.objects.filter(job=job).count() == services.STRETCH
    monkeypatch.setitem(registry._acts, KIND, act)
    assert jobs.sweep() == 1
    ran(job)
    assert (job.state, job.counts) == (JobState.DONE, {"done": services.STRETCH + 10})
    assert Event.objects.filter(verb="cases.case.assigned").count() == services.STRETCH + 10
    assert Event.objects.filter(verb="desk.cases.handed_over").count() == 1


def test_asked_twice_the_second_changes_nothing() -> None:
    center = make_center()
    cases = many(center, 3)
    ran(asked(center, cases))
    again = ran(asked(center, cases))
    assert again.counts == {"as_it_was": 3}
    assert Event.objects.filter(verb="cases.case.assigned").count() == 3
    assert Message.objects.filter(kind="desk.handed_over").count() == 1


def test_whoever_left_in_between_hands_over_nothing() -> None:
    center = make_center()
    cases = many(center, 2)
    job = asked(center, cases)
    deactivate(center.user("director"))
    ran(job)
    assert (job.state, job.lines.count()) == (JobState.REFUSED, 0)
    assert "no longer include" in job.message


def test_a_job_that_was_stopped_leaves_what_it_did_and_says_what_it_left(client: Client) -> None:
    center = make_center()
    job = asked(center, many(center, 4))
    jobs.cancel_job(job, actor=center.user("director"))
    client.force_login(center.user("director"))
    page = client.get(job.get_absolute_url()).content.decode()
    assert "4 rows were not reached" in page


def test_none_and_more_than_a_job_holds_are_refused() -> None:
    center = make_center()
    for keys in ([], list(range(1, services.MOST + 2))):
        with pytest.raises(RuleViolation):
            hand_over_many(keys, center.officer, actor=center.user("director"), site=center.site, reason="")


def test_who_does_not_serve_may_not_ask() -> None:
    center = make_center()
    with pytest.raises(PermissionDenied):
        hand_over_many([1], center.officer, actor=center.user("agent"), site=center.site, reason="")


def test_database_keeps_a_row_of_a_job_once_and_a_refusal_with_its_reason() -> None:
    from django.db import IntegrityError, transaction

    center = make_center()
    job = asked(center, many(center, 1))
    JobLine.objects.create(job=job, place=1, title="KS", fate=Fate.DONE)
    for fields in ({"place": 1, "fate": Fate.DONE}, {"place": 2, "fate": Fate.REFUSED}):
        with pytest.raises(IntegrityError), transaction.atomic():
            JobLine.objects.create(job=job, title="KS", **fields)


def test_all_that_match_are_asked_for_shown_and_handed_over(client: Client) -> None:
    center = make_center()
    cases = many(center, 25)
    other = make_case(center.site, State.CLOSED, owner=center.director)
    make_case(make_site(), State.ACCEPTED)
    client.force_login(center.user("director"))
    query = "state=accepted"
    page = client.post("/complaints/desk/assign/", {"matching": query, "next": f"/complaints/cases/?{query}"})
    assert page.status_code == 200
    assert "25 complaints" in page.content.decode()
    assert "and 5 more" in page.content.decode()
    done = client.post(
        "/complaints/desk/assign/",
        {
            "matching": query,
            "count": "25",
            "owner": center.officer.pk,
            "reason": "",
            "next": "/complaints/cases/",
        },
    )
    job = Job.objects.get(kind=KIND)
    assert (done.status_code, done["Location"]) == (302, job.get_absolute_url())
    assert job.params["keys"] == sorted(case.pk for case in cases)
    ran(job)
    shown = client.get(job.get_absolute_url()).content.decode()
    assert cases[0].reference in shown
    assert other.reference not in shown
    taken = client.get(f"{job.get_absolute_url()}rows/")
    assert taken.status_code == 200


def test_figures_stay_when_the_lines_are_no_longer_kept(client: Client) -> None:
    center = make_center()
    job = ran(asked(center, many(center, 2)))
    job.lines.all().delete()
    client.force_login(center.user("director"))
    page = client.get(job.get_absolute_url())
    assert [figure["value"] for figure in page.context["figures"]] == [2, 0, 0]
    assert (page.context["groups"], page.context["left"]) == ([], 0)


def test_what_came_in_between_is_looked_at_first(client: Client) -> None:
    center = make_center()
    many(center, 3)
    client.force_login(center.user("director"))
    given = {"matching": "state=accepted", "count": "2", "owner": center.officer.pk, "reason": ""}
    page = client.post("/complaints/desk/assign/", given)
    assert page.status_code == 422
    assert "Meanwhile 3 complaints match" in page.content.decode()
    assert not Job.objects.exists()


def test_a_filter_that_is_not_understood_hands_over_nothing(client: Client) -> None:
    center = make_center()
    many(center, 1)
    client.force_login(center.user("director"))
    page = client.post(
        "/complaints/desk/assign/", {"matching": "state=nonsense", "next": "/complaints/cases/"}
    )
    assert (page.status_code, page["Location"]) == (302, "/complaints/cases/")


def test_more_ticked_than_a_page_can_wait_for_go_to_a_job(client: Client) -> None:
    center = make_center()
    cases = many(center, 201)
    client.force_login(center.user("director"))
    given = {"selected": [case.pk for case in cases], "owner": center.officer.pk, "reason": ""}
    client.post("/complaints/desk/assign/", given)
    job = ran(Job.objects.get(kind=KIND))
    assert job.counts == {"done": 201}
    assert job.finished_at is not None
    assert job.finished_at <= timezone.now()


def test_list_offers_all_that_match_to_who_may_hand_over(client: Client) -> None:
    center = make_center()
    many(center, 1)
    client.force_login(center.user("director"))
    assert (
        'name="matching" value="state=accepted"'
        in client.get("/complaints/cases/?state=accepted").content.decode()
    )
    officer = make_employee(PostCode.GROUP_LEADER, site=center.site)
    client.force_login(officer.user)
    assert 'name="matching"' not in client.get("/complaints/cases/?state=accepted").content.decode()
