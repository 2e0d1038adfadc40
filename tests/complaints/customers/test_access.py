"""Who sees which customers (S2D-6, domain §3.4), who takes lists away, who looked, and leave to see more."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.audit.models import Event
from callcenter.notifications.models import Message
from callcenter.people.models import Employee, Site
from complaints.customers import access, serving
from complaints.customers.looks import services
from complaints.customers.models import AccessRequest, Customer, Liaison, Look
from tests.complaints.customers.factories import make_customer
from tests.factories import make_department, make_employee, make_site, make_team, make_user
from tests.refusals import refused, refused_by_the_database

pytestmark = pytest.mark.django_db
P = PostCode


@pytest.fixture
def site() -> Site:
    return make_site()


@pytest.fixture
def agent(site: Site) -> Employee:
    return make_employee(P.AGENT, site=site)


@pytest.fixture
def data_officer(site: Site) -> Employee:
    return make_employee(P.INFO_ADMIN, site=site)


def seen(user: User | AbstractBaseUser | None) -> set[Customer]:
    assert isinstance(user, User)
    user.__dict__.pop("_position", None)
    found = set(Customer.objects.visible_to(user))
    assert set(Customer.objects.listed_to(user)) == found
    return found


def test_an_agent_sees_those_they_look_after_keep_contact_with_and_recorded_today(
    site: Site, agent: Employee
) -> None:
    owned, kept, fresh, _other = (make_customer(site) for _ in range(4))
    old = make_customer(site, created_by=agent, created_at=timezone.now() - datetime.timedelta(hours=25))
    Customer.objects.filter(pk=owned.pk).update(owner=agent)
    Liaison.objects.create(customer=kept, employee=agent)
    Customer.objects.filter(pk=fresh.pk).update(created_by=agent)
    assert seen(agent.user) == {owned, kept, fresh}
    assert old not in seen(agent.user)


def test_an_agent_sees_those_they_serve_as_rooms_above_say(
    site: Site, agent: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    served, merged, kept = make_customer(site), make_customer(site), make_customer(site)
    Customer.objects.filter(pk=merged.pk).update(merged_into=kept)
    ids = Customer.objects.filter(pk__in=[served.pk, merged.pk])
    monkeypatch.setattr(serving, "_finds", {})
    serving.provide("test", lambda people: ids.filter(site__employees__in=people).values("pk"))
    assert seen(agent.user) == {served, kept}


def test_a_shift_leader_sees_those_of_their_teams_and_the_site_its_own(site: Site) -> None:
    team = make_team(make_department(site))
    leader = make_employee(P.SHIFT_LEADER, site=site, team=team)
    member, stranger = make_employee(site=site, team=team), make_employee(site=site)
    ours = make_customer(site, owner=member)
    others = make_customer(site, owner=stranger)
    elsewhere = make_customer()
    assert seen(leader.user) == {ours}
    for post in (P.COMPLAINT_OFFICER, P.COORDINATOR, P.DIRECTOR, P.CENTER_MANAGER):
        assert seen(make_user(post, site=site)) == {ours, others}
    for post in (P.GM, P.DEPUTY_GM, P.INFO_ADMIN):
        assert seen(make_user(post, site=site)) == {ours, others, elsewhere}
    for post in (P.HR, P.QA_TRAINER, P.SYSADMIN):
        assert seen(make_user(post, site=site)) == set()


TAKERS = {P.DIRECTOR, P.CENTER_MANAGER, P.DEPUTY_GM, P.SALES_DEPUTY_GM, P.GM, P.INFO_ADMIN}


@pytest.mark.parametrize("post", list(P))
def test_only_director_and_above_and_the_data_officer_take_lists_away(post: PostCode) -> None:
    assert access.may_export(make_user(post)) == (post in TAKERS)


def take(user: User | AbstractBaseUser | None) -> int:
    client = Client()
    assert user is not None
    client.force_login(user)
    return client.get("/complaints/customers/?export=csv").status_code


def test_a_list_that_is_taken_away_is_on_record_and_masked(site: Site) -> None:
    make_customer(site, phone="13800138000")
    client = Client()
    client.force_login(make_user(P.DIRECTOR, site=site))
    answer = client.get("/complaints/customers/?export=csv")
    text = b"".join(answer.streaming_content).decode()
    assert "13800138000" not in text
    assert "138****8000" in text
    assert Event.objects.get(verb="audit.list.exported").after["rows"] == 1


def test_whoever_leaves_takes_no_list_along(site: Site) -> None:
    stays = make_employee(P.DIRECTOR, site=site)
    leaves = make_employee(P.DIRECTOR, site=site, left_on=site.today() + datetime.timedelta(days=9))
    assert take(stays.user) == 200
    assert take(leaves.user) == 403


def test_the_data_officer_lets_somebody_see_a_customer_for_some_days(
    site: Site, agent: Employee, data_officer: Employee
) -> None:
    customer = make_customer(site)
    asked = services.ask_access(customer, reason="Calls me back tomorrow", actor=agent.user)
    assert Message.objects.filter(recipient=data_officer.user, kind="customers.access_asked").exists()
    assert seen(agent.user) == set()
    again = refused(services.ask_access, customer, reason="Again please", actor=agent.user)
    assert again == ["customers.asked_already"]
    granted = services.grant_access(asked, actor=data_officer.user)
    assert seen(agent.user) == {customer}
    assert granted.until is not None
    assert granted.until - timezone.now() < datetime.timedelta(days=7, seconds=1)
    with time_machine.travel(granted.until + datetime.timedelta(seconds=1), tick=False):
        assert seen(agent.user) == set()


def test_who_sees_a_site_and_was_let_see_another_s_customer_has_both(
    site: Site, data_officer: Employee
) -> None:
    manager = make_employee(P.CENTER_MANAGER, site=site)
    here, there, hidden = make_customer(site), make_customer(make_site()), make_customer(make_site())
    AccessRequest.objects.create(
        customer=there,
        employee=manager,
        reason="Complains at both",
        state="granted",
        until=timezone.now() + datetime.timedelta(days=1),
        decided_by=data_officer,
        decided_at=timezone.now(),
    )
    assert seen(manager.user) == {here, there}
    assert hidden not in seen(manager.user)


def test_a_request_is_refused_with_words_and_decided_once(
    site: Site, agent: Employee, data_officer: Employee
) -> None:
    asked = services.ask_access(make_customer(site), reason="Curious about them", actor=agent.user)
    assert refused(services.refuse_access, asked, words="", actor=data_officer.user) == [
        "customers.reason_needed"
    ]
    services.refuse_access(asked, words="You do not serve them", actor=data_officer.user)
    assert refused(services.grant_access, asked, actor=data_officer.user) == ["customers.not_asked"]
    assert seen(agent.user) == set()


def test_who_asked_may_withdraw_and_nobody_else_decides(
    site: Site, agent: Employee, data_officer: Employee
) -> None:
    asked = services.ask_access(make_customer(site), reason="Calls me back", actor=agent.user)
    for user in (agent.user, make_user(P.DIRECTOR, site=site), make_user(P.COMPLAINT_OFFICER, site=site)):
        with pytest.raises(PermissionDenied):
            services.grant_access(asked, actor=user)
    with pytest.raises(PermissionDenied):
        services.withdraw_access(asked, actor=make_user(P.AGENT, site=site))
    services.withdraw_access(asked, actor=agent.user)
    assert AccessRequest.objects.get().state == "withdrawn"


def test_nobody_decides_on_their_own_request(site: Site, agent: Employee) -> None:
    made = AccessRequest.objects.create(customer=make_customer(site), employee=agent, reason="Why not")
    refused_by_the_database(
        "access_is_decided_by_somebody_else",
        AccessRequest.objects.filter(pk=made.pk).update,
        decided_by=agent,
    )


def test_nobody_looks_at_numbers_of_customers_out_of_sight(site: Site, agent: Employee) -> None:
    customer = make_customer(site)
    with pytest.raises(PermissionDenied):
        services.reveal(customer, ["phone"], reason="I know them", actor=agent.user)
    assert not Look.objects.exists()


def test_a_look_is_kept_for_good(site: Site) -> None:
    customer = make_customer(site)
    services.reveal(customer, ["phone"], reason="Call back", actor=make_user(P.COMPLAINT_OFFICER, site=site))
    look = Look.objects.get()
    for write in (lambda: Look.objects.filter(pk=look.pk).update(reason="None"), look.delete):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            write()


def test_a_look_needs_a_reason_and_something_to_look_at(site: Site) -> None:
    customer, officer = make_customer(site), make_user(P.COMPLAINT_OFFICER, site=site)
    found = refused(services.reveal, customer, ["identity"], reason="?", actor=officer)
    assert found == ["customers.reason_needed", "customers.nothing_to_look_at"]
