"""The demo's records are made once and hang together."""

from staffing.records import demo
from staffing.records.bulletins.models import Bulletin
from staffing.records.cleaning.selectors import overdue
from staffing.records.patrols.models import Patrol
from tests.staffing.records.conftest import Place


def test_the_demo_is_made_once(place: Place) -> None:
    assert demo.make(place.site) > 20
    counts = Bulletin.objects.count(), Patrol.objects.count()
    assert demo.make(place.site) == 0
    assert (Bulletin.objects.count(), Patrol.objects.count()) == counts
    assert overdue(place.site)
