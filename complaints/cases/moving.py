"""The one way in which a complaint changes its state: lock, permit, check, ask the rules, write, record, tell."""

from typing import Any

from django.db.models import F

from callcenter.access.permissions import Actor, user_of
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from complaints.cases import changes, rules, search
from complaints.cases.dossier import Case, CaseEvent
from complaints.cases.facts import gather
from complaints.cases.permits import require_move
from complaints.cases.transitions import TRANSITIONS, Who

VERBS = {
    "record": "cases.case.recorded",
    "submit": "cases.case.submitted",
    "send_back": "cases.case.sent_back",
    "accept": "cases.case.accepted",
    "redirect": "cases.case.redirected",
    "finish_investigation": "cases.case.investigated",
    "resume_investigation": "cases.case.investigated_further",
    "submit_report": "cases.case.reported",
    "take_back_report": "cases.case.report_taken_back",
    "refuse_report": "cases.case.report_refused",
    "decide": "cases.case.decided",
    "decide_not_upheld": "cases.case.not_upheld",
    "convey": "cases.case.conveyed",
    "accept_decision": "cases.case.decision_accepted",
    "refuse_decision": "cases.case.decision_refused",
    "close": "cases.case.closed",
    "withdraw": "cases.case.withdrawn",
    "merge": "cases.case.merged",
    "unmerge": "cases.case.unmerged",
}


def held(case: Case) -> Case:
    """The complaint, locked until the transaction ends, with what every act asks of it."""
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("site", "customer", "cause", "owner__user", "taker").get(pk=case.pk)


def permit(case: Case, key: str, actor: Actor) -> None:
    """Refuse who may not take that transition, and a complaint that stands elsewhere by now."""
    row = TRANSITIONS[key]
    if row.who is not Who.CHAIN:
        require_move(actor, row, case)
    if case.state not in row.sources:
        figures = {"reference": case.reference, "state": case.get_state_display(), "act": row.acting}
        raise RuleViolation(Objection("cases.wrong_state", figures))


def move(
    case: Case,
    key: str,
    *,
    actor: Actor,
    comment: str = "",
    changed: dict[str, Any] | None = None,
    data: dict[str, Any] | None = None,
    **given: Any,
) -> Case:
    """Take the transition `key` of the table; `case` is held by the caller's transaction.

    `changed`: columns that are written with it. `given`: facts that stand before the stored ones. RuleViolation names every
    need that is not met, those of rooms above with them.
    """
    permit(case, key, actor)
    row = TRANSITIONS[key]
    found = rules.unmet(row.needs, gather(case, reason=comment, **given)) + changes.objections(key, case)
    if found:
        raise RuleViolation(found)
    before = case.state
    write(case, {**(changed or {}), "state": row.target})
    note(case, key, before, actor=actor, comment=comment, data=data)
    return case


def write(case: Case, changed: dict[str, Any]) -> None:
    """Write these columns and count the write."""
    for name, value in changed.items():
        setattr(case, name, value)
    Case.objects.filter(pk=case.pk).update(**changed, version=F("version") + 1)
    case.version += 1


def index(case: Case) -> None:
    """Have it found by what it says now."""
    Case.objects.filter(pk=case.pk).update(search=search.index(case))


def note(
    case: Case, key: str, before: str, *, actor: Actor, comment: str = "", data: dict[str, Any] | None = None
) -> None:
    """The line of the log, the line of the trail, and the rooms above."""
    CaseEvent.objects.create(
        case=case,
        kind=key,
        actor=user_of(actor),
        from_state=before,
        to_state=case.state,
        comment=comment,
        data=data or {},
    )
    audit.record(
        actor,
        VERBS[key],
        case,
        before={"state": str(before)} if before else None,
        after={"state": str(case.state)} | (data or {}),
        reason=comment,
    )
    changes.tell(case, key, actor)
