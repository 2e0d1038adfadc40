"""Writing and submitting: one named writer, nothing left out, late for ever, reminded in time."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from callcenter.audit.models import Event
from callcenter.clocks.models import Clock
from callcenter.clocks.services import sweep
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from reports.documents import delivery, services
from reports.documents.models import Document
from reports.documents.workflow import State
from tests.refusals import codes
from tests.reports.documents.setting import SAID, at, make_center, submitted
from tests.together import together

pytestmark = pytest.mark.django_db


def test_who_saves_first_is_the_named_writer_and_others_write_no_more(document, people):
    services.save_sections(document, {"notes": SAID["notes"]}, actor=people["writer"])
    document.refresh_from_db()
    assert (document.writer, document.state, document.edition) == (people["writer"].employee, State.EDITED, 1)
    with pytest.raises(PermissionDenied):
        services.save_sections(document, SAID, actor=people["other"])
    services.assign_writer(document, writer=people["other"].employee, actor=people["other"])
    services.save_sections(document, SAID, actor=people["other"])


def test_a_save_that_changes_nothing_is_no_edit(document, people):
    services.save_sections(document, SAID, actor=people["writer"])
    services.save_sections(document, SAID, actor=people["writer"])
    assert Event.objects.filter(verb="reports.document.edited").count() == 1


def test_a_save_over_somebody_elses_is_refused(document, people):
    services.save_sections(document, SAID, actor=people["writer"])
    with pytest.raises(RuleViolation) as refused:
        services.save_sections(document, {"notes": {"text": "mine"}}, actor=people["writer"], edition=0)
    assert codes(refused) == ["reports.document_edited"]


def test_required_sections_are_filled_in_or_said_to_be_empty(document, people):
    with pytest.raises(RuleViolation) as refused:
        services.submit_document(document, sections={"notes": {"text": "quiet"}}, actor=people["writer"])
    assert codes(refused) == ["reports.section_missing"] * 3
    document.refresh_from_db()
    assert (document.state, document.sections) == (State.AUTO_DRAFT, {})
    nothing = SAID | {"system_problems": {"none": True}, "difficult_issues": {"none": True, "lines": []}}
    assert (
        services.submit_document(document, sections=nothing, actor=people["writer"]).state == State.SUBMITTED
    )


def test_submitting_passes_the_deadline_on_to_the_reviewer(document, people, clock):
    clock.move_to(at(9, 30))
    submitted(document, people)
    document.refresh_from_db()
    assert (document.is_submitted_late, document.first_submitted_at) == (False, at(9, 30))
    running = Clock.objects.of(document).running().get()
    assert (running.kind, running.due_at) == ("reports.document_review", at(11))
    assert Message.objects.get(kind="reports.document_submitted").recipient == people["director"]


def test_one_second_after_the_deadline_is_late_for_ever(document, people, clock):
    clock.move_to(at(9, 30) + datetime.timedelta(seconds=1))
    submitted(document, people)
    services.return_document(document, reason="Workload is wrong", actor=people["director"])
    services.submit_document(document, sections=SAID, actor=people["writer"])
    document.refresh_from_db()
    assert document.is_submitted_late is True
    with pytest.raises(IntegrityError, match="first submission"), transaction.atomic():
        Document.objects.update(first_submitted_at=at(9))
    with pytest.raises(IntegrityError, match="never move"), transaction.atomic():
        Document.objects.update(writing_due_at=at(10))


@pytest.mark.django_db(transaction=True)
def test_of_two_submitters_one_is_refused():
    with time_machine.travel(at(1), tick=False):
        _site, people = make_center()
        delivery.make_due_drafts()
        document = Document.objects.get()
        outcomes = together(
            lambda: services.submit_document(document, sections=SAID, actor=people["writer"]).state,
            lambda: services.submit_document(document, sections=SAID, actor=people["other"]).state,
        )
    assert State.SUBMITTED in outcomes
    assert {"PermissionDenied"} & {str(one) for one in outcomes}
    assert Event.objects.filter(verb="reports.document.submitted").count() == 1
    assert Clock.objects.of(document).running().count() == 1


def test_reminders_and_escalations_reach_writers_then_those_above(document, people, clock):
    clock.move_to(at(8, 30))
    sweep()
    assert told_of_clocks() == {people["writer"].pk, people["other"].pk}
    Message.objects.filter(kind__startswith="clocks.").delete()
    clock.move_to(at(10, 30))
    sweep()
    assert people["director"].pk in told_of_clocks()


def told_of_clocks() -> set[int]:
    return set(Message.objects.filter(kind__startswith="clocks.").values_list("recipient", flat=True))
