"""A reward because of a complaint: a customer's praise, a good hand. The service department proposes it, the GM office goes on."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.access.permissions import Actor, user_of
from callcenter.accounts.models import User
from callcenter.audit import services as audit
from callcenter.objections import Objection, refuse
from callcenter.people.models import Employee
from complaints.cases import log
from complaints.cases.dossier import Case
from complaints.cases.permits import require_for
from complaints.cases.states import State
from complaints.liability import access, telling
from complaints.liability.judging.models import Responsible
from complaints.liability.notices.listing import kind, state
from complaints.liability.notices.models import NoticeKind, PenaltyNotice
from complaints.liability.notices.services import notice_objections, reward_objections
from quality.conduct.models import ItemVersion

WHO = _("The service department of the site, and the GM office")


@transaction.atomic
def propose_reward(
    case: Case, employee: Employee, reward: ItemVersion, *, points: int, grounds: str, actor: Actor
) -> PenaltyNotice:
    """A draft of a reward that names the complaint; the GM office changes it, sends it up or drops it. Nobody for themselves,
    nobody who is responsible for what was complained about, and nothing on a form that was merged: the one that stays has it.
    """
    require_for(access.may_propose_reward(actor, case), actor, case, WHO)
    found = notice_objections(points, grounds) + reward_objections(reward, points, employee.site.today())
    if access.is_self(actor, employee.pk):
        found.append(Objection("liability.own_reward", {}, "employee"))
    if Responsible.objects.filter(liability__case=case, employee=employee).exists():
        figures = {"name": employee, "reference": case.reference}
        found.append(Objection("liability.rewarded_is_responsible", figures, "employee"))
    if case.state == State.MERGED:
        found.append(Objection("liability.merged", {"reference": case.reference}))
    refuse(found)
    made = PenaltyNotice.objects.create(
        site=employee.site,
        kind=NoticeKind.REWARD,
        case=case,
        employee=employee,
        item=reward.item,
        version=reward,
        points=points,
        grounds=grounds.strip(),
        written_by=user_of(actor),
        written_at=timezone.now(),
    )
    log.note(
        case, "reward_proposed", actor=actor, data={"number": made.number}
    )  # not for whom before it is approved
    telling.reward_proposed(made, actor)
    after = {"of": case.reference, "kind": made.kind, "points": points, "employee": employee.number}
    audit.record(actor, "liability.notice.proposed", made, after=after, reason=made.grounds)
    return made


def section(case: Case, user: User) -> dict[str, Any] | None:
    """Rewards and penalties because of the complaint that the reader may see, and where one more reward is proposed."""
    rows = PenaltyNotice.objects.visible_to(user).filter(case=case).with_people().order_by("pk")
    may_propose = access.may_propose_reward(user, case) and case.state != State.MERGED
    lines = [(one, kind(one), state(one)) for one in rows]
    if not lines and not may_propose:
        return None
    url = reverse("liability:propose-reward", args=[case.reference]) if may_propose else ""
    return {"lines": lines, "propose_url": url}
