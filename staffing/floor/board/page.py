"""What today's floor shows: tiles, people by shift and team, coverage of the next half hours, what is stuck."""

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from callcenter.access.permissions import Actor
from callcenter.approvals.models import Request
from callcenter.clocks.models import Clock
from callcenter.people.models import Site, Team
from callcenter.rulebook.values import value
from staffing.attendance.breaches.models import Breach
from staffing.floor import access
from staffing.floor import now as floor
from staffing.floor.breaks.models import Break, BreakState
from staffing.floor.dutylogs.models import DutyLog
from staffing.floor.handovers.models import Handover, OpenItem
from staffing.floor.now import Person
from staffing.floor.presence import Where
from staffing.records.meetings.of_shifts.selectors import Waiting, waiting
from staffing.roster.coverage import STEP, Slot, Unit, coverage
from staffing.roster.models import Assignment, HeadsNeeded
from staffing.shifts.rules import clock

SLOTS_AHEAD = 6
MINUTE = 60


@dataclass(frozen=True)
class Word:
    """A word for where somebody is."""

    label: str | Promise
    colour: str
    tone: str = ""  # of its tile where anybody is counted


WORDS: dict[Where, Word] = {
    Where.DUE: Word(pgettext_lazy("floor", "Due"), "grey"),
    Where.ROLL_CALL: Word(gettext_lazy("At roll call"), "azure"),
    Where.PRESENT: Word(gettext_lazy("Present"), "green"),
    Where.LATE: Word(pgettext_lazy("floor", "Late"), "yellow", "warn"),
    Where.ABSENT: Word(gettext_lazy("Absent so far"), "red", "bad"),
    Where.ON_BREAK: Word(gettext_lazy("On break"), "blue"),
    Where.OFF_POST: Word(pgettext_lazy("floor", "Off post"), "red", "bad"),
    Where.ON_LEAVE: Word(gettext_lazy("On leave"), "purple"),
    Where.OFF_SOON: Word(gettext_lazy("Off soon"), "grey"),
    Where.GONE: Word(pgettext_lazy("floor", "Gone"), "grey"),
}


@dataclass(frozen=True)
class Tile:
    """A count that filters the list."""

    where: Where
    label: str | Promise
    count: int
    tone: str
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    """One person in the list: the word first, then the others that fit, a sentence about it."""

    person: Person
    badges: list[Word]
    detail: str
    url: str
    times: str


@dataclass(frozen=True)
class Group:
    """The people of one shift of one team."""

    title: str
    lines: list[Line]
    there: int


@dataclass(frozen=True)
class Half:
    """One half hour's heads against those needed."""

    label: str
    slot: Slot
    is_now: bool


@dataclass(frozen=True)
class Stuck:
    """Something that waits: what, how many, where to go."""

    label: str | Promise
    count: int
    url: str
    icon: str
    is_late: bool = False


@dataclass(frozen=True)
class Talk:
    """A meeting of a shift: when it begins, and how it stands in a word."""

    waiting: Waiting
    times: str
    word: Word


@dataclass(frozen=True)
class Choice:
    """What the reader filters by."""

    team: Team | None = None
    where: Where | None = None
    text: str = ""
    teams: list[Team] = field(default_factory=list)


def build(site: Site, choice: Choice, *, actor: Actor, now: datetime.datetime) -> dict[str, object]:
    """The context of the live part; the number of queries does not grow with the people."""
    wanted = [choice.team] if choice.team else choice.teams
    rows = floor.shifts_around(site, now).filter(team__in=[team.pk for team in wanted])
    found = floor.people(site, rows.order_by("starts_at", "code", "team__code", "employee__number"), now=now)
    found = [each for each in found if _matches(each, choice.text)]
    counts = Counter(word for each in found for word in each.words)
    shown = [each for each in found if choice.where is None or choice.where in each.words]
    tiles = [
        Tile(where, word.label, counts[where], word.tone if counts[where] else "", choice.where is where)
        for where, word in WORDS.items()
        if where is not Where.GONE
    ]
    grouped, coming = groups(shown, now), halves(site, wanted, is_all=choice.team is None, now=now)
    waits = stuck(site, wanted, actor=actor, now=now)
    ids = [team.pk for team in wanted]
    talks = waiting(site, ids, now)
    said = [(str(tile.label), tile.count) for tile in tiles]
    said += [(str(one.label), one.count) for one in waits]
    said += [(one.meeting.name, one.has_begun + one.is_over + one.is_overdue) for one in talks]
    return {
        "tiles": tiles,
        "groups": grouped,
        "total": len(found),
        "there": sum(each.is_there for each in found),
        "halves": coming,
        "stuck": waits,
        "talks": [talk(one) for one in talks],
        "now": now,
        "spoken": spoken(counts),
        "refresh": value("floor.refresh_seconds", site, on=site.today()),
        "digest": _digest(grouped, (said, coming), now),
    }


def _matches(person: Person, text: str) -> bool:
    if not text:
        return True
    who = person.employee
    return any(text.lower() in each.lower() for each in (who.name, who.name_zh, who.number))


def groups(people: Iterable[Person], now: datetime.datetime) -> list[Group]:
    """By start, shift and team."""
    found: dict[tuple[object, ...], list[Person]] = {}
    for each in people:
        row = each.assignment
        found.setdefault((row.starts_at, row.code, row.team_id), []).append(each)
    return [
        Group(
            " · ".join(filter(None, [_shift(each[0]), str(each[0].team or "")])),
            [line(one, now) for one in each],
            sum(one.is_there for one in each),
        )
        for each in found.values()
    ]


def _shift(person: Person) -> str:
    row = person.assignment
    name = f"{row.code} {row.shift_type}" if row.shift_type else _("Overtime")
    return f"{name} {times(row)}"


def times(row: Assignment) -> str:
    """Its hours at the site: "08:00–16:30"."""
    start, end = (at.astimezone(row.site.zone) for at in (row.starts_at, row.ends_at))
    return f"{start:%H:%M}–{end:%H:%M}"


def line(person: Person, now: datetime.datetime) -> Line:
    """One person's line."""
    first = person.first_word
    others = [each for each in (Where.LATE, Where.OFF_SOON) if each in person.words and each is not first]
    row = person.assignment
    return Line(
        person,
        [WORDS[each] for each in (first, *others)],
        detail(person, now),
        reverse("floor:person", args=[row.pk]),
        times(row),
    )


def detail(person: Person, now: datetime.datetime) -> str:
    """The sentence beside the badge."""
    zone = person.assignment.site.zone
    if person.leave is not None:
        return str(person.leave.label)
    if person.off_post is not None:
        return _("off post since %(at)s, %(minutes)s min") % {
            "at": f"{person.off_post.left_at.astimezone(zone):%H:%M}",
            "minutes": _whole(now - person.off_post.left_at),
        }
    if person.pause is not None:
        back = person.pause.due_back_at
        figures = {"kind": person.pause.get_kind_display(), "at": f"{back.astimezone(zone):%H:%M}"}
        if now > back:
            figures |= {"minutes": str(_whole(now - back))}
            return _("%(kind)s, back was due at %(at)s, %(minutes)s min too long") % figures
        return _("%(kind)s until %(at)s") % figures
    if person.arrived_at is None:
        late = now - person.assignment.starts_at
        return (
            _("%(minutes)s min after the start") % {"minutes": _whole(late)}
            if late > datetime.timedelta()
            else ""
        )
    came = f"{person.arrived_at.astimezone(zone):%H:%M}"
    if person.went_at is not None and Where.GONE in person.words:
        return _("came %(came)s, left %(left)s") % {
            "came": came,
            "left": f"{person.went_at.astimezone(zone):%H:%M}",
        }
    return _("came %(came)s") % {"came": came}


def _whole(span: datetime.timedelta) -> int:
    return int(span.total_seconds()) // MINUTE


def halves(site: Site, teams: list[Team], *, is_all: bool, now: datetime.datetime) -> list[Half]:
    """The half hour under way and those that come, for one team or for the departments of all; [] where nobody set needs.

    Departments that nobody set needs for are left out: their people are none of the heads that the others need.
    """
    local = now.astimezone(site.zone)
    first = local.date()
    units: list[Unit] = list(teams)
    if is_all:
        departments = {team.department_id: team.department for team in teams}
        needed = HeadsNeeded.objects.filter(department__in=departments, period__contains=first)
        units = [departments[pk] for pk in sorted(set(needed.values_list("department", flat=True)))]
    found = [coverage(unit, first, first + datetime.timedelta(days=1)) for unit in units]
    if not any(each.has_needs for each in found):
        return []
    place = (local.hour * MINUTE + local.minute) // STEP
    columns = zip(*(list(each.slots)[place : place + SLOTS_AHEAD] for each in found), strict=True)
    return [
        Half(
            clock(slots[0].start),
            Slot(
                slots[0].on,
                slots[0].start,
                slots[0].end,
                sum(each.heads for each in slots),
                sum(each.needed for each in slots),
            ),
            number == 0,
        )
        for number, slots in enumerate(columns)
    ]


def stuck(site: Site, teams: list[Team], *, actor: Actor, now: datetime.datetime) -> list[Stuck]:
    """What waits on this floor; each row leads to what it counts."""
    found = []
    ids = [team.pk for team in teams]
    left = OpenItem.objects.filter(team__in=ids, done_at=None, raised_on__lt=site.today()).count()
    if left:
        words = gettext_lazy("Open items left over")
        found.append(Stuck(words, left, reverse("floor:handovers"), "flag", True))
    handovers = Handover.objects.open().filter(team__in=ids, change_at__lte=now).count()
    if handovers:
        url = reverse("floor:handovers") + "?open=true"
        found.append(Stuck(gettext_lazy("Handovers not signed by both"), handovers, url, "replace"))
    logs = DutyLog.objects.open().filter(team__in=ids, ends_at__lte=now).count()
    if logs:
        url = reverse("floor:duty_logs") + "?open=true"
        found.append(Stuck(gettext_lazy("Duty logs not signed"), logs, url, "book"))
    asked = Break.objects.filter(assignment__team__in=ids, state=BreakState.ASKED, ends_at__gt=now).count()
    if asked and access.may_see_breaks(actor):
        words = gettext_lazy("Breaks asked for")
        found.append(Stuck(words, asked, reverse("floor:breaks_today"), "coffee"))
    breaches = Breach.objects.to_decide_by(actor).filter(team__in=ids).count()
    if breaches:
        url = reverse("attendance:breaches") + "?state=proposed"
        found.append(Stuck(gettext_lazy("Breaches of attendance to confirm"), breaches, url, "gavel"))
    clocks = Clock.objects.visible_to(actor).filter(site=site)
    overdue = clocks.overdue(now).count()
    waiting = Request.objects.waiting_for(actor).filter(site=site).distinct().count()
    if waiting:
        found.append(
            Stuck(gettext_lazy("Requests that wait for you"), waiting, reverse("approvals:inbox"), "inbox")
        )
    if overdue:
        url = reverse("clocks:clocks") + "?state=overdue"
        found.append(Stuck(gettext_lazy("Overdue deadlines"), overdue, url, "clock-exclamation", True))
    return found


def talk(one: Waiting) -> Talk:
    """A meeting of a shift as a line."""
    zone = one.meeting.site.zone
    times = f"{one.meeting.starts_at.astimezone(zone):%H:%M}"
    if one.is_overdue:
        word = Word(gettext_lazy("Minutes overdue"), "red")
    elif one.is_over:
        word = Word(gettext_lazy("Minutes are missing"), "yellow")
    elif one.has_begun:
        word = Word(pgettext_lazy("half hour", "now"), "green")
    else:
        word = Word(gettext_lazy("Planned"), "blue")
    return Talk(one, times, word)


def spoken(counts: Counter[Where]) -> str:
    """What a screen reader hears when it changes."""
    late, absent, away = (counts[each] for each in (Where.LATE, Where.ABSENT, Where.ON_BREAK))
    return ", ".join(
        (
            ngettext("%(count)s late", "%(count)s late", late) % {"count": late},
            ngettext("%(count)s absent so far", "%(count)s absent so far", absent) % {"count": absent},
            ngettext("%(count)s on break", "%(count)s on break", away) % {"count": away},
        )
    )


def _digest(groups: list[Group], rest: object, now: datetime.datetime) -> str:
    """What the page looks like, to the minute: the same again needs no swap."""
    lines = [
        (one.person.assignment.pk, sorted(one.person.words), one.detail)
        for each in groups
        for one in each.lines
    ]
    return hashlib.sha256(repr((lines, rest, f"{now:%H:%M}")).encode()).hexdigest()[:16]
