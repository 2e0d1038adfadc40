"""Who hears of reviews and notices."""

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING, Any

from callcenter.access.posts import PostCode
from callcenter.notifications.figures import choice
from callcenter.notifications.services import notify
from callcenter.people.models import PostHolding

if TYPE_CHECKING:
    from complaints.liability.notices.models import PenaltyNotice
    from complaints.liability.personnel.models import PersonnelNotice


def holders(*posts: PostCode) -> list[int]:
    """Log-ins of everybody who holds one of these posts now, at whatever site: these posts serve all."""
    from django.utils import timezone

    today = timezone.now().date()
    rows = PostHolding.objects.filter(
        post__code__in=posts, period__contains=today, employee__user__is_active=True
    )
    return sorted(set(rows.values_list("employee__user", flat=True)))


def gm_office() -> list[int]:
    """Who reviews."""
    return holders(PostCode.GM_OFFICE)


def reward_proposed(notice: "PenaltyNotice", actor: Any) -> None:
    """To the GM office, which sends it up, changes or drops it; never to whom it is for."""
    office = set(gm_office()) - {getattr(actor, "pk", None), notice.employee.user_id}
    reference = notice.case.reference if notice.case else ""
    _tell("liability.reward_proposed", notice, sorted(office), item=notice.version, reference=reference)


def notice_approved(notice: "PenaltyNotice") -> None:
    """To the employee, who may contest it; a reward to HR as well, who executes and publishes it."""
    if notice.is_reward:
        _tell("liability.reward_approved", notice, [notice.employee.user_id], item=notice.version)
        hr = set(holders(PostCode.HR)) - {notice.employee.user_id}
        _tell("liability.reward_to_publish", notice, sorted(hr), item=notice.version)
        return
    _tell("liability.notice_approved", notice, [notice.employee.user_id], until=notice.contest_until)


def notice_contested(notice: "PenaltyNotice") -> None:
    """To those who decide, but for the author."""
    deciders = set(holders(PostCode.GM, PostCode.DEPUTY_GM)) - {notice.written_by_id, notice.employee.user_id}
    _tell("liability.notice_contested", notice, sorted(deciders))


def notice_decided(notice: "PenaltyNotice") -> None:
    """To the employee: executed or revoked."""
    _tell("liability.notice_decided", notice, [notice.employee.user_id])


def personnel_approved(notice: "PersonnelNotice") -> None:
    """To HR, who draws it up, and to the employee."""
    figures = {"number": notice.number, "name": notice.employee, "penalty": choice(notice, "penalty")}
    told: dict[str, Set[int | None]] = {
        "liability.personnel_approved": set(holders(PostCode.HR)) - {notice.employee.user_id},
        "liability.personnel_own": {notice.employee.user_id} - {None},
    }
    for kind, users in told.items():
        if users:
            notify(
                kind,
                recipients=sorted(one for one in users if one),
                subject=notice,
                figures=figures,
                key=f"{notice.pk}",
                site_id=notice.site_id,
            )


def _tell(kind: str, notice: "PenaltyNotice", users: Sequence[int | None], **figures: Any) -> None:
    shown = {
        "number": notice.number,
        "name": notice.employee,
        "points": notice.points,
        "state": choice(notice, "state"),
        **figures,
    }
    told = [one for one in users if one]
    if told:
        key = f"{notice.pk}:{notice.state}"
        notify(kind, recipients=told, subject=notice, figures=shown, key=key, site_id=notice.site_id)
