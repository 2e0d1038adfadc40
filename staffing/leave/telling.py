"""Who hears of a leave beside the approvers, and the clock of the medical certificate."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from callcenter.access.permissions import Actor
from callcenter.clocks import services as clocks
from callcenter.clocks.models import Outcome
from callcenter.notifications.services import notify
from callcenter.people.models import Employee
from staffing.leave.models import LeaveRequest
from staffing.leave.sentences import quantity

SLIP = "leave.slip"
DECISION = "leave.decision"


def superiors(employee: Employee, on: datetime.date, *, levels: int = 1) -> list[int]:
    """The log-ins of the direct superior on a day, and with `levels` 2 of theirs."""
    found: list[int] = []
    people = [employee.pk]
    for _level in range(levels):
        rows = Employee.objects.superiors_of(people, on).distinct()
        people = list(rows.values_list("pk", flat=True))
        found += rows.filter(user__is_active=True).values_list("user_id", flat=True)
    return found


def certificate_wanted(leave: LeaveRequest, *, actor: Actor) -> None:
    """The clock to the end of the day by which the certificate is due starts; the employee hears of it."""
    assert leave.certificate_due_on is not None
    due_at = datetime.datetime.combine(leave.certificate_due_on, datetime.time(23, 59, 59), leave.site.zone)
    clocks.start_clock(
        SLIP,
        leave,
        site=leave.site,
        actor=actor,
        due_at=due_at.astimezone(datetime.UTC),
        owner=leave.employee.user,
        team=leave.team,
    )
    _tell("leave.certificate_wanted", leave, [leave.employee.user_id], {"due": leave.certificate_due_on})


def certificate_wanted_no_more(leave: LeaveRequest, *, actor: Actor, is_done: bool = False) -> None:
    """The certificate is there, or nobody asks for it any more."""
    outcome = Outcome.DONE if is_done else Outcome.CANCELLED
    clocks.stop_running(SLIP, leave, actor=actor, outcome=outcome)


def decision_wanted(leave: LeaveRequest) -> None:
    """The clock of the decision starts: due when the leave begins, of a late request when its first shift ends."""
    clocks.start_clock(
        DECISION,
        leave,
        site=leave.site,
        actor=None,
        due_at=leave.consent_by or leave.starts_at,
        team=leave.team,
    )


def decision_wanted_no_more(leave: LeaveRequest, *, is_done: bool) -> None:
    """It is decided, or nobody asks any more."""
    outcome = Outcome.DONE if is_done else Outcome.CANCELLED
    clocks.stop_running(DECISION, leave, actor=None, outcome=outcome)


def approved_at_once(leave: LeaveRequest) -> None:
    """The employee hears that it is leave, the direct superior that somebody will be away."""
    _tell("leave.approved_at_once", leave, [leave.employee.user_id])
    _tell("leave.approved_at_once", leave, superiors(leave.employee, leave.site.today()))


def placed(leave: LeaveRequest) -> None:
    """A place on the waiting list came free."""
    _tell("leave.placed", leave, [leave.employee.user_id])


def late(leave: LeaveRequest) -> None:
    """The superiors hear at once of a late request: it counts only with consent, and soon."""
    _tell(
        "leave.late", leave, superiors(leave.employee, leave.site.today(), levels=2), {"by": leave.consent_by}
    )


def made_absence(leave: LeaveRequest) -> None:
    """Nobody agreed to the late request in time."""
    whom = [leave.employee.user_id, *superiors(leave.employee, leave.site.today())]
    _tell("leave.made_absence", leave, whom)


def settled_undecided(leave: LeaveRequest, kind: str) -> None:
    """Nobody decided before the first shift had ended: what became of it, to the employee and two levels above."""
    _tell(kind, leave, [leave.employee.user_id, *superiors(leave.employee, leave.site.today(), levels=2)])


def not_covered(leave: LeaveRequest, missing: Decimal) -> None:
    """The year gave less than its leave counted on: the employee and those who can put it right."""
    whom = [leave.employee.user_id, *superiors(leave.employee, leave.site.today(), levels=2)]
    _tell("leave.not_covered", leave, whom, {"missing": quantity(missing, leave.kind.unit)})


def overdue(leave: LeaveRequest) -> None:
    """The certificate did not come: the superiors decide whether it was an absence."""
    whom = [leave.employee.user_id, *superiors(leave.employee, leave.site.today(), levels=2)]
    _tell("leave.certificate_overdue", leave, whom, {"due": leave.certificate_due_on})


def not_back(leave: LeaveRequest) -> None:
    """The first shift after the leave began without a punch."""
    _tell("leave.not_back", leave, superiors(leave.employee, leave.site.today()))


def taken_back(leave: LeaveRequest, reason: str) -> None:
    """Somebody else took approved leave back."""
    _tell("leave.taken_back", leave, [leave.employee.user_id], {"reason": reason})


def no_place(leave: LeaveRequest) -> None:
    """The day has come and no place came free."""
    _tell("leave.no_place", leave, [leave.employee.user_id])


def _tell(
    kind: str, leave: LeaveRequest, users: Iterable[int | None], figures: dict[str, object] | None = None
) -> None:
    whom = {user for user in users if user}
    if whom:
        told = {
            "number": leave.number,
            "name": leave.employee,
            "kind": leave.kind,
            "when": leave.when,
        }
        notify(
            kind,
            recipients=whom,
            subject=leave,
            figures=told | (figures or {}),
            key=f"{leave.pk}:{leave.state}",
            site_id=leave.site_id,
        )
