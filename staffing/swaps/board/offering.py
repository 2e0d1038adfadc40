"""The board as coverage uses it: what stands on it for a day, and one click to put something there."""

import datetime

from django.db.models import Count, F, Q

from callcenter.access.permissions import Actor
from callcenter.people.models import Department, Team
from staffing.roster.planning.boards import Offer, Standing
from staffing.roster.planning.suggestions import Remedy
from staffing.swaps.board import access, services
from staffing.swaps.board.models import Posting, PostingKind, PostingState
from staffing.swaps.board.services import NewPosting

OPEN = (PostingState.ASKED, PostingState.OPEN)
REMEDIES = {PostingKind(each.value): each for each in Remedy}

may_offer = access.may_post


def standing(department: Department, team: Team | None, on: datetime.date) -> list[Standing]:
    """What is on the board for the day with the places that are left; one query."""
    rows = Posting.objects.filter(department=department, on=on, state__in=OPEN, kind__in=list(REMEDIES))
    if team is not None:
        rows = rows.filter(Q(team=team) | Q(team=None))
    rows = rows.annotate(left=F("places") - Count("claims")).select_related("shift_type")
    return [_told(row, row.left) for row in rows.order_by("starts_at", "pk")]


def offer(new: Offer, actor: Actor) -> Standing:
    """Put it on the board, as its form does."""
    posting = services.post(
        NewPosting(
            PostingKind(new.remedy.value),
            new.department,
            new.on,
            new.reason,
            team=new.team,
            shift_type=new.shift_type,
            starts_at=new.starts_at,
            ends_at=new.ends_at,
            places=new.places,
        ),
        actor=actor,
    )
    return _told(posting, posting.places)


def _told(posting: Posting, left: int) -> Standing:
    return Standing(
        REMEDIES[PostingKind(posting.kind)],
        posting.shift_type.code if posting.shift_type else "",
        posting.starts_at,
        posting.ends_at,
        left,
        f"{posting.number} {posting.get_kind_display()}",
        posting.get_state_display(),
        posting.get_absolute_url(),
    )
