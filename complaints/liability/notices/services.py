"""A notice from the draft to the ledger: drawn up, approved by the GM, told, contested or executed; rewards published (S2A-38).

Locks are taken in this order: the running request, the notice, the employee.
"""

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.approvals import services as approvals
from callcenter.approvals.requests.models import RUNNING, Request
from callcenter.audit import services as audit
from callcenter.clocks.services import start_clock, stop_running
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.models import Department, Employee
from complaints.cases.dossier import Case
from complaints.liability import access, telling
from complaints.liability.deadlines import CONTEST
from complaints.liability.notices.models import NOTICE, NoticeKind, NoticeState, PenaltyNotice
from complaints.liability.reviews.models import ReviewLine, Verdict
from quality.conduct import services as ledger
from quality.conduct.models import Block, ItemVersion
from quality.conduct.rules import points_objections
from staffing.records.bulletins.services import BulletinFacts, publish_bulletin, withdraw_bulletin

BATCH = 200


@transaction.atomic
def draw_up(
    employee: Employee,
    points: int,
    grounds: str,
    *,
    actor: Actor,
    case: Case | None = None,
    line: ReviewLine | None = None,
    unit: Department | None = None,
    reward: ItemVersion | None = None,
) -> PenaltyNotice:
    """The GM office draws a notice up; from a review's line it takes the complaint and the unit. `reward`: the kind of the
    catalogue that points are given for; without one they are taken.
    """
    require(access.is_gm_office(actor) and not access.is_self(actor, employee.pk))
    found = notice_objections(points, grounds) + reward_objections(reward, points, employee.site.today())
    if line is not None and line.verdict != Verdict.DEDUCTION:
        found.append(Objection("liability.line_without_deduction", {"reference": line.case.reference}))
    refuse(found)
    made = PenaltyNotice.objects.create(
        site=employee.site,
        kind=NoticeKind.REWARD if reward is not None else NoticeKind.PENALTY,
        item=reward.item if reward is not None else None,
        version=reward,
        case=line.case if line is not None else case,
        line=line,
        employee=employee,
        unit=line.unit if line is not None else unit,
        points=points,
        grounds=grounds.strip(),
        written_by=user_of(actor),
        written_at=timezone.now(),
    )
    audit.record(actor, "liability.notice.drawn_up", made, after=_facts(made), reason=made.grounds)
    return made


@transaction.atomic
def change(
    notice: PenaltyNotice,
    *,
    actor: Actor,
    employee: Employee,
    points: int,
    grounds: str,
    reward: ItemVersion | None = None,
) -> PenaltyNotice:
    """Another person, other points, other grounds, another kind of reward, while it is a draft. A reward stays one."""
    notice = held(notice.pk)
    require(access.is_gm_office(actor))
    require(not access.is_self(actor, employee.pk) and not access.is_self(actor, notice.employee_id))
    _require_state(notice, NoticeState.DRAFT)
    reward = (reward or notice.version) if notice.is_reward else None
    refuse(notice_objections(points, grounds) + reward_objections(reward, points, employee.site.today()))
    before = _facts(notice)
    if reward is not None:
        notice.item, notice.version = reward.item, reward
    notice.employee, notice.site, notice.points = employee, employee.site, points
    notice.grounds = grounds.strip()
    notice.save(update_fields=["employee", "site", "points", "grounds", "item", "version"])
    audit.record(actor, "liability.notice.changed", notice, before=before, after=_facts(notice))
    return notice


@transaction.atomic
def send_up(notice: PenaltyNotice, *, actor: Actor) -> PenaltyNotice:
    """To the general manager, up the line of whoever sends it."""
    notice = held(notice.pk)
    require(access.is_gm_office(actor) and not access.is_self(actor, notice.employee_id))
    _require_state(notice, NoticeState.DRAFT)
    sender = Employee.objects.filter(user=getattr(actor, "pk", None) or 0).select_related("site").first()
    if sender is None:
        raise RuleViolation(Objection("liability.nobody_to_ask"))
    if notice.written_by_id is None:
        notice.written_by = user_of(actor)
    notice.state = NoticeState.WAITING
    notice.save(update_fields=["state", "written_by"])
    approvals.start(NOTICE, notice, applicant=sender, actor=None, reason=notice.grounds)
    audit.record(actor, "liability.notice.sent_up", notice)
    return notice


@transaction.atomic
def drop(notice: PenaltyNotice, *, actor: Actor, reason: str) -> PenaltyNotice:
    """The GM office drops a draft, with a reason."""
    notice = held(notice.pk)
    require(access.is_gm_office(actor) and not access.is_self(actor, notice.employee_id))
    _require_state(notice, NoticeState.DRAFT)
    _require_words(reason, "reason")
    notice.state, notice.decision = NoticeState.DROPPED, reason.strip()
    notice.save(update_fields=["state", "decision"])
    audit.record(actor, "liability.notice.dropped", notice, reason=reason)
    return notice


def approved(notice: PenaltyNotice, request: Request, actor: Actor) -> None:
    """The GM's yes: the employee hears of it and may contest it. Nothing is in the ledger yet."""
    notice = held(notice.pk)
    _require_state(notice, NoticeState.WAITING)
    require(not access.is_self(actor, notice.employee_id))
    notice.state, notice.approved_by, notice.approved_at = (
        NoticeState.APPROVED,
        user_of(actor),
        timezone.now(),
    )
    clock = start_clock(CONTEST, notice, site=notice.site, actor=actor, owner=notice.employee.user)
    notice.contest_until = clock.due_at
    notice.save(update_fields=["state", "approved_by", "approved_at", "contest_until"])
    telling.notice_approved(notice)
    audit.record(actor, "liability.notice.approved", notice, after=_facts(notice))


def rejected(notice: PenaltyNotice, request: Request, actor: Actor) -> None:
    """The GM's no."""
    notice = held(notice.pk)
    if notice.state == NoticeState.WAITING:
        acted = request.steps.filter(state="rejected").order_by("-decided_at").first()
        notice.state, notice.decision = NoticeState.REFUSED, acted.comment if acted else ""
        notice.save(update_fields=["state", "decision"])
        audit.record(actor, "liability.notice.refused", notice, reason=notice.decision)


def withdrawn(notice: PenaltyNotice, request: Request, actor: Actor) -> None:
    """The GM office takes it back: a draft again."""
    notice = held(notice.pk)
    if notice.state == NoticeState.WAITING:
        notice.state = NoticeState.DRAFT
        notice.save(update_fields=["state"])
        audit.record(actor, "liability.notice.taken_back", notice)


@transaction.atomic
def contest(notice: PenaltyNotice, *, actor: Actor, words: str) -> PenaltyNotice:
    """The employee contests it, once and within the window (liability.contest_days); a reward that HR has executed as well."""
    notice = held(notice.pk)
    require(actor is not None and access.is_self(actor, notice.employee_id))
    _require_state(notice, *contestable(notice))
    now = timezone.now()
    if notice.contest_until is None or now > notice.contest_until:
        figures = {"until": notice.contest_until or "—"}
        raise RuleViolation(
            Objection("liability.contest_too_late", figures, rules=("liability.contest_days",))
        )
    _require_words(words, "words")
    notice.state, notice.contest, notice.contested_at = NoticeState.CONTESTED, words.strip(), now
    notice.save(update_fields=["state", "contest", "contested_at"])
    stop_running(CONTEST, notice, actor=actor)
    telling.notice_contested(notice)
    audit.record(actor, "liability.notice.contested", notice, reason=words)
    return notice


@transaction.atomic
def decide_contest(notice: PenaltyNotice, *, actor: Actor, is_upheld: bool, words: str) -> PenaltyNotice:
    """A deputy GM or the GM, never the author or the employee: the contest is right (revoked), or it is executed."""
    notice = held(notice.pk)
    require(access.may_decide(actor) and not access.is_self(actor, notice.employee_id))
    require(actor is not None and actor.pk != notice.written_by_id)
    _require_state(notice, NoticeState.CONTESTED)
    _require_words(words, "words")
    notice.decided_by, notice.decision = user_of(actor), words.strip()
    if is_upheld:
        notice.state = NoticeState.REVOKED
    notice.save(update_fields=["decided_by", "decision", "state"])
    if not is_upheld:
        _execute(notice, actor)
    else:
        _undo(notice, actor, words)
    telling.notice_decided(notice)
    after = {"state": notice.state}
    audit.record(actor, "liability.notice.contest_decided", notice, after=after, reason=words)
    return notice


@transaction.atomic
def revoke(notice: PenaltyNotice, *, actor: Actor, reason: str) -> PenaltyNotice:
    """A deputy GM or the GM takes an approved or executed notice back: points in the ledger are reversed."""
    notice = held(notice.pk)
    require(access.may_decide(actor) and not access.is_self(actor, notice.employee_id))
    require(actor is not None and actor.pk != notice.written_by_id)
    _require_state(notice, NoticeState.APPROVED, NoticeState.CONTESTED, NoticeState.EXECUTED)
    _require_words(reason, "reason")
    before = {"state": notice.state}
    _undo(notice, actor, reason)
    notice.state, notice.decided_by, notice.decision = (
        NoticeState.REVOKED,
        user_of(actor),
        reason.strip(),
    )
    notice.save(update_fields=["state", "decided_by", "decision"])
    stop_running(CONTEST, notice, actor=actor)
    telling.notice_decided(notice)
    audit.record(actor, "liability.notice.revoked", notice, before=before, reason=reason)
    return notice


def execute_due(now: datetime.datetime | None = None) -> int:
    """Execute what nobody contested in its window; how many."""
    late = PenaltyNotice.objects.filter(state=NoticeState.APPROVED, contest_until__lt=now or timezone.now())
    ended = list(late.order_by("contest_until").values_list("pk", flat=True)[:BATCH])
    return sum(execute(pk, now=now) for pk in ended)


@transaction.atomic
def execute(pk: int, *, now: datetime.datetime | None = None) -> bool:
    """Put the points of an uncontested notice into the ledger; whether it was still to be done."""
    notice = held(pk)
    if notice.state != NoticeState.APPROVED or notice.contest_until is None:
        return False
    if notice.contest_until >= (now or timezone.now()):
        return False
    stop_running(CONTEST, notice, actor=None)
    _execute(notice, None)
    telling.notice_decided(notice)
    audit.record(None, "liability.notice.executed", notice, after=_facts(notice))
    return True


def _execute(notice: PenaltyNotice, actor: Actor) -> None:
    """The state first: the database lets points in for an executed notice alone. A contested reward may have its already."""
    notice.state, notice.executed_at = NoticeState.EXECUTED, notice.executed_at or timezone.now()
    notice.save(update_fields=["state", "executed_at"])
    if notice.entry is not None:
        return
    person, points, words = notice.employee, notice.points, notice.grounds
    if notice.is_reward and notice.item is not None:
        notice.entry = ledger.reward(
            person, points, source=notice, actor=actor, reason=words, item=notice.item
        )
    else:
        notice.entry = ledger.deduct(
            person, points, source=notice, actor=actor, reason=words, item=notice.item
        )
    notice.save(update_fields=["entry"])


@transaction.atomic
def publish(notice: PenaltyNotice, *, actor: Actor, title: str, text: str) -> PenaltyNotice:
    """HR executes an approved reward and publishes it: points into the ledger, a bulletin to all of the site."""
    notice = held(notice.pk)
    require(access.is_hr(actor) and not access.is_self(actor, notice.employee_id))
    _require_state(notice, NoticeState.APPROVED, NoticeState.EXECUTED)
    found = [
        Objection("liability.words_needed", field=name)
        for name, words in (("title", title), ("text", text))
        if not words.strip()
    ]
    if not notice.is_reward:
        found.append(Objection("liability.rewards_are_published", {"number": notice.number}))
    if notice.published_at is not None:
        found.append(Objection("liability.published_already", {"number": notice.number}))
    refuse(found)
    if notice.state == NoticeState.APPROVED:
        _execute(notice, actor)
        telling.notice_decided(notice)
    facts = BulletinFacts(title, text, must_read=False)
    notice.bulletin = publish_bulletin(notice.site, facts, actor=None)
    notice.published_at, notice.published_by = timezone.now(), user_of(actor)
    notice.save(update_fields=["bulletin", "published_at", "published_by"])
    audit.record(actor, "liability.notice.published", notice, after={"bulletin": str(notice.bulletin)})
    return notice


def _undo(notice: PenaltyNotice, actor: Actor, reason: str) -> None:
    """What it has brought: the points, the bulletin."""
    if notice.entry is not None:
        ledger.reverse(notice.entry, actor=actor, reason=reason)
    if notice.bulletin is not None and notice.bulletin.withdrawn_at is None:
        withdraw_bulletin(notice.bulletin, actor=None, reason=reason)


def contestable(notice: PenaltyNotice) -> tuple[NoticeState, ...]:
    """In which states it may be contested: approved; a reward after HR executed it as well, once."""
    if notice.is_reward and not notice.contest:
        return NoticeState.APPROVED, NoticeState.EXECUTED
    return (NoticeState.APPROVED,)


def running_requests(notice: PenaltyNotice) -> Any:
    """What is asked of the line and not decided yet."""
    kind = ContentType.objects.get_for_model(PenaltyNotice)
    return Request.objects.filter(
        kind=NOTICE, subject_type=kind, subject_id=notice.pk, state__in=RUNNING
    ).order_by("pk")


def held(pk: int) -> PenaltyNotice:
    """The notice, held."""
    rows = PenaltyNotice.objects.select_for_update(of=("self",))
    return rows.select_related(
        "site", "employee__user", "employee__site", "entry", "item", "version__item", "case", "bulletin"
    ).get(pk=pk)


def _require_state(notice: PenaltyNotice, *states: NoticeState) -> None:
    if notice.state not in states:
        figures = {"number": notice.number, "state": notice.get_state_display()}
        raise RuleViolation(Objection("liability.notice_state", figures))


def _require_words(words: str, field: str) -> None:
    if not words.strip():
        raise RuleViolation(Objection("liability.words_needed", field=field))


def notice_objections(points: int, grounds: str) -> list[Objection]:
    """A notice is of points, with grounds."""
    found = []
    if points < 1:
        found.append(Objection("liability.points_needed", field="points"))
    if not grounds.strip():
        found.append(Objection("liability.words_needed", field="grounds"))
    return found


def reward_objections(reward: ItemVersion | None, points: int, today: datetime.date) -> list[Objection]:
    """A reward is of the catalogue of the day, with points as it gives them."""
    if reward is None:
        return []
    if reward.item.block != Block.REWARD:
        return [Objection("conduct.no_reward", {"code": reward.item.code}, "reward")]
    if today not in reward.period:
        return [Objection("conduct.item_not_in_use", {"code": reward.item.code}, "reward")]
    return points_objections(points, reward.least, reward.most)


def _facts(notice: PenaltyNotice) -> dict[str, object]:
    return {
        "kind": notice.kind,
        "item": notice.item.code if notice.item else None,
        "employee": notice.employee.number,
        "points": notice.points,
        "state": notice.state,
    }
