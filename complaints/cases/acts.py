"""What can be done with a complaint from a page: one table for its buttons, its forms, its addresses and the API's words."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.access.permissions import Actor
from callcenter.objections import Objection
from callcenter.rulebook.values import value
from complaints.cases import access, act_forms, changes, regulation, rules, services
from complaints.cases.dossier import Case
from complaints.cases.facts import gather
from complaints.cases.pausing import clock_of
from complaints.cases.permits import HANDLERS
from complaints.cases.states import State
from complaints.cases.steps.models import BY_DEPARTMENTS, Step, StepState
from complaints.cases.steps.services import may_do
from complaints.cases.transitions import TRANSITIONS, WHO, Who
from complaints.cases.wording import is_late, is_overdue

Text = str | Promise
OF_HANDLERS = ("finish_step", "explain_step")  # acts on a step that its handler does
INVESTIGATING = (State.ACCEPTED, State.INVESTIGATED)
# What the form of a transition itself brings: never missing beforehand.
BROUGHT: dict[str, Any] = {
    "reason": "-",
    "report": "-",
    "is_by_letter": True,
    "owner_can_log_in": True,
    "is_about_owner": False,
}


@dataclass(frozen=True)
class Act:
    """One act. `run(subject, actor=…, **form.facts())`; `fits(actor, subject)`: whether it is offered, and may be done.

    A transition of the table has its key; its `fits` is asked of the table and of `access`.
    """

    key: str
    title: Text
    form: type[act_forms.ActForm]
    run: Callable[..., object]
    done: Text
    icon: str = "point"
    fits: Callable[[Actor, Any], bool] | None = None
    hint: Text = ""
    is_danger: bool = False

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return self.key.replace("_", "-")

    @property
    def is_transition(self) -> bool:
        return self.key in TRANSITIONS

    @property
    def who(self) -> Text:
        """Who may do it, for those who may not."""
        if self.is_transition:
            return WHO[TRANSITIONS[self.key].who]
        if self.key == "contact":
            return WHO[Who.TAKER]
        return HANDLERS if self.key in OF_HANDLERS else WHO[Who.SERVICE]

    def is_offered(self, actor: Actor, subject: Any) -> bool:
        """Whether it is possible now and this person may do it."""
        if self.fits is not None:
            return self.fits(actor, subject)
        row = TRANSITIONS[self.key]
        return subject.state in row.sources and access.may_move(actor, row, subject)

    def may(self, actor: Actor, subject: Any) -> bool:
        """Whether this person may do it to such a complaint at some time: who may not gets no form."""
        if self.is_transition:
            return access.may_move(actor, TRANSITIONS[self.key], subject)
        if self.key == "contact":
            return access.may_log_contact(actor, subject)
        if isinstance(subject, Step):
            return may_do(actor, subject)
        return access.may_serve(actor, subject if isinstance(subject, Case) else subject.case)


def _when(*states: State) -> Callable[[Actor, Any], bool]:
    return lambda actor, case: case.state in states and access.may_serve(actor, case)


def _running(actor: Actor, case: Case) -> bool:
    return case.is_running and access.may_serve(actor, case)


def _open(actor: Actor, case: Case) -> bool:
    return case.is_open and access.may_serve(actor, case)


def _may_pause(actor: Actor, case: Case) -> bool:
    if not _running(actor, case) or not value("complaint.pause_allowed", case.site):
        return False
    clock = clock_of(case)
    return clock is not None and clock.stopped_at is None and not clock.is_paused()


def _may_resume(actor: Actor, case: Case) -> bool:
    clock = clock_of(case) if _running(actor, case) else None
    return clock is not None and clock.stopped_at is None and clock.is_paused()


def _answer(accepts: bool) -> Callable[..., object]:
    return lambda case, *, actor, **facts: services.record_answer(case, actor=actor, accepts=accepts, **facts)


F = act_forms
MOVES = (
    Act("submit", TRANSITIONS["submit"].acting, F.CommentForm, services.submit, _("It is with the service department."), "send"),
    Act("accept", TRANSITIONS["accept"].acting, F.AcceptForm, services.accept, _("It is accepted: its days run."), "circle-check"),
    Act("send_back", TRANSITIONS["send_back"].acting, F.ReasonForm, services.send_back, _("It is back with whoever took it."), "arrow-back-up"),
    Act("redirect", TRANSITIONS["redirect"].acting, F.ReasonForm, services.redirect, _("It is passed on."), "arrow-right", is_danger=True),
    Act("finish_investigation", TRANSITIONS["finish_investigation"].acting, F.FinishInvestigationForm, services.finish_investigation, _("The investigation is finished: the report is due."), "search"),
    Act("submit_report", TRANSITIONS["submit_report"].acting, F.ReportForm, services.submit_report, _("The report is handed in."), "send"),
    Act("resume_investigation", TRANSITIONS["resume_investigation"].acting, F.ReasonForm, services.resume_investigation, _("The investigation goes on."), "refresh"),
    Act("take_back_report", TRANSITIONS["take_back_report"].acting, F.ReasonForm, services.take_back_report, _("The report is back."), "arrow-back-up"),
    Act("convey", TRANSITIONS["convey"].acting, F.ConveyForm, services.convey, _("It is recorded that the customer was told."), "phone-call"),
    Act("accept_decision", TRANSITIONS["accept_decision"].acting, F.AnswerForm, _answer(True), _("The customer accepts: the remedies are carried out."), "circle-check"),
    Act("refuse_decision", TRANSITIONS["refuse_decision"].acting, F.AnswerForm, _answer(False), _("A new form was opened, the old one is attached to it."), "circle-x", is_danger=True),
    Act("close", TRANSITIONS["close"].acting, F.CommentForm, services.close, _("The complaint is closed."), "lock"),
    Act("withdraw", TRANSITIONS["withdraw"].acting, F.WithdrawForm, services.withdraw, _("The complaint is withdrawn."), "arrow-back-up", is_danger=True),
)  # fmt: skip
BESIDE = (
    Act("contact", _("Log a contact"), F.ContactForm, services.log_contact, _("The contact is on record."), "phone-call", access.may_log_contact),
    Act("findings", _("Write the findings"), F.FindingsForm, services.write_findings, _("The findings are written."), "search", _when(*INVESTIGATING)),
    Act("verdict", _("Give the verdict"), F.VerdictForm, services.give_verdict, _("The verdict stands."), "gavel", _when(*INVESTIGATING)),
    Act("add_step", _("Add a step"), F.NewStepForm, services.add_step, _("The step is added."), "plus", _when(State.ACCEPTED)),
    Act("ask_third_party", _("Ask a third party"), F.ThirdPartyForm, services.ask_third_party, _("The third party is asked."), "users-group", _running),
    Act("assign", _("Change the owner"), F.AssignForm, services.assign, _("The owner has changed."), "user-check", _open),
    Act("explain_overdue", _("Explain why it is overdue"), F.ExplainOverdueForm, services.explain_overdue, _("The delay is explained, the apology on record."), "clock-exclamation", lambda actor, case: _running(actor, case) and is_overdue(case)),
    Act("ask_extension", _("Ask for a longer deadline"), F.ExtensionForm, services.ask_for_extension, _("The line is asked for a longer deadline of the regulator."), "calendar-plus", regulation.may_ask),
    Act("wait", _("Wait for the customer"), F.PauseForm, services.wait_for_customer, _("The clock stands still."), "player-pause", _may_pause),
    Act("wait_no_longer", _("Wait no longer"), F.ResumeForm, services.wait_no_longer, _("The clock runs again."), "player-play", _may_resume),
)  # fmt: skip
ACTS = {act.key: act for act in (*MOVES, *BESIDE)}


@transaction.atomic
def finish_step(step: Step, *, actor: Actor, result: str, overdue_reason: str = "") -> object:
    """Why it is late, and what came of it: both or none."""
    if overdue_reason.strip():
        services.explain_late_step(step, actor=actor, reason=overdue_reason)
    return services.finish_step(step, actor=actor, result=result)


def _of_department(*states: StepState) -> Callable[[Actor, Any], bool]:
    return lambda actor, step: step.kind in BY_DEPARTMENTS and step.state in states and may_do(actor, step)


def _by_service(actor: Actor, step: Step) -> bool:
    is_open = step.state in (StepState.WAITING, StepState.RUNNING)
    return is_open and step.kind in BY_DEPARTMENTS and access.may_serve(actor, step.case)


def _is_unexplained(actor: Actor, step: Step) -> bool:
    return step.kind in BY_DEPARTMENTS and is_late(step) and not step.overdue_reason and may_do(actor, step)


STEP_ACTS = {
    act.key: act
    for act in (
        Act("finish_step", _("Mark as done"), F.ResultForm, finish_step, _("The step is done."), "check", _of_department(StepState.RUNNING)),
        Act("explain_step", _("Say why it is late"), F.LateForm, services.explain_late_step, _("The reason is on record."), "clock-exclamation", _is_unexplained),
        Act("chase_step", _("Chase"), F.ChaseForm, services.chase, _("They are asked to get on with it."), "bell-ringing", _by_service),
        Act("change_step", _("Change"), F.ChangeStepForm, services.change_step, _("The step is changed."), "edit", _by_service),
        Act("skip_step", _("Not needed"), F.ReasonForm, services.skip_step, _("The step is left out."), "x", _by_service, is_danger=True),
    )
}  # fmt: skip
THIRD_PARTY_ANSWER = Act(
    "answer_third_party",
    _("Record the answer"),
    F.ThirdPartyAnswerForm,
    services.record_third_party_answer,
    _("The answer is on record."),
    "message",
    lambda actor, party: party.answered_at is None and access.may_serve(actor, party.case),
)


@dataclass(frozen=True)
class Next:
    """One transition that may come next, its form, and what is still missing: sentence and where it is mended."""

    act: Act
    form: act_forms.ActForm
    url: str
    missing: tuple[tuple[Objection, str], ...]


# Where what is missing is mended: an act, or a place of the page.
MENDED_BY = {
    "cases.not_acknowledged": "contact",
    "cases.findings_missing": "findings",
    "cases.fault_missing": "findings",
    "cases.outcome_missing": "findings",
    "cases.outcome_without_fault": "findings",
    "cases.verdict_missing": "verdict",
    "cases.negligence_is_exempt": "verdict",
    "cases.remedy_missing": "remedies",
    "cases.remedy_without_grounds": "remedies",
    "cases.apology_missing": "explain_overdue",
}
AT = {
    "cases.steps_open": "#steps",
    "cases.steps_unexplained": "#steps",
    "cases.third_parties_open": "#third-parties",
}
IN_THE_FORM = (
    "cases.intake_data",
    "cases.demand_missing",
    "cases.contact_missing",
    "cases.cause_missing",
    "cases.no_complaint",
    "cases.joint_deadline_missing",
    "cases.joint_deadline_too_late",
)


def next_of(case: Case, actor: Actor) -> list[Next]:
    """The transitions that this person may take now, in the order of the table, each with what it still needs."""
    offered = [act for act in MOVES if act.is_offered(actor, case)]
    if not offered:
        return []
    facts = replace(gather(case), **BROUGHT)
    found = []
    for act in offered:
        missing = rules.unmet(TRANSITIONS[act.key].needs, facts) + changes.objections(act.key, case)
        if missing and access.is_concerned(actor, case):
            continue  # whom it is about completes nothing: its owner does
        form = act.form(case=case, actor=actor, auto_id=f"id_{act.key}_%s")
        places = tuple((_named(one), mended_at(case, one)) for one in missing)
        found.append(Next(act, form, act_url(case, act), places))
    return found


def _named(objection: Objection) -> Objection:
    """A sentence about a field says which, away from its field."""
    if objection.code != "cases.intake_data":
        return objection
    field: Any = Case._meta.get_field(objection.field)
    return Objection("cases.intake_data_of", {"field": field.verbose_name}, objection.field)


def mended_at(case: Case, objection: Objection) -> str:
    """The address where this is set right; "" where there is none."""
    if objection.code in IN_THE_FORM:
        return reverse("cases:edit", args=[case.reference]) + (
            f"#id_{objection.field}" if objection.field else ""
        )
    if objection.code == "cases.remedy_missing" or MENDED_BY.get(objection.code) == "remedies":
        return reverse("cases:remedies", args=[case.reference])
    if objection.code in MENDED_BY:
        return act_url(case, ACTS[MENDED_BY[objection.code]])
    return AT.get(objection.code, "")


def act_url(case: Case, act: Act) -> str:
    """The address of an act on a complaint."""
    return reverse(f"cases:{act.slug}", args=[case.reference])
