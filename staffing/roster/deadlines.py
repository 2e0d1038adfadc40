"""By when a roster is published (domain §4.2, §12): the 25th of the month before, a week before its first public holiday.

A clock runs from the day the roster is begun until it is published; it reminds who drew it up and the directors of the site.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from callcenter.access.permissions import Actor
from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.models import Rung
from callcenter.clocks.rules import Unit
from callcenter.clocks.services import start_clock, stop_running
from callcenter.people.models import Employee, Site
from callcenter.rulebook.registry import Kind, Rule
from callcenter.workcalendar.selectors import open_hours
from staffing.roster.models import Roster
from staffing.roster.policy import policy

KIND = "roster.publish"
ONE_DAY = datetime.timedelta(days=1)
REMIND = Rule(
    "roster.remind_before_days",
    Kind.INTEGER,
    3,
    _("Who draws up the roster is reminded %(value)s before it must be published."),
    unit="day",
    minimum=0,
    maximum=20,
)


def due_on(site: Site, month: datetime.date) -> datetime.date:
    """The last day on which the roster of a month is published in time."""
    limits = policy(site, month - ONE_DAY)
    before = month - ONE_DAY
    due = before.replace(day=min(limits.publish_day, before.day))
    hours = open_hours(site, month)
    notice = datetime.timedelta(days=limits.holiday_notice_days)
    for step in range(31):
        on = month + datetime.timedelta(days=step)
        if on.month == month.month and hours.plan(on).is_holiday:
            return min(due, on - notice)
    return due


def directors(subject: Any, rung: Rung) -> Iterable[User | int]:
    """The directors of the site, and who began to draw it up."""
    if subject is None:
        return []
    held = Employee.objects.holding([PostCode.DIRECTOR], subject.site.today())
    held = held.filter(site=subject.site_id, user__is_active=True)
    found = set(held.values_list("user_id", flat=True))
    return [*found, *({subject.created_by_id} - found - {None})]


CLOCK = ClockKind(
    KIND,
    _("Publishing a roster"),
    _(
        "The roster of a month is published by the day of the rulebook, and a week before its first public holiday."
    ),
    Unit.MOMENT,
    ladder=(
        Step("near", _("Reminder"), When.BEFORE, offset="roster.remind_before_days"),
        Step("due", _("Deadline"), notice="clocks.overdue"),
    ),
    recipients=directors,
    follows_rules=("roster.publish_day", "roster.holiday_notice_days"),
)


def start(roster: Roster, *, actor: Actor) -> None:
    """Start the clock of a roster that was begun: due at the end of its last day in time."""
    due = due_on(roster.site, roster.month) + ONE_DAY
    due_at = datetime.datetime.combine(due, datetime.time(), roster.site.zone)
    start_clock(KIND, roster, site=roster.site, actor=actor, due_at=due_at, department=roster.department)


def stop(roster: Roster, *, actor: Actor) -> None:
    """Stop the clock once the roster is published."""
    stop_running(KIND, roster, actor=actor)
