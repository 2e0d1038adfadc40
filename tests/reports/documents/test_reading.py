"""The table of acts, missing reports, who sees what, what the database refuses."""

import pytest
from django.db import IntegrityError, transaction

from callcenter.access.posts import PostCode
from reports.documents import delivery, rules, selectors, workflow
from reports.documents.models import Document
from reports.documents.workflow import Act, State
from tests.factories import make_site, make_user
from tests.reports.documents.setting import NEXT, ONE_DAY, at, signed, submitted
from tests.reports.factories import DAY

pytestmark = pytest.mark.django_db


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


def test_database_refuses_what_must_not_be(document):
    for change, name in (
        ({"state": State.SUBMITTED}, "document_that_is_with_its_reviewer_was_submitted"),
        ({"state": "lost"}, "document_state_is_a_known_one"),
        ({"archived_at": at(3)}, "document_in_the_archive_has_its_day"),
        ({"signed_version": 1}, "document_that_is_closed_was_signed"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(**change)


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
