"""Improvements of a leaver go to a successor; the demo center's rooms fill once and stand on each other."""

import datetime

import pytest

from callcenter.access.posts import PostCode
from callcenter.clocks.services import running_clock
from complaints.cases import demo as of_cases
from complaints.improvement import demo as of_improvement
from complaints.improvement import leaving, services
from complaints.improvement.deadlines import ACTION
from complaints.improvement.models import Improvement, ImprovementState, Measurement
from complaints.liability import demo as of_liability
from complaints.liability.models import Liability, PenaltyNotice, ReviewLine
from quality.conduct import demo as of_conduct
from quality.conduct.models import ConductRecord
from tests.complaints.factories import make_center
from tests.complaints.improvement.test_services import opened
from tests.complaints.liability.factories import House
from tests.factories import make_employee
from tests.quality.conduct.factories import catalogue
from tests.refusals import refused


def test_open_improvements_of_a_leaver_go_to_the_successor_with_their_deadline(house: House) -> None:
    found = opened(house)
    assert found is not None
    due_on = found.due_on
    assert [one.label for one in leaving.find([house.officer.pk])[house.officer.pk]] == [str(found)]
    assert leaving.hand_over(house.officer, house.ann, house.hr.user) == 1
    found.refresh_from_db()
    assert (found.owner, found.due_on) == (house.ann, due_on)
    clock = running_clock(ACTION, found)
    assert clock is not None
    assert clock.owner == house.ann.user
    assert not leaving.find([house.officer.pk])


def test_what_is_effective_is_nobodys_open_work_and_is_given_to_nobody(house: House) -> None:
    found = opened(house)
    assert found is not None
    found.state, found.root_cause, found.action, found.evidence = ImprovementState.EFFECTIVE, "a", "b", "c"
    found.done_at = found.verified_at = found.created_at
    found.done_by, found.verified_by = house.officer.user, house.director.user
    found.save()
    assert not leaving.find([house.officer.pk])
    assert refused(services.give, found, house.ann, actor=house.director.user) == ["improvement.wrong_state"]


@pytest.mark.django_db
def test_the_demo_rooms_fill_once_in_every_state() -> None:
    catalogue()
    center = make_center(country="CN")
    make_employee(PostCode.GM_OFFICE, site=center.site, superior=center.gm)
    for _number in range(3):
        make_employee(PostCode.AGENT, team=center.team, superior=center.leader)
    assert of_conduct.make(center.site) == 13
    states = set(ConductRecord.objects.values_list("state", flat=True))
    assert states == {
        "recorded",
        "approval",
        "decided",
        "contested",
        "final",
        "dismissed",
        "cancelled",
    }
    of_cases.make(center.site)
    assert of_liability.make(center.site) > 20
    assert Liability.objects.filter(state="judged").exists()
    assert set(PenaltyNotice.objects.values_list("state", flat=True)) >= {"contested", "waiting"}
    assert ReviewLine.objects.filter(verdict="").exists()
    assert of_improvement.make(center.site) == 2 + Measurement.objects.count()
    late = Improvement.objects.get(state=ImprovementState.PLANNED)
    assert late.due_on == center.site.today() - datetime.timedelta(days=5)
    assert set(Measurement.objects.values_list("is_effective", flat=True)) == {True, False}
    for room in (of_conduct, of_liability, of_improvement):
        assert room.make(center.site) == 0
