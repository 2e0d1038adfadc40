"""What a complaint needs, rule by rule: the boundary and both its neighbours; no database."""

import dataclasses
import datetime
from decimal import Decimal
from typing import Any

import pytest

from complaints.cases import rules
from complaints.cases.numbers import is_format
from complaints.cases.rules import Facts, ProposedRemedy, tier, total, unmet
from complaints.cases.states import FINAL, OPEN, State
from complaints.cases.transitions import NEEDS, TRANSITIONS, WHO, Need, leading_from

DUE = datetime.datetime(2026, 3, 8, 15, 59, 59, tzinfo=datetime.UTC)
WHOLE = Facts(
    demand="A new one", has_cause=True, findings="Bent.", fault="own", outcome="substantiated", report="So it was.",
    is_own_quality_problem=True, is_human_negligence=False, is_improvement_tracked=True, is_acknowledged=True,
    remedies=(ProposedRemedy("apology"),), reason="Because", is_decided=True, is_told=True, has_answer=True,
)  # fmt: skip


@pytest.mark.parametrize("need", list(Need))
def test_a_whole_complaint_meets_every_need(need: Need) -> None:
    assert unmet([need], WHOLE) == []


@pytest.mark.parametrize(
    ("need", "missing", "code"),
    [
        (Need.CONTACT, {"has_contact": False}, "cases.contact_missing"),
        (Need.DEMAND, {"demand": " "}, "cases.demand_missing"),
        (Need.INTAKE_DATA, {"asked_for": ("lot_no",)}, "cases.intake_data"),
        (Need.COMPLAINT, {"nature": "suggestion"}, "cases.no_complaint"),
        (Need.COMPLAINT, {"nature": "grievance"}, "cases.no_complaint"),
        (Need.CLASSIFIED, {"has_cause": False}, "cases.cause_missing"),
        (Need.OWNER, {"owner_can_log_in": False}, "cases.owner_without_login"),
        (Need.OWNER, {"is_about_owner": True}, "cases.owner_is_concerned"),
        (Need.JOINT_DEADLINE, {"is_joint": True}, "cases.joint_deadline_missing"),
        (Need.REASON, {"reason": "  "}, "cases.reason_missing"),
        (Need.ACKNOWLEDGED, {"is_acknowledged": False}, "cases.not_acknowledged"),
        (Need.STEPS_DONE, {"open_steps": 1}, "cases.steps_open"),
        (Need.LATE_REASON, {"unexplained_steps": 1}, "cases.steps_unexplained"),
        (Need.FINDINGS, {"findings": ""}, "cases.findings_missing"),
        (Need.FINDINGS, {"fault": ""}, "cases.fault_missing"),
        (Need.FINDINGS, {"outcome": ""}, "cases.outcome_missing"),
        (Need.FINDINGS, {"fault": "customer"}, "cases.outcome_without_fault"),
        (Need.THIRD_PARTIES, {"unanswered_third_parties": 2}, "cases.third_parties_open"),
        (Need.VERDICT, {"is_own_quality_problem": None}, "cases.verdict_missing"),
        (Need.VERDICT, {"is_human_negligence": None}, "cases.verdict_missing"),
        (Need.VERDICT, {"is_improvement_tracked": None}, "cases.verdict_missing"),
        (Need.VERDICT, {"is_human_negligence": True}, "cases.negligence_is_exempt"),
        (Need.PROPOSAL, {"remedies": ()}, "cases.remedy_missing"),
        (
            Need.PROPOSAL,
            {"outcome": "not_substantiated", "remedies": (ProposedRemedy("discount", Decimal(1)),)},
            "cases.remedy_without_grounds",
        ),
        (Need.REPORT, {"report": "\n"}, "cases.report_missing"),
        (Need.BY_LETTER, {"is_serious": True}, "cases.letter_needed"),
        (Need.DECISION, {"is_decided": False}, "cases.not_decided"),
        (Need.TOLD, {"is_told": False}, "cases.not_told"),
        (Need.ANSWER, {"has_answer": False}, "cases.no_answer"),
        (Need.APOLOGY, {"was_overdue": True}, "cases.apology_missing"),
    ],
)
def test_what_is_missing_is_named(need: Need, missing: dict[str, Any], code: str) -> None:
    found = unmet([need], dataclasses.replace(WHOLE, **missing))
    assert [one.code for one in found] == [code]


def test_every_need_is_tried_above_or_asked_of_rooms_above() -> None:
    assert set(NEEDS) == set(Need) == set(rules._CHECKS)


@pytest.mark.parametrize(
    ("joint_due_at", "codes"),
    [
        (DUE, []),
        (DUE - datetime.timedelta(seconds=1), []),
        (DUE + datetime.timedelta(seconds=1), ["cases.joint_deadline_too_late"]),
    ],
)
def test_joint_handling_ends_by_the_complaints_deadline(
    joint_due_at: datetime.datetime, codes: list[str]
) -> None:
    facts = dataclasses.replace(WHOLE, is_joint=True, joint_due_at=joint_due_at, due_at=DUE)
    assert [one.code for one in unmet([Need.JOINT_DEADLINE], facts)] == codes


def test_a_tick_stands_for_data_that_do_not_apply() -> None:
    facts = dataclasses.replace(
        WHOLE,
        asked_for=("lot_no", "order_no"),
        filled=frozenset({"order_no"}),
        not_applicable=frozenset({"lot_no"}),
    )
    assert unmet([Need.INTAKE_DATA], facts) == []
    assert (
        unmet([Need.DEMAND], dataclasses.replace(WHOLE, demand="", not_applicable=frozenset({"demand"})))
        == []
    )


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0", 0), ("0.01", 1), ("499.99", 1), ("500", 1), ("500.01", 2), ("600", 2), ("4999.99", 2), ("5000", 2), ("5000.01", 3), ("9999999999", 3),
    ],
)  # fmt: skip
def test_amounts_belong_to_their_tier(amount: str, expected: int) -> None:
    assert tier(Decimal(amount), Decimal(500), Decimal(5000)) == expected


def test_compensation_and_discount_count_together() -> None:
    """Worked example 2 of the manual: 400 + 200 = 600 goes to the deputy GM."""
    lines = (ProposedRemedy("compensation", Decimal(400)), ProposedRemedy("discount", Decimal(200)))
    assert total(lines) == 600
    assert tier(total(lines), Decimal(500), Decimal(5000)) == 2


def test_every_state_but_the_last_ones_leads_on() -> None:
    assert all(leading_from(state) for state in OPEN)
    assert not any(leading_from(state) for state in FINAL)
    reached = {row.target for row in TRANSITIONS.values()}
    assert reached == set(State)
    assert {row.who for row in TRANSITIONS.values()} == set(WHO)


def test_no_way_leads_to_closed_but_over_report_decision_telling_and_answer() -> None:
    """Every path through the table, step by step: what comes before CLOSED on all of them."""

    def paths(state: State, been: frozenset[str]) -> list[frozenset[str]]:
        if state == State.CLOSED:
            return [been]
        found = []
        for row in leading_from(state):
            if row.key not in been:
                found += paths(row.target, been | {row.key})
        return found

    ways = paths(State.RECEIVED, frozenset())
    assert ways
    must = {"submit", "accept", "finish_investigation", "submit_report", "convey", "accept_decision", "close"}
    assert all(must <= way for way in ways)
    assert all({"decide", "decide_not_upheld"} & way for way in ways)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("KS-{yyyymm}-{seq:04}", True),
        ("{site}/{yyyy}/{seq}", True),
        ("KS-{yyyymm}-{mm}-{seq:05}", True),
        ("KS-{yyyymm}", False),
        ("KS-{seq:04}", False),
        ("KS-{yyyymm}-{seq}-{seq}", False),
        ("KS-{yyyymm}-{seq:x!}", False),
        ("KS-{yyyymm}-{number}", False),
        ("KS-{yyyymm-{seq}", False),
        ("{seq.__class__}{yyyymm}", False),
        ("", False),
    ],
)
def test_a_number_format_holds_the_running_number_once_and_a_time(text: str, fits: bool) -> None:
    assert is_format(text) is fits
