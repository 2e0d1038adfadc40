"""Invitations and answers: the secret, once and whole, the quota, letters, what counts."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from complaints.surveys.ratings import links, mailing, selectors, services
from complaints.surveys.ratings.models import Invitation, MailState, Response, Way
from complaints.surveys.ratings.services import Ask
from tests.complaints.factories import make_customer
from tests.complaints.surveys.factories import (
    BAD,
    GOOD,
    SILENT,
    make_closed_case,
    make_invitation,
    make_response,
)
from tests.factories import make_employee
from tests.together import together

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    return [one.code for one in refused.value.objections]


def test_the_database_keeps_only_the_hash_of_a_secret_of_256_bits() -> None:
    invitation = make_invitation(make_employee())
    token = links.token_of(invitation.nonce)
    assert len(token) == 43  # 32 bytes in base64
    assert token not in {str(value) for value in Invitation.objects.values_list().get()}
    assert links.found(token) == invitation
    assert links.found("A" * 43) is None


def test_an_answer_is_given_once_and_whole() -> None:
    invitation = make_invitation(make_employee())
    with pytest.raises(RuleViolation) as refused:
        services.answer(invitation, GOOD | {"promises": ""})
    assert codes(refused) == ["surveys.item_needed"]
    with pytest.raises(RuleViolation) as refused:
        services.answer(invitation, SILENT)
    assert codes(refused) == ["surveys.nothing_rated"]
    made = services.answer(invitation, BAD, words=" It took long. ")
    assert (made.points, made.items, made.is_satisfied, made.words) == (330, 4, False, "It took long.")
    assert Event.objects.filter(verb="surveys.response.given").exists()
    with pytest.raises(RuleViolation) as refused:
        services.answer(invitation, GOOD)
    assert codes(refused) == ["surveys.answered_already"]


def test_the_database_refuses_a_second_answer_and_a_changed_one() -> None:
    made = make_response(make_employee())
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(
            invitation=made.invitation, site=made.site, employee=made.employee, points=400, items=4,
            is_satisfied=True, answered_at=timezone.now(), **GOOD,
        )  # fmt: skip
    with pytest.raises(Exception, match=r"append-only|append only"), transaction.atomic():
        Response.objects.filter(pk=made.pk).update(points=0)


def test_the_database_refuses_half_an_answer() -> None:
    invitation = make_invitation(make_employee())
    with pytest.raises(IntegrityError, match="every_item_has_its_word"), transaction.atomic():
        Response.objects.create(
            invitation=invitation, site=invitation.site, employee=invitation.employee, points=100, items=1,
            is_satisfied=True, answered_at=timezone.now(), **(GOOD | {"promises": ""}),
        )  # fmt: skip


def test_a_link_is_over_when_its_days_are() -> None:
    invitation = make_invitation(make_employee())
    with time_machine.travel(invitation.expires_at - datetime.timedelta(seconds=1), tick=False):
        assert services.refusal_of(invitation, timezone.now()) is None
    with time_machine.travel(invitation.expires_at, tick=False), pytest.raises(RuleViolation) as refused:
        services.answer(invitation, GOOD)
    assert codes(refused) == ["surveys.link_is_over"]


def test_a_customer_is_asked_once_in_the_days_of_the_quota() -> None:
    employee = make_employee(PostCode.COMPLAINT_OFFICER)
    customer = make_customer(employee.site)
    first = make_invitation(employee, customer=customer)
    with pytest.raises(RuleViolation) as refused:
        make_invitation(employee, customer=customer, reference="call-2")
    assert codes(refused) == ["surveys.asked_lately"]
    assert refused.value.objections[0].rules == ("survey.quota_days",)
    with time_machine.travel(first.made_at + datetime.timedelta(days=30), tick=False):
        assert make_invitation(employee, customer=customer, reference="call-3").pk


def test_one_thing_has_one_open_invitation() -> None:
    case = make_closed_case()
    services.invite(case, Ask(Way.LINK), actor=None)
    with pytest.raises(RuleViolation) as refused:
        services.invite(case, Ask(Way.LINK, is_spared=False), actor=None)
    assert codes(refused) == ["surveys.asked_already"]


def test_a_leader_asks_for_the_own_team_only() -> None:
    from tests.factories import make_team

    team = make_team()
    leader = make_employee(PostCode.SHIFT_LEADER, team=team)
    agent = make_employee(team=team)
    stranger = make_employee(site=agent.site)
    facts = services.Facts(site=agent.site, employee=agent, reference="c-1", phone="1")
    assert services.invite_after_call(facts, Ask(Way.PHONE), actor=leader.user).team == team
    with pytest.raises(PermissionDenied):
        services.invite_after_call(
            services.Facts(site=agent.site, employee=stranger, reference="c-2"),
            Ask(Way.PHONE),
            actor=leader.user,
        )


def test_what_employees_take_down_about_themselves_does_not_count() -> None:
    officer = make_employee(PostCode.COMPLAINT_OFFICER)
    own = services.take_down(make_invitation(officer), GOOD, actor=officer.user)
    assert not own.is_counted
    month = officer.site.today().replace(day=1)
    rating = selectors.ratings_of_month(officer.site, [officer.pk], month, officer.site.today())[officer.pk]
    assert (rating.answers, rating.score, rating.share) == (0, None, None)


def test_the_rating_of_a_month_has_numerator_and_denominator() -> None:
    employee = make_employee()
    make_response(employee, GOOD, phone="1")
    make_response(employee, BAD, phone="2")
    today = employee.site.today()
    rating = selectors.ratings_of_month(employee.site, [employee.pk], today, today)[employee.pk]
    assert (rating.answers, rating.satisfied, rating.points, rating.items) == (2, 1, 730, 8)
    assert rating.measure("surveys.score").exact == 730 * 100 / 800
    assert rating.measure("surveys.satisfied").value == 50.0
    assert selectors.ratings_of_month(
        employee.site, [employee.pk], today - datetime.timedelta(days=2), today - datetime.timedelta(days=1)
    )[employee.pk].answers == 0  # fmt: skip


@override_settings(PUBLIC_URL="https://callcenter.example")
def test_the_letter_carries_the_link_and_goes_out_once() -> None:
    case = make_closed_case(contact_email="wang@example.com")
    invitation = services.invite(case, Ask(Way.EMAIL), actor=None)
    assert mailing.send_waiting() == 1
    assert mailing.send_waiting() == 0
    (letter,) = mail.outbox
    assert f"https://callcenter.example{links.path(invitation)}" in letter.body
    assert letter.to == ["wang@example.com"]
    assert case.reference in letter.subject
    assert "投诉" in letter.body
    invitation.refresh_from_db()
    assert (invitation.mail_state, invitation.sent_at is not None) == (MailState.SENT, True)


@override_settings(PUBLIC_URL="https://callcenter.example", EMAIL_BACKEND="nowhere.Backend")
def test_a_letter_that_cannot_be_sent_is_tried_again_and_then_given_up() -> None:
    invitation = services.invite(
        make_closed_case(contact_email="wang@example.com"), Ask(Way.EMAIL), actor=None
    )
    at = timezone.now()
    for turn, wait in enumerate((2, 15, 60, 240), 1):
        with time_machine.travel(at, tick=False):
            assert mailing.send_waiting() == 0
        invitation.refresh_from_db()
        assert (invitation.mail_state, invitation.mail_attempts) == (MailState.WAITING, turn)
        at += datetime.timedelta(minutes=wait)
    with time_machine.travel(at, tick=False):
        mailing.send_waiting()
    invitation.refresh_from_db()
    assert invitation.mail_state == MailState.FAILED


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_leave_one_answer() -> None:
    invitation = make_invitation(make_employee())
    done = together(lambda: services.answer(invitation, GOOD), lambda: services.answer(invitation, BAD))
    assert "surveys.answered_already" in done
    assert Response.objects.count() == 1
