"""Who hears of a complaint, and when; called by the services in their transaction."""

from collections.abc import Iterable

from callcenter.access.permissions import Actor, user_of
from callcenter.access.posts import PostCode
from callcenter.notifications.figures import choice
from callcenter.notifications.services import notify
from callcenter.people.models import Employee
from complaints.cases.deadlines import holders
from complaints.cases.decisions.models import Report
from complaints.cases.dossier import Case
from complaints.cases.states import Severity
from complaints.cases.steps.models import Chase, Step


def _tell(kind: str, case: Case, people: Iterable[int | None], key: str, **figures: object) -> None:
    told = sorted({pk for pk in people if pk})
    if told:
        notify(
            kind,
            recipients=told,
            subject=case,
            figures={"reference": case.reference, "title": case.title, "due_at": case.due_at} | figures,
            key=f"{case.pk}:{key}",
        )


def _but(people: Iterable[int | None], actor: Actor) -> list[int | None]:
    """Nobody is told of what they did themselves."""
    me = user_of(actor)
    return [pk for pk in people if me is None or pk != me.pk]


def _log_in(employee: Employee | None) -> int | None:
    return employee.user_id if employee is not None else None


def submitted(case: Case) -> None:
    """The service department has one more to accept."""
    _tell("cases.submitted", case, [_log_in(case.owner)], f"submitted:{case.version}")


def handed_over(case: Case) -> None:
    """Whom it is about took it and cannot go on with it: its owner completes it."""
    _tell("cases.handed_over", case, [_log_in(case.owner)], f"handed_over:{case.version}")


def sent_back(case: Case, reason: str) -> None:
    _tell("cases.sent_back", case, [_log_in(case.taker)], f"sent_back:{case.version}", reason=reason)


def accepted(case: Case, *, actor: Actor) -> None:
    _tell("cases.assigned", case, _but([_log_in(case.owner)], actor), f"assigned:{case.version}")


def assigned(case: Case, *, actor: Actor) -> None:
    _tell("cases.assigned", case, _but([_log_in(case.owner)], actor), f"assigned:{case.version}")


def if_serious(case: Case, *, was: str, actor: Actor) -> None:
    """Especially serious since this act: the deputy GM hears at once (S2A-15)."""
    if case.severity == Severity.SERIOUS and was != Severity.SERIOUS:
        people = [*holders(case.site, PostCode.DEPUTY_GM), *holders(case.site, PostCode.CENTER_MANAGER)]
        _tell(
            "cases.serious", case, [*people, *_but([_log_in(case.owner)], actor)], f"serious:{case.version}"
        )


def step_given(step: Step, *, actor: Actor) -> None:
    case = step.case
    assignee = Employee.objects.filter(pk=step.assignee_id or 0).first()
    _tell(
        "cases.step_given",
        case,
        _but([_log_in(assignee)], actor),
        f"step:{step.pk}:{step.assignee_id}",
        step=_name(step),
    )


def step_done(step: Step, *, actor: Actor) -> None:
    _tell(
        "cases.step_done",
        step.case,
        _but([_log_in(step.case.owner)], actor),
        f"step_done:{step.pk}",
        step=_name(step),
    )


def chased(step: Step, chase: Chase, *, actor: Actor) -> None:
    assignee = Employee.objects.filter(pk=step.assignee_id or 0).first()
    people = _but([_log_in(assignee)], actor)
    _tell("cases.chase", step.case, people, f"chase:{chase.pk}", step=_name(step), words=chase.words)


def reported(case: Case, report: Report) -> None:
    """The deputy GM in charge sees every report (S2A-26), also those that somebody below decides by their amount."""
    _tell("cases.reported", case, holders(case.site, PostCode.DEPUTY_GM), f"report:{report.pk}")


def report_refused(case: Case, words: str) -> None:
    _tell("cases.report_refused", case, [_log_in(case.owner)], f"refused:{case.version}", reason=words)


def decided(case: Case) -> None:
    people = [_log_in(case.owner), _log_in(case.taker)]
    _tell("cases.decided", case, people, f"decided:{case.version}", outcome=choice(case, "outcome"))


def overdue_explained(case: Case, reason: str) -> None:
    people = holders(case.site, PostCode.DEPUTY_GM)
    _tell("cases.overdue_explained", case, people, f"explained:{case.version}", reason=reason)


def _name(step: Step) -> object:
    """What is to be done, in the words of whoever reads it."""
    return step.title or choice(step, "kind")
