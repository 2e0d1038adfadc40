"""Every use case of a complaint, in the order of its life: one door each for page, API, task and command."""

from complaints.cases.accepting import accept, assign
from complaints.cases.contacts.services import log_contact
from complaints.cases.decisions.services import (
    RemedyFacts,
    finish_investigation,
    give_verdict,
    propose_remedies,
    resume_investigation,
    submit_report,
    take_back_report,
    write_findings,
)
from complaints.cases.finishing import close, convey, explain_overdue, record_answer, withdraw
from complaints.cases.looking import reveal_contact
from complaints.cases.overdue import mark_overdue
from complaints.cases.pausing import wait_for_customer, wait_no_longer
from complaints.cases.regulation import ask_for_extension
from complaints.cases.steps.services import (
    add_step,
    ask_third_party,
    change_step,
    chase,
    explain_late_step,
    finish_step,
    record_third_party_answer,
    skip_step,
)
from complaints.cases.taking import change_case, record_case, redirect, send_back, submit

__all__ = [
    "RemedyFacts",
    "accept",
    "add_step",
    "ask_for_extension",
    "ask_third_party",
    "assign",
    "change_case",
    "change_step",
    "chase",
    "close",
    "convey",
    "explain_late_step",
    "explain_overdue",
    "finish_investigation",
    "finish_step",
    "give_verdict",
    "log_contact",
    "mark_overdue",
    "propose_remedies",
    "record_answer",
    "record_case",
    "record_third_party_answer",
    "redirect",
    "resume_investigation",
    "reveal_contact",
    "send_back",
    "skip_step",
    "submit",
    "submit_report",
    "take_back_report",
    "wait_for_customer",
    "wait_no_longer",
    "withdraw",
    "write_findings",
]
