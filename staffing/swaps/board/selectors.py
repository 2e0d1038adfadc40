"""Reads about the board."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, QuerySet

from callcenter.approvals.requests.models import RUNNING, Request
from staffing.swaps.board.models import Posting


def requests_of(posting: Posting) -> QuerySet[Request]:
    """What was asked about its release."""
    return Request.objects.filter(
        kind="swaps.posting",
        subject_type=ContentType.objects.get_for_model(Posting),
        subject_id=posting.pk,
    )


def running_request(posting: Posting) -> Request | None:
    """The request for its release that is not decided yet."""
    return requests_of(posting).filter(state__in=RUNNING).first()


def listed(rows: QuerySet[Posting]) -> QuerySet[Posting]:
    """With what a line shows; one query, however many rows."""
    found = rows.select_related("site", "department", "team", "shift_type", "giver", "posted_by")
    return found.annotate(taken=Count("claims"))
