"""The global search finds swaps and leave, each in sight of the user only."""

from callcenter.web.search import find
from staffing.leave import asking
from tests.staffing.leave.factories import make_kind, wanted
from tests.staffing.swaps.conftest import NEXT, Floor, asked


def labels(user: object, text: str) -> list[str]:
    return [hit.label for _title, hits in find(user, text) for hit in hits]  # type: ignore[arg-type]


def test_a_swap_is_found_by_number_name_and_words(floor: Floor) -> None:
    swap = asked(floor)
    for text in (swap.number, "Bo Wu", "daughter"):
        assert str(swap) in labels(floor.ann.user, text)
    assert labels(floor.cai.user, swap.number) == []


def test_leave_is_found_by_who_sees_it(floor: Floor) -> None:
    floor.give(floor.ann, NEXT)
    leave = asking.ask(floor.ann, wanted(make_kind(floor.site), NEXT), actor=floor.ann.user)
    for person in (floor.ann, floor.leader):
        assert any(label.startswith(leave.number) for label in labels(person.user, leave.number))
    assert labels(floor.cai.user, leave.number) == []
