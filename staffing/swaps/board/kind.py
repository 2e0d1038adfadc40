"""The kind of request that releases a cover or an offer of overtime for the board."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.approvals.kinds import Facts, Kind
from callcenter.approvals.rules import Target
from callcenter.web.cells import day
from staffing.swaps.board import services
from staffing.swaps.board.facts import effect, effect_words
from staffing.swaps.board.models import PostingKind
from staffing.swaps.board.telling import hours_text


def target(posting: Any) -> Target:
    """A cover goes to the giver's shift leader, overtime to the director (domain §4.6)."""
    return Target(PostCode.DIRECTOR if posting.kind == PostingKind.OVERTIME else PostCode.SHIFT_LEADER)


def facts(posting: Any) -> Facts:
    """What it is, when, for whom, how many."""
    yield _("What"), posting.get_kind_display()
    yield _("When"), f"{day(posting.on)} {hours_text(posting)}"
    yield _("Offered to"), posting.team or posting.department
    if posting.places > 1:
        yield _("Places"), posting.places
    if words := effect_words(effect(posting)):
        yield _("Coverage"), words


RELEASE = Kind(
    services.KIND,
    _("Entry for the board"),
    target=target,
    facts=facts,
    in_short=lambda request: str(request.reason),
    on_approved=services.released,
    on_rejected=services.not_released,
    on_withdrawn=services.not_released,
    is_bulk_safe=True,
    icon="clipboard-list",
)
