"""Returning and signing: by the reviewer's post alone, never one's own, never figures that moved."""

import dataclasses
import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.audit.models import Event
from callcenter.clocks.models import Clock
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.people.models import Delegation
from reports.documents import access, delivery, kinds, services
from reports.documents.models import Document, Signature
from reports.documents.workflow import State
from tests.factories import make_post, make_site, make_user
from tests.refusals import codes
from tests.reports.documents.setting import NEXT, ONE_DAY, SAID, at, make_center, signed, submitted, sum_up
from tests.reports.factories import call, load_calls
from tests.together import together

pytestmark = pytest.mark.django_db


def test_a_return_needs_a_reason_and_is_due_again_an_hour_later(document, people, clock):
    clock.move_to(at(9, 20))
    submitted(document, people)
    with pytest.raises(RuleViolation) as refused:
        services.return_document(document, reason="  no ", actor=people["director"])
    assert codes(refused) == ["reports.return_reason"]
    clock.move_to(at(10))
    services.return_document(document, reason="The second issue has no answer", actor=people["director"])
    document.refresh_from_db()
    assert (document.state, document.times_returned) == (State.RETURNED, 1)
    running = Clock.objects.of(document).running().get()
    assert (running.kind, running.due_at) == ("reports.document_writing", at(11))
    assert Message.objects.get(kind="reports.document_returned").recipient == people["writer"]


def test_a_signature_needs_the_tick(document, people):
    submitted(document, people)
    with pytest.raises(RuleViolation) as refused:
        services.sign_document(document, actor=people["director"], figures_checked=False, figures_version=1)
    assert codes(refused) == ["reports.figures_not_checked"]
    assert not Signature.objects.exists()


def test_the_signature_closes_the_document(document, people, clock):
    clock.move_to(at(11))
    signed(document, people)
    document.refresh_from_db()
    assert (document.state, document.signed_version, document.is_signed_late) == (State.REVIEWED, 1, False)
    assert not Clock.objects.of(document).running().exists()
    event = Event.objects.get(verb="reports.document.signed")
    assert (event.actor, event.after["figures_checked"]) == (people["director"], True)
    with pytest.raises(IntegrityError, match="what was signed"), transaction.atomic():
        Document.objects.update(sections={})
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Signature.objects.update(figures_version=2)


@pytest.mark.parametrize("name", ["writer", "other", "manager", "leader"])
def test_only_the_reviewers_post_signs(document, people, name):
    submitted(document, people)
    with pytest.raises(PermissionDenied):
        services.sign_document(document, actor=people[name], figures_checked=True, figures_version=1)


def test_nobody_signs_their_own_report(document, people, site):
    """A director who stands in as shift leader writes; another director signs."""
    both = people["director"]
    both.employee.postholdings.create(
        post=make_post(PostCode.SHIFT_LEADER), period=(datetime.date(2020, 1, 1), None), is_primary=False
    )
    both.__dict__.pop("_position", None)
    services.submit_document(document, sections=SAID, actor=both)
    with pytest.raises(RuleViolation) as refused:
        services.sign_document(document, actor=both, figures_checked=True, figures_version=1)
    assert codes(refused) == ["reports.own_document"]
    with pytest.raises(IntegrityError, match="nobody_signs_what_they_submitted"), transaction.atomic():
        Signature.objects.create(
            document=document, step=0, post="director", signer=both, submitted_by=both, signed_at=at(10),
            figures_version=1, figures_checked=True,
        )  # fmt: skip
    second = make_user(PostCode.DIRECTOR, site=site)
    services.sign_document(document, actor=second, figures_checked=True, figures_version=1)


def test_figures_that_moved_while_the_director_looked_are_not_signed(document, people, site):
    submitted(document, people)
    load_calls(site, [call(wait=5), call(wait=40)])
    with pytest.raises(RuleViolation) as refused:
        services.sign_document(document, actor=people["director"], figures_checked=True, figures_version=1)
    assert codes(refused) == ["reports.figures_being_summed"]
    sum_up()
    assert services.newest_version(document) == 2
    with pytest.raises(RuleViolation) as refused:
        services.sign_document(document, actor=people["director"], figures_checked=True, figures_version=1)
    assert codes(refused) == ["reports.figures_changed"]
    services.sign_document(document, actor=people["director"], figures_checked=True, figures_version=2)


@pytest.mark.django_db(transaction=True)
def test_signed_while_recomputed_the_signature_stands_under_figures_that_the_director_saw():
    with time_machine.travel(at(1), tick=False):
        site, people = make_center()
        delivery.make_due_drafts()
        document = submitted(Document.objects.get(), people)
        load_calls(site, [call(wait=5)])
        together(
            sum_up,
            lambda: services.sign_document(
                document, actor=people["director"], figures_checked=True, figures_version=1
            ),
        )
    signature = Signature.objects.filter(document=document).first()
    assert signature is None  # its facts had changed before, so whoever came first, version 1 is not signed
    assert services.newest_version(document) == 2


def test_of_a_chain_each_post_signs_in_turn_and_a_return_begins_anew(document, people, monkeypatch):
    chain = (kinds.Reviewer(PostCode.DIRECTOR), kinds.Reviewer(PostCode.CENTER_MANAGER))
    monkeypatch.setitem(kinds._kinds, "daily", dataclasses.replace(kinds.get("daily"), chain=chain))
    submitted(document, people)
    sign = lambda name: services.sign_document(  # noqa: E731
        document, actor=people[name], figures_checked=True, figures_version=1
    )
    with pytest.raises(PermissionDenied):
        sign("manager")
    assert sign("director").state == State.SUBMITTED
    services.return_document(document, reason="Not like this", actor=people["manager"])
    services.submit_document(document, sections=SAID, actor=people["writer"])
    with pytest.raises(PermissionDenied):
        sign("manager")
    sign("director")
    assert sign("manager").state == State.REVIEWED
    assert Signature.objects.count() == 3


def test_a_deputy_signs_on_behalf_of_the_absent_director(document, people, site):
    deputy = make_user(PostCode.GROUP_LEADER, site=site)
    Delegation.objects.create(
        employee=people["director"].employee, deputy=deputy.employee, period=(NEXT, NEXT + ONE_DAY)
    )
    submitted(document, people)
    told = Message.objects.filter(kind="reports.document_submitted").values_list("recipient", flat=True)
    assert set(told) == {people["director"].pk, deputy.pk}
    deputy = User.objects.get(pk=deputy.pk)
    assert Document.objects.visible_to(deputy).exists()
    services.sign_document(document, actor=deputy, figures_checked=True, figures_version=1)
    signature = Signature.objects.get()
    assert (signature.signer, signature.on_behalf_of) == (deputy, people["director"].employee)
    assert (
        Event.objects.get(verb="reports.document.signed").after["on_behalf_of"]
        == people["director"].employee.pk
    )


def test_next_reviewer_of_another_site_may_not_sign(document, people):
    stranger = make_user(PostCode.DIRECTOR, site=make_site())
    submitted(document, people)
    document.refresh_from_db()
    assert not access.is_next_reviewer(stranger, document)
