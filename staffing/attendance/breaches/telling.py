"""Who hears of breaches and of people who are not there, and the clock of the leader's word."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.accounts.models import User
from callcenter.clocks import services as clocks
from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.models import Outcome, Rung
from callcenter.clocks.rules import DayEnd, Unit
from callcenter.notifications.kinds import Email, Kind
from callcenter.notifications.services import Notice, notify, notify_many
from callcenter.people.models import Employee, Site
from callcenter.rulebook.values import value
from staffing.attendance.breaches.models import DECISION, Breach, BreachKind, BreachState
from staffing.attendance.days.models import AttendanceDay

AT_ONCE = "attendance.tells_at_once"

KINDS = (
    Kind(
        "attendance.absent_now",
        _("Somebody has not come to their shift"),
        _("%(name)s is not there; the shift began at %(at)s."),
        is_urgent=True,
        email=Email.OFF,
        is_for_teams=True,
        icon="user-x",
    ),
    Kind(
        "attendance.breach_proposed",
        _("A breach of attendance waits for your decision"),
        _("%(name)s, %(on)s: %(kind)s. Confirm or dismiss it."),
        email=Email.DIGEST,
        is_for_teams=False,
        icon="gavel",
    ),
    Kind(
        "attendance.breach_of_yours",
        _("A breach of attendance of yours"),
        _("%(on)s: %(kind)s – %(state)s."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="gavel",
    ),
    Kind(
        "attendance.breach_answered",
        _("An employee has answered to a breach"),
        _("%(name)s has answered: %(on)s, %(kind)s."),
        email=Email.DIGEST,
        is_for_teams=False,
        icon="message",
    ),
)


def _recipients(breach: Any, rung: Rung) -> Iterable[User | int]:
    """The leader; once it is overdue the next one up as well."""
    if breach is None:
        return []
    found = superiors([breach.employee_id], breach.site.today())
    whom = found.get(breach.employee_id, [])
    if rung.audience != "above":
        return whom
    leaders = Employee.objects.filter(user__in=whom).values_list("pk", flat=True)
    above = superiors(leaders, breach.site.today())
    return [*whom, *(each for users in above.values() for each in users)]


CLOCKS = (
    ClockKind(
        DECISION,
        _("Decision on a breach of attendance"),
        _("The leader confirms or dismisses a breach of attendance within the working days of the rulebook."),
        Unit.WORKING_DAYS,
        amount="attendance.breach_decide_days",
        day_end=DayEnd.END_OF_DAY,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="attendance.breach_remind_hours"),
            Step("due", _("Deadline"), audience="above", notice="clocks.overdue"),
        ),
        recipients=_recipients,
    ),
)


def superiors(employee_ids: Iterable[int], on: datetime.date) -> dict[int, list[int]]:
    """The log-ins of the direct superiors on a day, by employee; one query."""
    rows = Employee.objects.superiors_of(employee_ids, on).filter(user__is_active=True)
    found: dict[int, list[int]] = {}
    for employee, user in (
        rows.values_list("subordinates__employee", "user_id").order_by("user_id").distinct()
    ):
        found.setdefault(employee, []).append(user)
    return found


def proposed(site: Site, breaches: Sequence[Breach]) -> None:
    """The clocks of the decisions start; the leaders and the people themselves hear of it, where the site wants that."""
    starts = [clocks.Start(row, team=row.team) for row in breaches]
    clocks.start_clocks(DECISION, starts, site=site, actor=None)
    if not value(AT_ONCE, site):
        return
    whom = superiors({row.employee_id for row in breaches}, site.today())
    notify_many(
        notice
        for row in breaches
        for notice in (
            Notice(
                "attendance.breach_proposed",
                str(row.pk),
                whom.get(row.employee_id, []),
                row,
                figures(row),
                site.pk,
                row.get_absolute_url(),
            ),
            _to_the_person(row),
        )
    )


def _to_the_person(breach: Breach, what: str = "") -> Notice:
    """`what` and the moment make each event one of its own: decided twice is told twice."""
    user = breach.employee.user_id
    return Notice(
        "attendance.breach_of_yours",
        f"{breach.pk}:{what or breach.state}:{timezone.now():%Y-%m-%dT%H:%M:%S}",
        [user] if user else [],
        breach,
        figures(breach),
        breach.site_id,
        breach.get_absolute_url(),
    )


def figures(breach: Breach) -> dict[str, Any]:
    """What the sentences need, each reader's in their language."""
    return {
        "name": breach.employee,
        "on": breach.on,
        "kind": BreachKind(breach.kind).label,
        "state": BreachState(breach.state).label,
    }


def decided(breach: Breach) -> None:
    """The person hears of the word, the clock stops."""
    decision_wanted_no_more(breach, is_done=True)
    notify_many([_to_the_person(breach)])


def reopened(breach: Breach) -> None:
    """A new clock starts; the person hears of it."""
    clocks.start_clock(DECISION, breach, site=breach.site, actor=None, team=breach.team)
    notify_many([_to_the_person(breach, "reopened")])


def withdrawn(breach: Breach) -> None:
    """Its ground is gone: the person hears of it."""
    notify_many([_to_the_person(breach)])


def answered(breach: Breach) -> None:
    """The leader hears that there is a statement."""
    notify(
        "attendance.breach_answered",
        recipients=superiors([breach.employee_id], breach.site.today()).get(breach.employee_id, []),
        subject=breach,
        figures=figures(breach),
        key=f"{breach.pk}:{breach.stated_at}",
        url=breach.get_absolute_url(),
    )


def decision_wanted_no_more(breach: Breach, *, is_done: bool = False) -> None:
    """The clock stops, where it runs."""
    outcome = Outcome.DONE if is_done else Outcome.CANCELLED
    clocks.stop_running(DECISION, breach, actor=None, outcome=outcome)


def not_there(site: Site, days: Sequence[tuple[int, datetime.date]]) -> None:
    """The leaders of people who have just become absent so far hear of it (once a day and person)."""
    if not days or not value(AT_ONCE, site):
        return
    whom = superiors({pk for pk, _on in days}, site.today())
    rows = AttendanceDay.objects.filter(
        employee__in={pk for pk, _on in days}, on__in={on for _pk, on in days}
    )
    wanted = set(days)
    notify_many(
        Notice(
            "attendance.absent_now",
            f"{row.employee_id}:{row.on}",
            whom.get(row.employee_id, []),
            row,
            {"name": row.employee, "at": row.starts_at},
            site.pk,
            row.get_absolute_url(),
        )
        for row in rows.select_related("employee").order_by("pk")
        if (row.employee_id, row.on) in wanted and row.starts_at is not None
    )
