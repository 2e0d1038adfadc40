"""Improvements of the demo center: one that is late, one to be verified, one that helped and one that did not. Made once.

They belong to complaints of the past, so they are written as they stood; the effect is measured by the service.
"""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.clocks.services import start_clock
from callcenter.people.models import Employee, Site
from callcenter.rulebook.values import value
from complaints.cases.decisions.models import Findings
from complaints.cases.dossier import Case
from complaints.cases.owners import officers
from complaints.improvement import services
from complaints.improvement.deadlines import ACTION
from complaints.improvement.models import Improvement, ImprovementState
from complaints.improvement.rules import Effect

DAY = datetime.timedelta(days=1)
ACTIONS = {
    "attitude": ("全组重学服务用语，班长每日抽听两通。", "The team repeats the wording; two calls a day are listened to."),
    "wrong-information": ("下架旧口径，知识库每周复核一次。", "The old answer is taken down; the knowledge base is checked weekly."),
    "defect": ("压装工位加防错，出厂逐件测漏。", "The press gets a stop for wrong parts; every piece is tested."),
    "delay": ("退款单超过两天自动上报主管。", "What waits for two days goes to the supervisor by itself."),
    "billing": ("支付回调按单号去重，每日对账。", "Double messages of payment are dropped; accounts are compared daily."),
}  # fmt: skip
OTHER = (
    "修订流程并培训全组，下月抽查。",
    "The process is revised, the team trained, and looked at next month.",
)


@transaction.atomic
def make(site: Site) -> int:
    """Make the improvements of a site; how many. Nothing where there are any."""
    if Improvement.objects.filter(site=site).exists():
        return 0
    tracked = Findings.objects.filter(is_improvement_tracked=True).values("case")
    rows = Case.objects.filter(site=site, pk__in=tracked, decided_at__isnull=False, cause__isnull=False)
    cases = list(rows.select_related("site", "owner__user", "cause").order_by("decided_at"))
    leaders = Employee.objects.filter(site=site, left_on=None, user__is_active=True)
    director = leaders.holding([PostCode.DIRECTOR], site.today()).select_related("user").first()
    if len(cases) < 3 or director is None or director.user is None:
        return 0
    made = _measured(cases, director.user)
    _late(cases[-2])
    _to_verify(cases[-1])
    return made + 2


def _said(case: Case, words: tuple[str, str]) -> str:
    return words[1] if case.title.isascii() else words[0]


def _written(case: Case, **more: Any) -> Improvement:
    """The improvement of a complaint as it was opened with the decision and planned."""
    findings = Findings.objects.get(case=case)
    assert case.decided_at is not None
    assert case.cause is not None
    given: dict[str, Any] = {
        "state": ImprovementState.PLANNED,
        "due_on": case.decided_at.astimezone(case.site.zone).date() + 14 * DAY,
        "root_cause": findings.text,
        "action": _said(case, ACTIONS.get(case.cause.code, OTHER)),
    }
    return Improvement.objects.create(
        site=case.site, case=case, cause=case.cause, owner=case.owner, department=findings.originating_unit,
        created_at=case.decided_at, **(given | more),
    )  # fmt: skip


def _measured(cases: list[Case], director: User) -> int:
    """One that helped and one that did not, of those whose weeks are over; what came of it is what complaints and calls
    say. How many."""
    site = cases[0].site
    weeks = value("improvement.weeks", site, on=site.today())
    drop = value("improvement.least_drop", site, on=site.today())
    done_at = timezone.now() - (7 * weeks + 1) * DAY
    old = [one for one in cases[:-2] if one.decided_at is not None and one.decided_at < done_at] or cases[:1]
    effects = [(_effect(one, done_at, weeks), one) for one in old]
    helped = [
        (effect.fall or 0, one) for effect, one in effects if effect.before and effect.is_effective(drop)
    ]
    useless = [(effect.fall or 0, one) for effect, one in effects if not effect.is_effective(drop)]
    chosen = [max(helped, key=_by_fall)[1]] if helped else []
    chosen += [min(useless, key=_by_fall)[1]] if useless else []
    for case in chosen:
        made = _written(
            case,
            state=ImprovementState.VERIFIED,
            due_on=done_at.astimezone(site.zone).date() + DAY,
            done_at=done_at,
            done_by=case.owner.user,
            evidence=_said(
                case,
                (
                    "培训签到与抽听记录已归档。",
                    "The list of those trained and the notes of listening are filed.",
                ),
            ),
            verified_at=done_at + DAY,
            verified_by=_other(director, case),
            words=_said(case, ("现场查看，已落实。", "Seen on the floor; it is done.")),
        )
        services.measure(made.pk, weeks)
    return len(chosen)


def _by_fall(one: tuple[float, Case]) -> tuple[float, int]:
    return one[0], -one[1].pk


def _other(director: User, case: Case) -> User:
    """Who verifies: the director, or another of the service department where it is the director's own."""
    if case.owner.user_id != director.pk:
        return director
    return next(one.user for one in officers(case.site) if one.user and one.user.pk != director.pk)


def _effect(case: Case, done_at: datetime.datetime, weeks: int) -> Effect:
    """What complaints of its cause and calls say around that moment."""
    return services.effect_of(Improvement(site=case.site, cause=case.cause, done_at=done_at), weeks)


def _late(case: Case) -> None:
    """Planned, and five days over its day."""
    assert case.decided_at is not None
    due_on = case.site.today() - 5 * DAY
    made = _written(case, due_on=due_on)
    end = datetime.datetime.combine(due_on, datetime.time(23, 59, 59), case.site.zone)
    start_clock(
        ACTION, made, site=case.site, actor=None, at=min(case.decided_at, end - DAY), due_at=end, owner=case.owner.user,
        department=made.department,
    )  # fmt: skip


def _to_verify(case: Case) -> None:
    """Done two days ago."""
    evidence = _said(
        case, ("新流程已发布，抽查十单均合格。", "The new process is out; ten orders looked at are right.")
    )
    _written(
        case,
        state=ImprovementState.DONE,
        done_at=timezone.now() - 2 * DAY,
        done_by=case.owner.user,
        evidence=evidence,
    )
