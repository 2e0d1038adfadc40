"""Who hears of the board: those to whom something is offered, and who gave it when it is taken."""

from typing import Any

from callcenter.notifications.services import notify
from callcenter.people.models import TeamMembership
from staffing.shifts.rules import clock
from staffing.swaps.board.models import Claim, Posting, PostingKind

MOST_TOLD = 2_000


def posted(posting: Posting) -> None:
    """Everybody in the team or department of that day, but for who gives it."""
    rows = TeamMembership.objects.filter(period__contains=posting.on, employee__user__is_active=True)
    place = {"team": posting.team_id} if posting.team_id else {"team__department": posting.department_id}
    rows = (
        rows.filter(**place)
        .exclude(employee=posting.giver_id or 0)
        .exclude(employee__user=posting.posted_by_id or 0)
    )
    _tell("swaps.posted", posting, rows.values_list("employee__user", flat=True)[:MOST_TOLD], f"{posting.pk}")


def claimed(claim: Claim) -> None:
    """Who posted it, and who gave the shift away."""
    posting = claim.posting
    giver = posting.giver.user_id if posting.giver else None
    users = {one for one in (posting.posted_by_id, giver) if one and one != claim.employee.user_id}
    _tell("swaps.claimed", posting, users, f"{claim.pk}", name=claim.employee, entry=str(posting))


def hours_text(posting: Posting) -> str:
    """When it is, in the site's time: "D 08:00–16:30"."""
    zone = posting.site.zone
    start, end = (at.astimezone(zone) for at in (posting.starts_at, posting.ends_at))
    times = f"{clock(start.hour * 60 + start.minute)}–{clock(end.hour * 60 + end.minute)}"
    return f"{posting.shift_type.code} {times}" if posting.shift_type else times


def _tell(kind: str, posting: Posting, users: Any, key: str, **figures: Any) -> None:
    shown = {
        "kind": PostingKind(posting.kind).label,
        "on": posting.on,
        "shift": hours_text(posting),
        **figures,
    }
    recipients = list(users)
    if recipients:
        notify(kind, recipients=recipients, subject=posting, figures=shown, key=key, site_id=posting.site_id)
