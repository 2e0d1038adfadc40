"""Sign-off of documents: drafted by itself, written, submitted, returned, signed, distributed, archived; late for ever, revised visibly."""

import datetime
import io
import threading
from email.message import EmailMessage

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from python_calamine import CalamineWorkbook

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.clocks.models import Clock
from callcenter.files.attachments.services import files_of
from callcenter.notifications.delivery import planning, sending
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.rulebook.services import set_value
from callcenter.telephony.facts.models import Outcome
from reports.documents import access, delivery, enclosing, kinds, rules, selectors, services, workflow
from reports.documents.models import Document, FigureVersion, Receipt, Signature
from reports.documents.workflow import Act, State
from reports.rollups import services as rollups
from reports.rollups.periods import Kind, period_of
from tests.factories import make_site, make_user
from tests.notifications.sinks import mail_sink
from tests.reports.factories import DAY, call, load_calls

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)
NEXT = DAY + ONE_DAY
SAID = {
    "system_problems": {"text": "Recording stood still from 10:00 to 10:20; IT was told."},
    "difficult_issues": {"lines": [["Refund of vouchers", "Ask for the number, refund within 3 days"]]},
    "workload": {"counts": {"consultation": 12, "inquiry": 5, "proactive": 1}},
    "notes": {"text": ""},
}


def at(hour: int, minute: int = 0, day: datetime.date = NEXT) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour, minute), datetime.UTC)


def sum_up() -> None:
    while rollups.recompute_next():
        pass


def make_center(code: str = "north"):
    """A site with a day of calls, two shift leaders, a director, a manager and a group leader."""
    site = make_site(code, time_zone="UTC")
    people = {
        name: make_user(post, site=site)
        for name, post in (
            ("writer", PostCode.SHIFT_LEADER),
            ("other", PostCode.SHIFT_LEADER),
            ("director", PostCode.DIRECTOR),
            ("manager", PostCode.CENTER_MANAGER),
            ("leader", PostCode.GROUP_LEADER),
        )
    }
    load_calls(site, [call(wait=5), call(wait=40), call(Outcome.ABANDONED, wait=30)])
    sum_up()
    return site, people


@pytest.fixture
def clock():
    with time_machine.travel(at(0, 31), tick=False) as traveller:
        yield traveller


@pytest.fixture
def center(clock):
    return make_center()


@pytest.fixture
def site(center):
    return center[0]


@pytest.fixture
def people(center):
    return center[1]


@pytest.fixture
def document(center):
    delivery.make_due_drafts()
    return Document.objects.get()


def submitted(document, people) -> Document:
    return services.submit_document(document, sections=SAID, actor=people["writer"])


def signed(document, people) -> Document:
    submitted(document, people)
    return services.sign_document(
        document,
        actor=people["director"],
        figures_checked=True,
        figures_version=services.newest_version(document),
    )


def letters(settings) -> list[EmailMessage]:
    """What a mail server gets of the messages that wait."""
    with mail_sink() as (sink, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
        planning.plan()
        sending.drain("email")
    return sink.letters


def codes(refused) -> list[str]:
    return [objection.code for objection in refused.value.objections]


# --- drafting


def test_the_draft_is_made_at_the_rulebooks_time_with_the_figures_frozen(site, people, clock):
    clock.move_to(at(0, 29))
    assert delivery.make_due_drafts() == 0
    clock.move_to(at(0, 30))
    assert delivery.make_due_drafts() == 1
    document = Document.objects.get()
    assert (document.number, document.state) == ("DR-north-2026-03-02", State.AUTO_DRAFT)
    assert (document.writing_due_at, document.review_due_at) == (at(9, 30), at(11))
    figures = document.figure_versions.get().figures
    offered = next(one for one in figures["headlines"] if one["measure"] == "telephony.offered")
    level = next(one for one in figures["headlines"] if one["measure"] == "telephony.service_level")
    assert (offered["numerator"], level["numerator"], level["denominator"]) == (3, 1, 3)
    assert set(figures["sections"][0]["title"]) == {"en", "zh-hans"}
    told = Message.objects.filter(kind="reports.document_drafted").values_list("recipient", flat=True)
    assert set(told) == {people["writer"].pk, people["other"].pk}


def test_a_second_run_makes_no_second_draft(document):
    assert delivery.make_due_drafts() == 0
    assert Document.objects.count() == 1
    assert FigureVersion.objects.count() == 1


def test_days_missed_are_made_up_for_but_not_those_before_the_site_had_figures(site, clock):
    clock.move_to(at(12, day=DAY + 3 * ONE_DAY))
    assert delivery.make_due_drafts() == 3
    starts = sorted(Document.objects.values_list("period_start", flat=True))
    assert starts == [DAY, DAY + ONE_DAY, DAY + 2 * ONE_DAY]


def test_a_site_that_wants_no_daily_report_gets_no_draft(site):
    set_value(
        "report.daily_wanted",
        site=site,
        value=False,
        effective_on=DAY,
        reason="closed",
        actor=None,
        is_backdating=True,
    )
    assert delivery.make_due_drafts() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_each_draft_once():
    with time_machine.travel(at(0, 31), tick=False):
        make_center()
        made = together(delivery.make_due_drafts, delivery.make_due_drafts)
    assert sorted(made) == [0, 1]
    assert (Document.objects.count(), FigureVersion.objects.count(), Clock.objects.count()) == (1, 1, 1)


# --- writing and submitting


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


# --- returning and signing


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
    from tests.factories import make_post

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
    import dataclasses

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


# --- distribution, revision, archive


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


# --- rules and reads


def test_every_act_is_possible_from_the_states_of_the_table_alone():
    for transition in workflow.TRANSITIONS:
        for state in State:
            refused = rules.state_objections(transition.act, state)
            assert bool(refused) is (state not in transition.sources)
    assert workflow.next_act(State.ARCHIVED) is None
    assert not workflow.may_follow(Act.SIGN, State.AUTO_DRAFT)


def test_missing_reports_are_those_overdue_drafted_or_not(document, site, people, clock):
    assert selectors.missing(site) == []
    clock.move_to(at(9, 31, day=NEXT + ONE_DAY))
    found = selectors.missing(site)
    assert [(one.period_start, one.document is not None) for one in found] == [(DAY, True), (NEXT, False)]
    submitted(document, people)
    assert [one.period_start for one in selectors.missing(site)] == [NEXT]


def test_who_only_receives_sees_documents_once_they_are_out(document, people):
    visible = lambda name: Document.objects.visible_to(people[name]).exists()  # noqa: E731
    assert (visible("leader"), visible("manager"), visible("writer")) == (False, True, True)
    signed(document, people)
    delivery.distribute_next()
    assert visible("leader")
    stranger = make_user(PostCode.DIRECTOR, site=make_site())
    assert not Document.objects.visible_to(stranger).exists()


def test_reminders_and_escalations_reach_writers_then_those_above(document, people, clock):
    from callcenter.clocks.services import sweep

    clock.move_to(at(8, 30))
    sweep()
    assert told_of_clocks() == {people["writer"].pk, people["other"].pk}
    Message.objects.filter(kind__startswith="clocks.").delete()
    clock.move_to(at(10, 30))
    sweep()
    assert people["director"].pk in told_of_clocks()


def told_of_clocks() -> set[int]:
    return set(Message.objects.filter(kind__startswith="clocks.").values_list("recipient", flat=True))


def test_database_refuses_what_must_not_be(document):
    for change, name in (
        ({"state": State.SUBMITTED}, "document_that_is_with_its_reviewer_was_submitted"),
        ({"state": "lost"}, "document_state_is_a_known_one"),
        ({"archived_at": at(3)}, "document_in_the_archive_has_its_day"),
        ({"signed_version": 1}, "document_that_is_closed_was_signed"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(**change)


def test_next_reviewer_of_another_site_may_not_sign(document, people):
    stranger = make_user(PostCode.DIRECTOR, site=make_site())
    submitted(document, people)
    document.refresh_from_db()
    assert not access.is_next_reviewer(stranger, document)


def together(*acts):
    """What the acts give when they begin at the same moment, each on a connection of its own."""
    barrier, found = threading.Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait(timeout=10)
            found.append(act())
        except (RuleViolation, PermissionDenied) as refused:
            found.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_the_period_of_the_document_is_that_of_its_figures(document):
    assert document.period == period_of(Kind.DAY, DAY)


def test_a_deputy_signs_on_behalf_of_the_absent_director(document, people, site):
    from django.contrib.auth import get_user_model

    from callcenter.people.delegations.models import Delegation

    deputy = make_user(PostCode.GROUP_LEADER, site=site)
    Delegation.objects.create(
        employee=people["director"].employee, deputy=deputy.employee, period=(NEXT, NEXT + ONE_DAY)
    )
    submitted(document, people)
    told = Message.objects.filter(kind="reports.document_submitted").values_list("recipient", flat=True)
    assert set(told) == {people["director"].pk, deputy.pk}
    deputy = get_user_model().objects.get(pk=deputy.pk)
    assert Document.objects.visible_to(deputy).exists()
    services.sign_document(document, actor=deputy, figures_checked=True, figures_version=1)
    signature = Signature.objects.get()
    assert (signature.signer, signature.on_behalf_of) == (deputy, people["director"].employee)
    assert (
        Event.objects.get(verb="reports.document.signed").after["on_behalf_of"]
        == people["director"].employee.pk
    )


# --- pages and API


@pytest.fixture
def as_user(client):
    def log_in(user):
        client.force_login(user)
        return client

    return log_in


def test_a_stale_form_shows_both_versions(document, people, as_user):
    client = as_user(people["writer"])
    services.save_sections(document, {"notes": {"text": "the first shift says"}}, actor=people["writer"])
    answer = client.post(
        f"{document.get_absolute_url()}edit/", {"notes": "the second tab says", "edition": "0"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "the first shift says" in page
    assert "the second tab says" in page


def test_the_workbook_holds_the_signed_figures_and_the_writers_words(document, people, site, as_user):
    signed(document, people)
    load_calls(site, [call(wait=5)])
    sum_up()
    answer = as_user(people["director"]).get(f"{document.get_absolute_url()}?export=xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    headlines = book.get_sheet_by_name("Headline figures").to_python()
    assert headlines[1][:2] == ["Offered", 3.0]
    said = book.get_sheet_by_name("What the writer says").to_python()
    assert ["Difficult issues", "Refund of vouchers", "Ask for the number, refund within 3 days"] in said
    assert (
        Event.objects.filter(verb__endswith="exported").exists()
        or Event.objects.filter(verb__contains="export").exists()
    )


def test_the_api_takes_the_document_along_its_way(document, people, as_user):
    address = f"/api/v1/reports/documents/{document.number}/"
    writer = as_user(people["writer"])
    empty = writer.post(f"{address}submit/", {}, content_type="application/json")
    assert (empty.status_code, len(empty.json()["objections"])) == (409, 3)
    sent = writer.post(f"{address}submit/", {"sections": SAID}, content_type="application/json").json()
    assert (sent["state"], sent["writer"]) == ("submitted", people["writer"].employee.number)
    director = as_user(people["director"])
    refused = director.post(
        f"{address}sign/", {"figures_checked": False, "figures_version": 1}, content_type="application/json"
    )
    assert refused.json()["objections"][0]["code"] == "reports.figures_not_checked"
    done = director.post(
        f"{address}sign/", {"figures_checked": True, "figures_version": 1}, content_type="application/json"
    ).json()
    assert (done["state"], done["signed_version"], done["signatures"][0]["figures_version"]) == (
        "reviewed",
        1,
        1,
    )
    listed = director.get("/api/v1/reports/documents/", {"state": "reviewed", "site": "north"}).json()
    assert [one["number"] for one in listed["results"]] == [document.number]


def test_the_api_lists_missing_reports(document, people, as_user, clock):
    clock.move_to(at(9, 31))
    found = as_user(people["director"]).get("/api/v1/reports/documents/missing/").json()
    assert [(one["number"], one["kind"]) for one in found] == [(document.number, "daily")]


def test_the_list_asks_as_often_for_many_documents_as_for_few(
    site, people, as_user, clock, django_assert_max_num_queries
):
    from django.test.utils import CaptureQueriesContext

    director = as_user(people["director"])
    kind = kinds.get("daily")

    def queries() -> int:
        director.get("/reports/documents/")
        with CaptureQueriesContext(connection) as seen:
            assert director.get("/reports/documents/").status_code == 200
        return len(seen)

    def write(days) -> None:
        for back in days:
            made = delivery.draft_document(kind, site, period_of(Kind.DAY, DAY - ONE_DAY * back))
            services.submit_document(made, sections=SAID, actor=people["writer"])

    write(range(1, 3))
    few = queries()
    write(range(3, 23))
    assert queries() == few <= 20


def test_today_lists_what_to_write_and_what_to_sign(document, people, as_user):
    assert "Write: Daily operations report 2026-03-02" in as_user(people["writer"]).get("/").content.decode()
    submitted(document, people)
    director = as_user(people["director"])
    assert "Sign: Daily operations report 2026-03-02" in director.get("/").content.decode()
    assert "To be signed by you" in director.get("/today/panels/").content.decode()


def test_the_page_reads_in_chinese(document, people, as_user):
    people["writer"].language = "zh-hans"
    people["writer"].save(update_fields=["language"])
    page = as_user(people["writer"]).get(document.get_absolute_url()).content.decode()
    for word in ("运营日报", "系统问题", "统一答复", "提交", "撰写人", "按坐席"):
        assert word in page


def test_the_page_of_the_docs_shows_the_table_of_transitions(settings):
    """Code, pages and docs share one table: each act's line names its states in order."""
    lines = (settings.BASE_DIR / "docs" / "sign-off.md").read_text().splitlines()
    for transition in workflow.TRANSITIONS:
        line = next(line for line in lines if line.startswith(f"| {transition.act.value} |"))
        _empty, _act, whose, sources, target, _end = (part.strip() for part in line.split("|"))
        names = {state: str(workflow.LABELS[state]).lower() for state in State}
        assert {part.strip() for part in sources.split(",")} == {names[s] for s in transition.sources}
        assert target.startswith(names[transition.target])
        assert transition.by.value in whose or whose.startswith("each reviewer")
