"""What people chose, with the defaults of kinds and rulebook where they chose nothing."""

import datetime
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from callcenter.accounts.models import User
from callcenter.notifications import closed_days, kinds
from callcenter.notifications.delivery.rules import Habits
from callcenter.notifications.kinds import Email, Kind
from callcenter.notifications.preferences.models import Preference, Times
from callcenter.people.models import Employee, Site
from callcenter.rulebook.values import value

UTC = ZoneInfo("UTC")


def email_choices(users: Iterable[int]) -> dict[tuple[int, str], Email]:
    """What these people chose, by log-in and kind."""
    chosen = Preference.objects.filter(user__in=list(users)).values_list("user", "kind", "email")
    return {(user, kind): Email(email) for user, kind, email in chosen}


def email_choice(chosen: dict[tuple[int, str], Email], user: int, kind: Kind) -> Email:
    """How the person gets the kind; a choice that the kind does not offer (any more) counts as none."""
    choice = chosen.get((user, kind.key), kind.email)
    return choice if choice in kind.choices else kind.email


def habits_of_site(site: Site | None) -> Habits:
    """Quiet hours, closed days and digest time as the rulebook has them for the site."""
    is_quiet_when_closed = site is not None and value("notifications.quiet_on_closed_days", site)
    return Habits(
        site.zone if site else UTC,
        (value("notifications.quiet_from", site), value("notifications.quiet_until", site)),
        value("notifications.digest_at", site),
        closed_days.of(site) if site is not None and is_quiet_when_closed else frozenset(),
    )


def habits_of(users: Iterable[int]) -> dict[int, Habits]:
    """The habits of these log-ins, on the clock of each one's own site."""
    ids = list(users)
    own = {times.user_id: times for times in Times.objects.filter(user__in=ids)}
    people = Employee.objects.filter(user__in=ids).select_related("site")
    sites = {employee.user_id: employee.site for employee in people}
    of_site: dict[int | None, Habits] = {}
    found = {}
    for pk in ids:
        site = sites.get(pk)
        key = site.pk if site else None
        if key not in of_site:
            of_site[key] = habits_of_site(site)
        found[pk] = _with_own(of_site[key], own.get(pk), site)
    return found


def _with_own(habits: Habits, own: Times | None, site: Site | None) -> Habits:
    if own is None:
        return habits
    quiet: tuple[datetime.time, datetime.time] | None = None
    if own.is_quiet:
        quiet = (own.quiet_from, own.quiet_until) if own.quiet_from and own.quiet_until else habits.quiet
    return Habits(habits.zone, quiet, own.digest_at or habits.digest_at, _closed(habits, own, site))


def _closed(habits: Habits, own: Times, site: Site | None) -> frozenset[datetime.date]:
    """The days that are quiet as a whole; none for who wants no quiet hours and said nothing of such days."""
    if own.is_quiet_when_closed is None:
        return habits.closed if own.is_quiet else frozenset()
    if not own.is_quiet_when_closed or site is None:
        return frozenset()
    return habits.closed or closed_days.of(site)


def matrix_of(user: User) -> list[tuple[str, list[tuple[Kind, Email]]]]:
    """Every kind with the user's way of e-mail, by room: the preferences page."""
    chosen = email_choices([user.pk])
    rooms: dict[str, list[tuple[Kind, Email]]] = {}
    for kind in kinds.all_kinds():
        rooms.setdefault(kind.room, []).append((kind, email_choice(chosen, user.pk, kind)))
    named = [(kinds.room_name(room), lines) for room, lines in rooms.items()]
    return sorted(named, key=lambda pair: pair[0])
