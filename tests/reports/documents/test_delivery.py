"""Distribution, revision, archive: what was signed goes out once and stays."""

import io
from email.message import EmailMessage

import pytest
import time_machine
from django.db import IntegrityError, transaction
from python_calamine import CalamineWorkbook

from callcenter.access.posts import PostCode
from callcenter.files.attachments.services import files_of
from callcenter.notifications.delivery import planning, sending
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.telephony.facts.models import Outcome
from reports.documents import delivery, enclosing, services
from reports.documents.models import Document, Receipt
from reports.documents.workflow import State
from reports.rollups import services as rollups
from tests.factories import make_site, make_user
from tests.notifications.sinks import mail_sink
from tests.refusals import codes
from tests.reports.documents.setting import NEXT, ONE_DAY, at, make_center, signed, sum_up
from tests.reports.factories import DAY, call, load_calls
from tests.together import together

pytestmark = pytest.mark.django_db


def letters(settings) -> list[EmailMessage]:
    """What a mail server gets of the messages that wait."""
    with mail_sink() as (sink, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        planning.plan()
        sending.drain("email")
    return sink.letters


def test_the_signed_document_goes_to_its_receivers_with_its_workbook(document, people):
    signed(document, people)
    assert delivery.distribute_next() is True
    assert delivery.distribute_next() is False
    document.refresh_from_db()
    assert document.state == State.DISTRIBUTED
    receivers = {people["manager"].pk, people["leader"].pk}
    assert set(Receipt.objects.values_list("user", flat=True)) == receivers
    assert (
        set(Message.objects.filter(kind="reports.document_distributed").values_list("recipient", flat=True))
        == receivers
    )
    assert [file.name for file in files_of(document)] == ["DR-north-2026-03-02.xlsx"]
    delivery.distribute_document(document)
    assert files_of(document).count() == 1


def test_its_e_mail_carries_the_workbook_of_the_signed_figures_in_the_readers_language(
    document, people, site, clock, settings
):
    for name, language in (("manager", "en"), ("leader", "zh-hans")):
        people[name].email, people[name].language = f"{name}@example.com", language
        people[name].save()
    signed(document, people)
    delivery.distribute_next()
    load_calls(site, [call(wait=5)])
    sum_up()  # version 2, before a worker came to send
    Message.objects.exclude(kind="reports.document_distributed").delete()
    clock.move_to(at(9))  # no quiet hours
    said = {}
    for letter in letters(settings):
        [file] = letter.iter_attachments()
        assert file.get_filename() == "DR-north-2026-03-02.xlsx"
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.get_content()))
        said[letter["To"]] = book.get_sheet_by_index(1).to_python()[1][:2]
    assert said == {"manager@example.com": ["Offered", 3.0], "leader@example.com": ["呼入", 3.0]}
    kept = Message.objects.filter(kind="reports.document_distributed").values_list("figures", flat=True)
    assert all(figures["version"] == 1 and len(str(figures)) < 500 for figures in kept)


def test_the_e_mail_of_who_may_take_no_report_away_has_no_workbook(document, people):
    signed(document, people)
    delivery.distribute_next()
    receiver = people["manager"]
    assert enclosing.workbook_of(document.pk, {"version": 1}, receiver) is not None
    assert (
        enclosing.workbook_of(document.pk, {"version": 1}, make_user(PostCode.AGENT, site=document.site))
        is None
    )
    elsewhere = make_user(PostCode.CENTER_MANAGER, site=make_site("south"))
    assert enclosing.workbook_of(document.pk, {"version": 1}, elsewhere) is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_distribute_each_document_once():
    with time_machine.travel(at(1), tick=False):
        _site, people = make_center()
        delivery.make_due_drafts()
        signed(Document.objects.get(), people)
        done = together(delivery.distribute_next, delivery.distribute_next)
    assert sorted(done) == [False, True]
    assert Message.objects.filter(kind="reports.document_distributed").count() == 2


def test_a_receiver_confirms_once_and_others_cannot(document, people, clock):
    signed(document, people)
    delivery.distribute_next()
    services.acknowledge_document(document, actor=people["manager"])
    first = Receipt.objects.get(user=people["manager"]).acknowledged_at
    clock.move_to(at(12))
    assert services.acknowledge_document(document, actor=people["manager"]).acknowledged_at == first
    with pytest.raises(RuleViolation) as refused:
        services.acknowledge_document(document, actor=people["writer"])
    assert codes(refused) == ["reports.not_received"]


def test_facts_after_the_signature_make_a_revision_and_what_was_signed_stays(document, people, site):
    signed(document, people)
    delivery.distribute_next()
    load_calls(site, [call(wait=5), call(wait=40), call(Outcome.ABANDONED, wait=30), call(wait=1)])
    sum_up()
    document.refresh_from_db()
    first, second = document.figure_versions.all()
    assert (document.signed_version, second.number, second.reason) == (1, 2, "revised")
    offered = next(one for one in second.differences if one["measure"] == "telephony.offered")
    assert (offered["before"], offered["after"]) == ([3, 1], [4, 1])
    told = Message.objects.filter(kind="reports.document_revised").values_list("recipient", flat=True)
    assert set(told) == {people["manager"].pk, people["leader"].pk, people["director"].pk}
    assert first.figures["headlines"][0]["numerator"] == 3


def test_the_archive_refuses_every_change_in_the_database_but_shows_later_revisions(
    document, people, site, clock, settings
):
    signed(document, people)
    delivery.distribute_next()
    assert delivery.archive_due() == 0
    clock.move_to(at(1, day=NEXT + 7 * ONE_DAY))
    assert delivery.archive_due() == 1
    for change in ({"state": State.EDITED}, {"return_reason": "x"}, {"archived_at": at(3)}):
        with pytest.raises(IntegrityError, match="archive"), transaction.atomic():
            Document.objects.update(**change)
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        Document.objects.filter(pk=document.pk)._raw_delete(using="default")
    load_calls(site, [call(wait=5)])
    sum_up()
    assert document.figure_versions.count() == 2


def test_the_same_facts_again_make_no_new_version(document, site):
    rollups.mark_stale(site, [DAY], "asked")
    sum_up()
    assert document.figure_versions.count() == 1
