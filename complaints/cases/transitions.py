"""The one table of what may happen to a complaint (domain §6.3): the services, the page and docs/complaints-cases.md share it."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.cases.states import BEFORE_ACCEPTANCE, OPEN, State

S = State


class Who(StrEnum):
    """Who may do it; `access` answers for a user and a complaint."""

    TAKER = "taker"  # whoever recorded it, and the service department
    SERVICE = "service"  # the service department: complaint officers, director, center manager
    CHAIN = "chain"  # the line of approval, by the amount
    ANYBODY = "anybody"  # whoever may record complaints


WHO: dict[Who, str | Promise] = {
    Who.TAKER: _("Who took it, or the service department"),
    Who.SERVICE: _("The service department"),
    Who.CHAIN: _("The line of approval"),
    Who.ANYBODY: _("Whoever takes complaints"),
}


class Need(StrEnum):
    """What a transition waits for; `rules` says when it is there."""

    CONTACT = "contact"
    DEMAND = "demand"
    INTAKE_DATA = "intake_data"
    COMPLAINT = "complaint"
    CLASSIFIED = "classified"
    OWNER = "owner"
    JOINT_DEADLINE = "joint_deadline"
    REASON = "reason"
    ACKNOWLEDGED = "acknowledged"
    STEPS_DONE = "steps_done"
    FINDINGS = "findings"
    THIRD_PARTIES = "third_parties"
    VERDICT = "verdict"
    PROPOSAL = "proposal"
    REPORT = "report"
    BY_LETTER = "by_letter"
    DECISION = "decision"
    TOLD = "told"
    ANSWER = "answer"
    APOLOGY = "apology"
    LATE_REASON = "late_reason"
    PAPERS = "papers"


NEEDS: dict[Need, str | Promise] = {
    Need.CONTACT: _("the customer, or somebody to reach"),
    Need.DEMAND: _("what the customer asks for"),
    Need.INTAKE_DATA: _("the data that the cause asks for, or a tick that they do not apply"),
    Need.COMPLAINT: _("a complaint, not a suggestion"),
    Need.CLASSIFIED: _("its cause"),
    Need.OWNER: _("an owner who can log in and is not complained about"),
    Need.JOINT_DEADLINE: _("for joint handling its deadline, before the complaint is due"),
    Need.REASON: _("a reason"),
    Need.ACKNOWLEDGED: _("the receipt acknowledged to the customer"),
    Need.STEPS_DONE: _("every step of a department done, or not needed"),
    Need.FINDINGS: _("findings, whose fault it was, and the outcome"),
    Need.THIRD_PARTIES: _("the answers of third parties"),
    Need.VERDICT: _("a verdict on quality, negligence and improvement"),
    Need.PROPOSAL: _("proposed remedies that fit the outcome"),
    Need.REPORT: _("the report"),
    Need.BY_LETTER: _("for an especially serious complaint a letter"),
    Need.DECISION: _("the decision"),
    Need.TOLD: _("the customer told of the decision"),
    Need.ANSWER: _("the customer’s answer"),
    Need.APOLOGY: _("for an overdue complaint an apology to the customer"),
    Need.LATE_REASON: _("for every late step why it was late"),
    Need.PAPERS: _("every paper that a remedy needs, issued"),
}


@dataclass(frozen=True)
class Transition:
    """One row: from which states, to which, who, what it needs. `acting` is the label of its button."""

    key: str
    acting: str | Promise
    sources: tuple[State, ...]
    target: State
    who: Who
    needs: tuple[Need, ...] = ()


def _t(
    key: str, acting: str | Promise, sources: tuple[State, ...], target: State, who: Who, *needs: Need
) -> tuple[str, Transition]:
    return key, Transition(key, acting, sources, target, who, needs)


N = Need
TRANSITIONS: dict[str, Transition] = dict(
    (
        _t("record", pgettext_lazy("complaint", "Record"), (), S.RECEIVED, Who.ANYBODY, N.CONTACT),
        _t(
            "submit", pgettext_lazy("complaint", "Submit to the service department"), (S.RECEIVED,), S.SUBMITTED, Who.TAKER,
            N.CONTACT, N.DEMAND, N.INTAKE_DATA,
        ),
        _t("send_back", pgettext_lazy("complaint", "Send back"), (S.SUBMITTED,), S.RECEIVED, Who.SERVICE, N.REASON),
        _t(
            "accept", pgettext_lazy("complaint", "Accept"), (S.SUBMITTED,), S.ACCEPTED, Who.SERVICE,
            N.COMPLAINT, N.CLASSIFIED, N.OWNER, N.JOINT_DEADLINE,
        ),
        _t(
            "redirect", pgettext_lazy("complaint", "Pass on: no complaint"), BEFORE_ACCEPTANCE, S.REDIRECTED, Who.SERVICE, N.REASON,
        ),
        _t(
            "finish_investigation", pgettext_lazy("complaint", "Finish the investigation"), (S.ACCEPTED,), S.INVESTIGATED, Who.SERVICE,
            N.ACKNOWLEDGED, N.STEPS_DONE, N.LATE_REASON, N.FINDINGS,
        ),
        _t(
            "resume_investigation", pgettext_lazy("complaint", "Investigate further"), (S.INVESTIGATED,), S.ACCEPTED, Who.SERVICE, N.REASON,
        ),
        _t(
            "submit_report", pgettext_lazy("complaint", "Hand in the report"), (S.INVESTIGATED,), S.REPORTED, Who.SERVICE,
            N.REPORT, N.VERDICT, N.PROPOSAL, N.THIRD_PARTIES,
        ),
        _t("take_back_report", pgettext_lazy("complaint", "Take the report back"), (S.REPORTED,), S.INVESTIGATED, Who.SERVICE, N.REASON),
        _t("refuse_report", pgettext_lazy("complaint", "Refuse the report"), (S.REPORTED,), S.INVESTIGATED, Who.CHAIN, N.REASON),
        _t("decide", pgettext_lazy("complaint", "Decide"), (S.REPORTED,), S.DECIDED, Who.CHAIN, N.REPORT),
        _t(
            "decide_not_upheld", pgettext_lazy("complaint", "Decide: not upheld"), (S.REPORTED,), S.NOT_UPHELD, Who.CHAIN, N.REPORT,
        ),
        _t(
            "convey", pgettext_lazy("complaint", "Tell the customer"), (S.DECIDED, S.NOT_UPHELD), S.CONVEYED, Who.SERVICE,
            N.DECISION, N.BY_LETTER,
        ),
        _t(
            "accept_decision", pgettext_lazy("complaint", "The customer accepts"), (S.CONVEYED,), S.EXECUTING, Who.SERVICE, N.TOLD,
        ),
        _t(
            "refuse_decision", pgettext_lazy("complaint", "The customer does not accept"), (S.CONVEYED,), S.NOT_ACCEPTED, Who.SERVICE,
            N.TOLD, N.REASON,
        ),
        _t(
            "close", pgettext_lazy("complaint", "Close"), (S.EXECUTING,), S.CLOSED, Who.SERVICE,
            N.DECISION, N.TOLD, N.ANSWER, N.PAPERS, N.LATE_REASON, N.APOLOGY,
        ),
        _t("withdraw", pgettext_lazy("complaint", "The customer withdraws it"), OPEN, S.WITHDRAWN, Who.TAKER, N.REASON),
        _t("merge", pgettext_lazy("complaint", "Merge as a duplicate"), OPEN, S.MERGED, Who.SERVICE, N.REASON),
    )
)  # fmt: skip
# A merged duplicate goes back to the state it had: no row of its own, since the target is what it was.
UNMERGE = Transition(
    "unmerge",
    pgettext_lazy("complaint", "Take the merging back"),
    (S.MERGED,),
    S.RECEIVED,
    Who.SERVICE,
    (N.REASON,),
)


def leading_from(state: State | str) -> list[Transition]:
    """What may happen next to a complaint of that state, in the order of the table."""
    return [row for row in TRANSITIONS.values() if state in row.sources]
