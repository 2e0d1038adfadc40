"""What the break board of a team's day shows: a timeline of everybody, the slots with their acts, how many are away when."""

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callcenter.access.permissions import Actor
from callcenter.people.models import Site, Team
from callcenter.rulebook.values import value
from callcenter.web.charts import Chart, Series
from staffing.floor import access
from staffing.floor.breaks import facts, rules
from staffing.floor.breaks.models import STANDING, Break, BreakKind, BreakState, OffPost
from staffing.floor.breaks.moving.page import short_times
from staffing.floor.breaks.policy import policy
from staffing.floor.breaks.rules import MINUTE
from staffing.roster.models import Assignment

QUARTER = 15 * MINUTE
HOUR = 60 * MINUTE
COLOURS = {
    BreakKind.MEAL: "blue",
    BreakKind.REST: "green",
    BreakKind.TRAINING: "purple",
    BreakKind.OTHER: "grey",
}


@dataclass(frozen=True)
class Bar:
    """A rectangle of the timeline in minutes from its left edge, 24 high. `css` is its look, `title` what it says."""

    x: int
    width: int
    css: str
    title: str
    y: int = 4
    height: int = 16


@dataclass(frozen=True)
class Row:
    """One person's line of the timeline."""

    shift: Assignment
    bars: list[Bar]


@dataclass(frozen=True)
class SlotLine:
    """One slot with its state in a word and what may be done with it."""

    slot: Break
    times: str
    badge: tuple[str | Promise, str]
    detail: str
    may_decide: bool = False
    may_leave: bool = False
    is_due: bool = False  # its time has come
    may_return: bool = False
    may_move: bool = False
    may_take_back: bool = False
    is_over: bool = False  # taken, or its time has passed


def slot_line(slot: Break, *, leads: bool, is_own: bool, now: datetime.datetime) -> SlotLine:
    """A slot as a list shows it to who leads, owns or only sees it."""
    zone = slot.site.zone
    is_open = slot.state in STANDING and slot.left_at is None
    is_planned = slot.state == BreakState.PLANNED and slot.left_at is None
    runs = slot.assignment.cancelled_at is None and slot.assignment.starts_at <= now < slot.assignment.ends_at
    start, end = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    return SlotLine(
        slot,
        f"{start:%H:%M}–{end:%H:%M}",
        badge(slot, now),
        _detail(slot, now),
        may_decide=leads and slot.state == BreakState.ASKED,
        may_leave=is_planned and runs and (leads or (is_own and now >= slot.starts_at)),
        is_due=now >= slot.starts_at,
        may_return=slot.is_away and (leads or is_own),
        may_move=is_open and leads,
        may_take_back=is_open and (leads or is_own),
        is_over=slot.returned_at is not None or (slot.left_at is None and slot.ends_at <= now),
    )


def badge(slot: Break, now: datetime.datetime) -> tuple[str | Promise, str]:
    """The state of a slot in a word."""
    if slot.is_away:
        late = now > slot.due_back_at
        return (gettext_lazy("Too long"), "red") if late else (gettext_lazy("Away"), "blue")
    if slot.returned_at is not None:
        return (
            (gettext_lazy("Back, too late"), "red")
            if slot.overrun_seconds
            else (gettext_lazy("Back"), "green")
        )
    if slot.state == BreakState.PLANNED and slot.ends_at < now:
        return gettext_lazy("Not taken"), "grey"
    return slot.get_state_display(), "yellow" if slot.state == BreakState.ASKED else "grey"


def _detail(slot: Break, now: datetime.datetime) -> str:
    zone = slot.site.zone
    if slot.left_at is None:
        return slot.note
    left = f"{slot.left_at.astimezone(zone):%H:%M}"
    if slot.returned_at is None:
        return _("left %(left)s, back by %(back)s") % {
            "left": left,
            "back": f"{slot.due_back_at.astimezone(zone):%H:%M}",
        }
    figures = {"left": left, "back": f"{slot.returned_at.astimezone(zone):%H:%M}"}
    if slot.overrun_seconds:
        figures["minutes"] = str(-(-slot.overrun_seconds // 60))
        return _("left %(left)s, back %(back)s, %(minutes)s min too long") % figures
    return _("left %(left)s, back %(back)s") % figures


def board(team: Team, on: datetime.date, *, actor: Actor, now: datetime.datetime) -> dict[str, Any]:
    """The context of the page; constant queries."""
    site = team.department.site
    midnight = datetime.datetime.combine(on, datetime.time(), site.zone)
    around = facts.team_shifts(team, midnight, midnight + datetime.timedelta(days=2))
    shifts = [row for row in around if row.on == on]
    rows = Break.objects.filter(assignment__team=team, on=on).exclude(state=BreakState.CANCELLED)
    slots = list(rows.select_related("employee", "site", "assignment"))
    leads = access.may_lead_breaks(actor, team)
    lines = [
        slot_line(each, leads=leads, is_own=access.is_own(actor, each.employee), now=now)
        for each in slots
        if each.state != BreakState.DECLINED
    ]
    off = list(OffPost.objects.filter(assignment__team=team, on=on).select_related("employee", "site"))
    book = policy(site, on)
    heads = sum(row.starts_at <= now < row.ends_at for row in shifts)
    short, suggestions = short_times(team, on, now) if on >= site.today() else ([], [])
    return {
        "short": short,
        "suggestions": suggestions,
        "team": team,
        "on": on,
        "is_today": on == site.today(),
        "shifts": shifts,
        "lines": [each for each in lines if not each.is_over],
        "over": [each for each in lines if each.is_over],
        "off_posts": [(each, length(each, now)) for each in off],
        "away_now": sum(each.is_away for each in slots),
        "limit_now": rules.limit(heads, book),
        "max_pct": book.max_pct,
        "leads": leads,
        "hours": _hours(shifts, site),
        "width": 60 * len(_hours(shifts, site)),
        "rows": timeline(shifts, slots, now),
        "chart": away_chart(shifts, slots, book, site, now),
        "refresh": value("floor.refresh_seconds", site, on=on),
        "digest": _digest(lines, off, (short, [each.choices for each in suggestions]), now),
        "now": now,
    }


def length(each: OffPost, now: datetime.datetime) -> int:
    """Seconds off post, until now for who is not back."""
    return int(((each.returned_at or now) - each.left_at).total_seconds())


def _edges(shifts: list[Assignment], zone: datetime.tzinfo) -> tuple[datetime.datetime, datetime.datetime]:
    """The full hours around the shifts."""
    first = min(row.starts_at for row in shifts).astimezone(zone)
    last = max(row.ends_at for row in shifts).astimezone(zone)
    start = first.replace(minute=0, second=0, microsecond=0)
    end = last.replace(minute=0, second=0, microsecond=0)
    return start, end if end == last else end + HOUR


def _hours(shifts: list[Assignment], site: Site) -> list[str]:
    if not shifts:
        return []
    start, end = _edges(shifts, site.zone)
    count = int((end - start) / HOUR)
    return [f"{(start + HOUR * place).astimezone(site.zone):%H}" for place in range(count)]


def timeline(shifts: list[Assignment], slots: list[Break], now: datetime.datetime) -> list[Row]:
    """A line for each person: the shift, the slots as planned, the real times over them, now."""
    if not shifts:
        return []
    edge, end = _edges(shifts, shifts[0].site.zone)
    by_shift: dict[int, list[Break]] = {}
    for each in slots:
        if each.state in STANDING:
            by_shift.setdefault(each.assignment_id, []).append(each)
    found = []
    for row in shifts:
        bars = [_bar(edge, row.starts_at, row.ends_at, "tl-shift", "")]
        for each in by_shift.get(row.pk, []):
            look = f"tl-{each.kind}" + (" tl-asked" if each.state == BreakState.ASKED else "")
            start, last = (at.astimezone(row.site.zone) for at in (each.starts_at, each.ends_at))
            title = f"{each.get_kind_display()} {start:%H:%M}–{last:%H:%M}"
            bars.append(_bar(edge, each.starts_at, each.ends_at, look, title))
            if each.left_at:
                late = each.overrun_seconds or (each.returned_at is None and now > each.due_back_at)
                css = "tl-real tl-late" if late else "tl-real"
                bars.append(_bar(edge, each.left_at, each.returned_at or now, css, _detail(each, now), 17, 5))
        if edge <= now < end:
            bars.append(Bar(int((now - edge) / MINUTE), 2, "tl-now", "", 0, 24))
        found.append(Row(row, bars))
    return found


def _bar(
    edge: datetime.datetime,
    start: datetime.datetime,
    end: datetime.datetime,
    css: str,
    title: str,
    y: int = 4,
    height: int = 16,
) -> Bar:
    wide = max(2, int((end - start) / MINUTE))
    return Bar(int((start - edge) / MINUTE), wide, css, title, y, height)


def away_chart(
    shifts: list[Assignment], slots: list[Break], book: rules.BreakPolicy, site: Site, now: datetime.datetime
) -> Chart:
    """How many are away in each quarter of an hour, against how many may be."""
    labels, away, most = [], [], []
    if shifts:
        moment, end = _edges(shifts, site.zone)
        stretches = [facts.stretch(each, now) for each in slots if each.state == BreakState.PLANNED]
        while moment < end:
            labels.append(f"{moment.astimezone(site.zone):%H:%M}")
            away.append(rules.most_at_once(stretches, moment, moment + QUARTER))
            heads = sum(row.starts_at <= moment < row.ends_at for row in shifts)
            most.append(rules.limit(heads, book) if heads else None)
            moment += QUARTER
    return Chart(
        "breaks.away",
        gettext_lazy("People away"),
        labels,
        [
            Series("away", gettext_lazy("Away"), away),
            Series("previous", gettext_lazy("At most"), most, kind="line"),
        ],
        category_label=gettext_lazy("From"),
        small=True,
    )


def _digest(lines: list[SlotLine], off: list[OffPost], rest: object, now: datetime.datetime) -> str:
    told = [(one.slot.pk, one.times, str(one.badge[0]), one.detail) for one in lines]
    return hashlib.sha256(repr((told, [each.pk for each in off], rest, f"{now:%H:%M}")).encode()).hexdigest()[
        :16
    ]
