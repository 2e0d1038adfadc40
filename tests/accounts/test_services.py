"""Log-ins as HR and administrators make, reset and close them; whom single sign-on lets in."""

import datetime
import re
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.cache import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from callcenter.accounts import services, single_sign_on
from callcenter.accounts.adapters import SingleSignOnAdapter
from callcenter.accounts.models import User
from callcenter.accounts.tasks import drop_ended_sessions
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from tests import factories
from tests.together import outcomes


@pytest.mark.django_db
def test_a_new_log_in_has_a_temporary_password_that_must_be_changed() -> None:
    user, password = services.create_login(" E1 ", email="e1@example.com", language="zh-hans")
    assert (user.username, user.must_change_password, user.language) == ("E1", True, "zh-hans")
    assert user.check_password(password)


def test_temporary_passwords_can_be_read_out_and_differ() -> None:
    made = {services.temporary_password() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", password) for password in made)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "code"), [("e1", "accounts.username_taken"), ("  ", "accounts.username_empty")]
)
def test_a_taken_or_empty_user_name_is_refused(name: str, code: str) -> None:
    services.create_login("E1")
    with pytest.raises(RuleViolation) as refusal:
        services.create_login(name)
    assert [objection.code for objection in refusal.value.objections] == [code]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_create_the_same_log_in_at_once_one_succeeds() -> None:
    create = partial(services.create_login, "E1")
    assert outcomes(create, create) == ["accounts.username_taken", "done"]
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_reset_password_replaces_the_old_one_and_must_be_changed() -> None:
    user = factories.make_user()
    password = services.reset_password(user)
    user.refresh_from_db()
    assert user.check_password(password)
    assert not user.check_password(factories.PASSWORD)
    assert user.must_change_password


@pytest.mark.django_db
def test_single_sign_on_finds_the_log_in_by_employee_number_then_by_a_proven_address() -> None:
    user = factories.make_user()
    User.objects.filter(pk=user.pk).update(email="Wang@example.com")
    by_number = {"preferred_username": user.username.lower()}
    assert single_sign_on.find_user(by_number, "preferred_username") == user
    proven = {"email": "wang@example.com", "email_verified": True}
    assert single_sign_on.find_user(proven, "preferred_username") == user
    assert single_sign_on.find_user(proven | {"email_verified": False}, "preferred_username") is None
    assert single_sign_on.find_user({}, "preferred_username") is None


@pytest.mark.django_db
def test_single_sign_on_does_not_guess_between_two_log_ins_with_one_address() -> None:
    for _ in range(2):
        User.objects.filter(pk=factories.make_user().pk).update(email="shared@example.com")
    assert single_sign_on.find_user({"email": "shared@example.com", "email_verified": True}, "sub") is None


@pytest.mark.django_db
def test_single_sign_on_lets_no_closed_log_in_in() -> None:
    user = factories.make_user()
    services.deactivate(user)
    assert single_sign_on.find_user({"sub": user.username}, "sub") is None


class Identity(SimpleNamespace):
    """What allauth hands the adapter, as far as it is asked."""

    is_existing = False
    connected: Any = None

    def connect(self, request: Any, user: User) -> None:
        self.connected = user


def identity(**claims: Any) -> Identity:
    return Identity(account=SimpleNamespace(extra_data={"userinfo": claims}))


@pytest.mark.django_db
def test_a_known_person_is_tied_and_an_unknown_one_told(settings: Settings) -> None:
    user = factories.make_user()
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.session = {}  # type: ignore[assignment]
    known = identity(preferred_username=user.username)
    SingleSignOnAdapter().pre_social_login(request, known)
    assert known.connected == user
    with pytest.raises(ImmediateHttpResponse) as answer:
        SingleSignOnAdapter().pre_social_login(request, identity(preferred_username="E-UNKNOWN"))
    assert answer.value.response.status_code == 403
    assert not SingleSignOnAdapter().is_open_for_signup(request, None)
    settings.OIDC_CREATES_LOGINS = True
    SingleSignOnAdapter().pre_social_login(request, identity(preferred_username="E-UNKNOWN"))


@pytest.mark.django_db
def test_a_closed_log_in_gets_no_second_one_by_single_sign_on(settings: Settings) -> None:
    settings.OIDC_CREATES_LOGINS = True
    user = factories.make_user()
    services.deactivate(user)
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.session = {}  # type: ignore[assignment]
    with pytest.raises(ImmediateHttpResponse) as answer:
        SingleSignOnAdapter().pre_social_login(request, identity(preferred_username=user.username.lower()))
    assert answer.value.response.status_code == 403


def first_sign_on(number: str) -> User:
    """Somebody comes in by single sign-on for whom a log-in is made."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.session = SessionStore()
    account = SocialAccount(provider="sso", uid=number, extra_data={"preferred_username": number})
    login = SocialLogin(user=User(), account=account)
    adapter = SingleSignOnAdapter()
    adapter.pre_social_login(request, login)
    adapter.populate_user(request, login, {})
    return adapter.save_user(request, login)


@pytest.mark.django_db
def test_a_log_in_made_by_single_sign_on_is_the_employees_own(settings: Settings) -> None:
    settings.OIDC_CREATES_LOGINS = True
    employee = factories.make_employee(with_user=False)
    user = first_sign_on(employee.number)
    employee.refresh_from_db()
    assert employee.user == user
    event = Event.objects.get(verb="people.employee.login_tied")
    assert (event.subject_id, event.site_id) == (employee.pk, employee.site_id)


@pytest.mark.django_db
def test_single_sign_on_makes_a_log_in_of_nobody_for_an_unknown_number(settings: Settings) -> None:
    settings.OIDC_CREATES_LOGINS = True
    assert not hasattr(first_sign_on("E-UNKNOWN"), "employee")
    assert not Event.objects.filter(verb="people.employee.login_tied").exists()


@pytest.mark.django_db
def test_single_sign_on_makes_no_log_in_for_who_has_left(settings: Settings) -> None:
    settings.OIDC_CREATES_LOGINS = True
    site = factories.make_site()
    employee = factories.make_employee(site=site, with_user=False, left_on=site.today())
    with pytest.raises(ImmediateHttpResponse) as answer:
        first_sign_on(employee.number)
    assert answer.value.response.status_code == 403
    assert not User.objects.filter(username__iexact=employee.number).exists()


@pytest.mark.django_db
def test_sessions_past_their_end_go_with_what_was_noted_of_them() -> None:
    user = factories.make_user()
    for _ in range(2):
        typed = {"login": user.username, "password": factories.PASSWORD}
        Client().post("/account/login/", typed)
    kept, ended = Session.objects.order_by("pk")
    Session.objects.filter(pk=ended.pk).update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    assert drop_ended_sessions() == 1
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [kept.session_key]
    assert drop_ended_sessions() == 0
