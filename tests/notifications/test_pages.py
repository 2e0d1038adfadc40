"""The bell, the list of one's notifications, preferences, deliveries."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.models import Job, State, Step, Work
from callcenter.notifications import errors
from callcenter.notifications.delivery import planning
from callcenter.notifications.delivery.models import State as DeliveryState
from callcenter.notifications.kinds import Email
from callcenter.notifications.models import Delivery, Message, Preference, Times
from callcenter.notifications.services import notify
from callcenter.operation.retention import registry as retention
from callcenter.people.models import Employee
from callcenter.rulebook.values import value
from tests.factories import make_employee, make_team, make_user
from tests.notifications.factories import make_reader

pytestmark = pytest.mark.django_db


def told(user, key="1", what="It", kind="tests.happened", **fields) -> Message:
    notify(kind, recipients=[user], key=key, figures={"what": what}, **fields)
    return Message.objects.get(kind=kind, key=key, recipient=user)


@pytest.fixture
def user():
    return make_user(PostCode.HR)


@pytest.fixture
def browser(client: Client, user) -> Client:
    client.force_login(user)
    return client


def test_every_page_shows_how_much_is_unread(browser, user):
    page = browser.get("/account/profile/").content.decode()
    assert "Notifications, none unread" in page
    for number in range(3):
        told(user, str(number))
    told(make_user(), "of another")
    page = browser.get("/account/profile/").content.decode()
    assert 'aria-label="Notifications, 3 unread"' in page
    assert "data-bell-count>3</span>" in page


def test_the_bell_counts_to_99_and_costs_one_query_whatever_there_is(
    browser, user, django_assert_num_queries
):
    from callcenter.notifications.messages.bell import bell

    request = browser.get("/account/profile/").wsgi_request
    with django_assert_num_queries(1):
        assert bell(request).count == ""
    Message.objects.bulk_create(
        Message(kind="tests.happened", key=str(n), recipient=user) for n in range(300)
    )
    with django_assert_num_queries(1):
        found = bell(request)
    assert (found.count, found.label) == ("99+", "Notifications, more than 99 unread")


def test_asking_again_is_answered_304_until_something_changes(browser, user):
    first = browser.get("/notifications/unread/")
    assert first.json() == {"unread": 0, "count": "", "label": "Notifications, none unread"}
    tag = {"If-None-Match": first["ETag"]}
    assert browser.get("/notifications/unread/", headers=tag).status_code == 304
    told(user)
    again = browser.get("/notifications/unread/", headers=tag)
    assert (again.status_code, again.json()["count"]) == (200, "1")


def test_opening_a_message_leads_to_its_object_and_marks_it_read(browser, user):
    employee = make_employee(site=user.employee.site)
    message = told(user, subject=employee)
    assert browser.get(message.get_absolute_url()).url == employee.get_absolute_url()
    message.refresh_from_db()
    assert message.is_read
    first = message.read_at
    browser.get(message.get_absolute_url())
    message.refresh_from_db()
    assert message.read_at == first


def test_what_a_post_reaches_no_longer_is_neither_said_nor_opened(client):
    team = make_team()
    colleague = make_employee(team=team)
    leader = make_user(PostCode.SHIFT_LEADER, team=team)
    message = told(leader, what="The colleague", subject=colleague)
    client.force_login(leader)
    assert "The colleague happened" in client.get("/notifications/").content.decode()
    colleague.teammemberships.update(team=make_team(team.department))
    for address in ("/notifications/", "/notifications/latest/"):
        page = client.get(address).content.decode()
        assert "The colleague happened" not in page
        assert "no longer open to you" in page
    answer = client.get(message.get_absolute_url())
    assert answer.url == "/notifications/"
    [row] = client.get("/api/v1/notifications/messages/").json()["results"]
    assert (row["url"], "no longer open" in row["sentence"]) == ("", True)
    book = client.get("/notifications/?export=csv")
    assert "The colleague" not in b"".join(book).decode("utf-8-sig", "replace")


def test_nobody_sees_or_marks_the_messages_of_another(browser, user):
    other = told(make_user())
    assert browser.get(other.get_absolute_url()).status_code == 404
    browser.post("/notifications/mark-read/", {"selected": other.pk})
    browser.post("/notifications/mark-all-read/")
    other.refresh_from_db()
    assert not other.is_read


def test_chosen_messages_are_marked_read_and_unread(browser, user):
    chosen = [told(user, str(number)).pk for number in range(3)]
    browser.post("/notifications/mark-read/", {"selected": [*chosen[:2], "junk"]})
    assert Message.objects.unread().count() == 1
    browser.post("/notifications/mark-unread/", {"selected": chosen[:1]})
    assert Message.objects.unread().count() == 2


def test_everything_is_marked_read_at_once_and_taken_back(browser, user):
    read = told(user, "0")
    Message.objects.filter(pk=read.pk).update(read_at=timezone.now() - datetime.timedelta(days=1))
    newest = [told(user, str(number)).pk for number in range(1, 4)][-1]
    later = told(user, "came after the page was opened")
    answer = browser.post("/notifications/mark-all-read/", {"newest": newest}, follow=True)
    assert list(Message.objects.unread()) == [later]
    assert "Undo" in answer.content.decode()
    browser.post("/notifications/undo-all-read/", {"at": answer.context["undo"]})
    assert Message.objects.unread().count() == 4
    read.refresh_from_db()
    assert read.is_read
    for junk in ("", "2026-13-45T00:00", "yesterday"):
        assert browser.post("/notifications/undo-all-read/", {"at": junk}).status_code == 302


def test_marking_leads_back_to_our_own_pages_only(browser):
    for target, where in (
        ("/notifications/?unread=true", "/notifications/?unread=true"),
        ("https://evil.example/", "/notifications/"),
    ):
        assert browser.post("/notifications/mark-read/", {"next": target}).url == where


def test_the_list_is_filtered_and_its_queries_do_not_grow_with_its_rows(
    browser, user, django_assert_max_num_queries
):
    def queries(count: int) -> int:
        with django_assert_max_num_queries(20) as counted:
            assert browser.get("/notifications/?kind=tests.happened").status_code == 200
        return len(counted)

    for number in range(2):
        told(user, str(number), subject=make_employee())
    queries(2)  # the first time the list remembers where one was
    few = queries(2)
    for number in range(2, 40):
        told(user, str(number), subject=make_employee(with_user=False))
    assert queries(40) == few
    told(user, "urgent", "Something", "tests.urgent")
    page = browser.get("/notifications/?kind=tests.urgent").content.decode()
    assert "Something is late" in page
    assert "It happened" not in page


def test_an_empty_list_says_what_will_come(browser):
    assert "Deadlines, answers to your requests" in browser.get("/notifications/").content.decode()


def test_the_page_is_in_the_readers_language(client):
    reader = make_reader("zh-hans")
    told(reader)
    client.force_login(reader)
    page = client.get("/notifications/").content.decode()
    assert "全部标为已读" in page
    assert "通知，1 条未读" in page


def test_preferences_are_kept_where_they_differ_from_the_default(browser, user):
    form = {"tests.happened": "off", "tests.prompt": "at_once", "is_quiet": "on", "digest_at": "17:15"}
    assert browser.post("/notifications/preferences/", form).status_code == 302
    assert list(Preference.objects.values_list("kind", "email")) == [("tests.happened", Email.OFF)]
    times = Times.objects.get()
    assert (times.is_quiet, times.quiet_from, times.digest_at) == (True, None, datetime.time(17, 15))
    page = browser.get("/notifications/preferences/").content.decode()
    assert 'value="17:15"' in page
    browser.post("/notifications/preferences/", {"tests.happened": "digest", "is_quiet": "on"})
    assert (Preference.objects.count(), Times.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("times", "sentence"),
    [
        ({"quiet_from": "20:00"}, "need a beginning and an end"),
        ({"quiet_from": "20:00", "quiet_until": "20:00"}, "at different times"),
        ({"digest_at": "25:99"}, "Enter a valid time"),
    ],
)
def test_times_that_make_no_sense_are_refused_with_a_sentence(browser, times, sentence):
    answer = browser.post("/notifications/preferences/", times)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Times.objects.exists()


def test_an_urgent_kind_offers_no_digest(browser):
    answer = browser.post("/notifications/preferences/", {"tests.urgent": "digest"})
    assert answer.status_code == 422


def given_up(user, **fields) -> Delivery:
    message = told(user, **fields)
    return Delivery.objects.create(
        message=message,
        way="email",
        lane="email",
        state=DeliveryState.DEAD,
        attempt=8,
        error=errors.packed("mail.refused", codes="550"),
        ended_at=timezone.now(),
    )


def test_who_looks_after_deliveries_sees_how_they_went_and_not_what_was_said(client):
    director = make_user(PostCode.DIRECTOR)
    site = director.employee.site
    dead = given_up(make_user(site=site), what="A secret", site_id=site.pk)
    elsewhere = given_up(make_user(), key="2")
    client.force_login(director)
    page = client.get("/notifications/deliveries/").content.decode()
    assert "refused the recipient (550)" in page
    assert "A secret" not in page
    assert elsewhere.get_absolute_url() not in page
    assert "A secret" not in client.get(dead.get_absolute_url()).content.decode()
    assert client.get(elsewhere.get_absolute_url()).status_code == 404


def test_a_delivery_that_was_given_up_is_tried_again_once_somebody_asks(client):
    admin = make_user(PostCode.SYSADMIN)
    dead = given_up(make_user())
    client.force_login(admin)
    assert client.post(reverse("notifications:delivery_retry", args=[dead.pk])).status_code == 302
    dead.refresh_from_db()
    assert (dead.state, dead.attempt, dead.error) == (DeliveryState.WAITING, 0, "")
    event = Event.objects.get(verb="notifications.delivery.retried")
    assert (event.actor, event.before["attempts"]) == (admin, 8)
    again = client.post(reverse("notifications:delivery_retry", args=[dead.pk]))
    assert (again.status_code, "given up can be tried again" in again.content.decode()) == (422, True)


def job_of(user, seconds: int) -> Job:
    return Job.objects.create(
        work=Work.EXPORT,
        kind="files.list",
        label="Employees",
        step=Step.MAKE,
        state=State.RUNNING,
        requested_by=user,
        started_at=timezone.now() - datetime.timedelta(seconds=seconds),
    )


def test_long_work_rings_the_bell_of_who_asked_for_it_and_short_work_does_not(browser, user):
    jobs.finish(job_of(user, 2), State.DONE)
    assert not Message.objects.exists()
    job = job_of(user, 11)
    jobs.finish(job, State.DONE)
    jobs.finish(job, State.DONE)
    message = Message.objects.get()
    assert (message.sentence, message.recipient) == ("“Employees” is done: Employees.", user)
    assert browser.get(message.get_absolute_url()).url == job.get_absolute_url()


def test_work_that_went_wrong_rings_whatever_it_took(user):
    jobs.finish(job_of(user, 1), State.FAILED, message="The disk is full.")
    assert Message.objects.get().sentence == "“Employees” (Employees): The disk is full."


def test_work_that_nobody_asked_for_and_cancelled_work_ring_nobodys_bell(user):
    jobs.finish(job_of(None, 20), State.DONE)
    jobs.finish(job_of(user, 20), State.CANCELLED)
    assert not Message.objects.exists()


def test_messages_are_forgotten_when_the_rulebook_says_so_but_for_those_on_their_way(user):
    old, waiting, fresh = (told(user, str(number)) for number in range(3))
    planning.plan()
    Delivery.objects.create(message=waiting, way="email", lane="email")
    past = timezone.now() - datetime.timedelta(days=181)
    Message.objects.filter(pk__in=[old.pk, waiting.pk]).update(created_at=past)
    keeper = retention.get("notifications.message")
    before = timezone.now() - datetime.timedelta(days=value(keeper.rule_key))
    assert (keeper.purge.count(before), keeper.purge.drop(before, 100)) == (1, 1)
    assert set(Message.objects.all()) == {waiting, fresh}


def test_programs_read_their_own_messages_and_mark_them(browser, user):
    employee = make_employee(site=user.employee.site)
    message = told(user, subject=employee)
    told(make_user(), "of another")
    [row] = browser.get("/api/v1/notifications/messages/?unread=true").json()["results"]
    assert (row["sentence"], row["url"], row["read_at"]) == (
        "It happened",
        Employee.objects.get(pk=employee.pk).get_absolute_url(),
        None,
    )
    for _n in range(2):
        answer = browser.post(f"/api/v1/notifications/messages/{message.pk}/read/")
        assert answer.status_code == 200
        assert answer.json()["read_at"]
    assert browser.get("/api/v1/notifications/messages/?unread=true").json()["results"] == []
