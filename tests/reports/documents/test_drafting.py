"""Drafts: made by themselves at the rulebook's time, once, with the figures frozen."""

import pytest
import time_machine

from callcenter.clocks.models import Clock
from callcenter.notifications.models import Message
from callcenter.rulebook.services import set_value
from reports.documents import delivery
from reports.documents.models import Document, FigureVersion
from reports.documents.workflow import State
from reports.rollups.periods import Kind, period_of
from tests.reports.documents.setting import ONE_DAY, at, make_center
from tests.reports.factories import DAY
from tests.together import together

pytestmark = pytest.mark.django_db


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


def test_the_period_of_the_document_is_that_of_its_figures(document):
    assert document.period == period_of(Kind.DAY, DAY)
