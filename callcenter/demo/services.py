"""Makes the demo center, and brings its calls up to now; running it again adds what is missing and changes nothing else."""

import datetime
import io
import json
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.audit import services as audit
from callcenter.audit.models import Event
from callcenter.demo import crowd, requests, systems
from callcenter.demo.calendar import is_corrected
from callcenter.demo.calendars import write_calendar
from callcenter.demo.center import DemoSite
from callcenter.demo.facts import Frames, SwitchPerson, cut_short, make_day, queue_rows, until_now
from callcenter.demo.people import DEMO_PASSWORD, build_center, change_rules, open_logins, plan_of
from callcenter.demo.staff import AGENTS, LEAVER, NEW_PASSWORD_NEEDED, STAFF
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Site
from callcenter.telephony.facts.load import replace_days
from callcenter.telephony.facts.tables import AGENT_INTERVALS, QUEUE_INTERVALS
from callcenter.telephony.models import DayLoad, SwitchAgent

CALLS_FEED, AGENTS_FEED, QUEUES_FEED = "calls:demo", "agent-intervals:demo", "queue-intervals:demo"
STATISTICS_DAYS = 7  # for which the switch's own statistics are loaded; calls win over them
MADE = "demo.center.made"
INDUCTION = datetime.timedelta(days=7)  # new agents take no calls before
Progress = Callable[[str, int, int], None]  # what, done, of how many


@dataclass(frozen=True)
class Size:
    """How big a center: how many days back, and how many people beside the sixty that have a name in the story."""

    days: int
    crowd: int = 0
    volume: float = 1.0  # calls against the small center
    chunk: int = 400  # days loaded in one transaction


SIZES = {"small": Size(days=90), "large": Size(days=730, crowd=1937, volume=4.45, chunk=31)}


@dataclass
class Loaded:
    """What a run did."""

    is_new: bool
    people: int
    days: int = 0
    calls: int = 0


def load_demo(
    size: Size = SIZES["small"],
    *,
    seed: int = 1,
    until: datetime.date | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Loaded:
    """Make the center if the database is empty, then load the days that are missing, up to now by each site's clock.

    Refused where people are that are not the demo's, and where the demo was made with other numbers.
    """
    is_new = make_center(size, seed=seed, until=until)
    loaded = Loaded(is_new, Employee.objects.count())
    missing: dict[Site, list[datetime.date]] = {}
    for site in Site.objects.filter(code__in=["shanghai", "sydney"]):
        write_calendar(site)
        systems.add_groups(site)
        missing[site] = load_site(site, size, seed, until, loaded, progress)
    make_staffing()
    make_complaints()
    sum_up()
    make_documents()  # before the corrections, which then are revisions of what was signed
    for site, days in missing.items():
        correct_site(site, size, seed, days)
    write_logins()
    if is_new:
        requests.ask()
        systems.connect()
    return loaded


@transaction.atomic
def make_center(size: Size, *, seed: int, until: datetime.date | None) -> bool:
    """The company and its people, once; False where they stand already."""
    asked = {"seed": seed, "crowd": size.crowd}
    made = Event.objects.filter(verb=MADE).order_by("-pk").first()
    if made is None and Employee.objects.exists():
        raise RuleViolation(Objection("demo.other_people", {"count": Employee.objects.count()}))
    if made is not None:
        standing: dict[str, Any] = made.after or {}
        if {name: standing.get(name) for name in asked} != asked:
            raise RuleViolation(Objection("demo.made_otherwise", {"seed": standing.get("seed")}))
        return False
    today = until or timezone.localdate(timezone=zoneinfo.ZoneInfo(plan_of("shanghai").time_zone))
    places = build_center(today)
    crowd.add(size.crowd, places, today)
    open_logins(places)
    change_rules(places, today)
    audit.record(None, MADE, places.sites["shanghai"].company, after=asked | {"people": len(places.people)})
    return True


def load_site(
    site: Site, size: Size, seed: int, until: datetime.date | None, loaded: Loaded, progress: Progress
) -> list[datetime.date]:
    """The site's missing days, in chunks, as they were exported first; which days."""
    now = timezone.now()
    today = now.astimezone(site.zone).date()
    last = min(until or today, today)
    wanted = [last - datetime.timedelta(days=back) for back in reversed(range(size.days))]
    complete = complete_days(site)
    missing = [day for day in wanted if day not in complete]
    corrected = [day for day in missing if day < today and is_corrected(day) and site.code == "shanghai"]
    with_statistics = {day for day in wanted[-1 - STATISTICS_DAYS :] if day < today}
    for done, chunk in chunks(missing, size.chunk):
        frames = list(make_days(site, chunk, size, seed, now))
        first = [
            cut_short(one) if day in corrected else one.calls for day, one in zip(chunk, frames, strict=True)
        ]
        with transaction.atomic():
            result = replace_days(site, CALLS_FEED, pl.concat(first), actor=None, source_name="demo")
            replace_days(
                site,
                AGENTS_FEED,
                pl.concat([one.agents for one in frames]),
                actor=None,
                table=AGENT_INTERVALS,
                source_name="demo",
            )
            recent = [one.calls for day, one in zip(chunk, frames, strict=True) if day in with_statistics]
            if recent:
                replace_days(
                    site,
                    QUEUES_FEED,
                    queue_rows(pl.concat(recent)),
                    actor=None,
                    table=QUEUE_INTERVALS,
                    source_name="demo",
                )
        loaded.calls += result.rows_written
        loaded.days += len(result.new | result.changed)
        progress(site.code, done + len(chunk), len(missing))
    sum_up()
    return missing


def correct_site(site: Site, size: Size, seed: int, days: list[datetime.date]) -> None:
    """The whole calls of those of these days whose first export broke off."""
    now = timezone.now()
    today = now.astimezone(site.zone).date()
    again = [day for day in days if day < today and is_corrected(day) and site.code == "shanghai"]
    if again:
        whole = [one.calls for one in make_days(site, again, size, seed, now)]
        replace_days(site, CALLS_FEED, pl.concat(whole), actor=None, source_name="demo, corrected")
        sum_up()


def complete_days(site: Site) -> set[datetime.date]:
    """Days loaded after they were over, so that nothing is missing from them."""
    loads = DayLoad.objects.filter(site=site, feed=CALLS_FEED).values_list("day", "loaded_at")
    next_day = datetime.timedelta(days=1)
    over = datetime.time(1)  # the last call has ended
    return {day for day, at in loads if at >= datetime.datetime.combine(day + next_day, over, site.zone)}


def make_days(
    site: Site, days: list[datetime.date], size: Size, seed: int, now: datetime.datetime
) -> Iterator[Frames]:
    """The facts of each day, as far as the switch could know them now."""
    plan = crowd.grown(plan_of(site.code), size.volume)
    staff = switch_people(site, plan)
    small = len(plan.agencies) + sum(1 for one in STAFF if one.switch_code and one.site == site.code)
    for day in days:
        people = [person for person, since, until in staff if since <= day and (until is None or day < until)]
        chosen = crowd.on_call(people, day, size.volume, small)
        yield until_now(make_day(plan, day, chosen, zone=site.zone, seed=seed), now)


def switch_people(
    site: Site, plan: DemoSite
) -> list[tuple[SwitchPerson, datetime.date, datetime.date | None]]:
    """Who takes calls at the site, from which day on and until when; agency staff always."""
    agents = SwitchAgent.objects.filter(site=site, employee__number__regex=r"^S[HY]-A").select_related(
        "employee"
    )
    found = [
        (
            SwitchPerson(agent.code, agent.employee.skill_level),
            agent.employee.hired_on + INDUCTION,
            agent.employee.left_on,
        )
        for agent in agents.order_by("code")
        if agent.employee is not None
    ]
    agencies = [(SwitchPerson(code, skill), datetime.date.min, None) for code, skill in plan.agencies]
    return [*found, *agencies]


def chunks(days: list[datetime.date], size: int) -> Iterator[tuple[int, list[datetime.date]]]:
    """The days in groups, each with how many came before."""
    for start in range(0, len(days), size):
        yield start, days[start : start + size]


def sum_up() -> None:
    """Have the day sums made now, where the app that makes them is there: the worker would do it a little later."""
    if "recompute_days" in get_commands():
        call_command("recompute_days", stdout=io.StringIO(), stderr=io.StringIO())


def make_documents() -> None:
    """Have the reports of the last weeks written and signed, where the app that has them is there."""
    if "demo_documents" in get_commands():
        call_command("demo_documents", stdout=io.StringIO(), stderr=io.StringIO())


def make_staffing() -> None:
    """Have the rosters around today made, and what hangs on them, where the app that has them is there."""
    if "demo_staffing" in get_commands():
        call_command("demo_staffing", stdout=io.StringIO(), stderr=io.StringIO())


def make_complaints() -> None:
    """Have customers, complaints and what follows from them made, where the app that has them is there."""
    if "demo_complaints" in get_commands():
        call_command("demo_complaints", stdout=io.StringIO(), stderr=io.StringIO())


def logins() -> list[dict[str, str]]:
    """One log-in for each post, a director and agents of the second site, and one that must change its password."""
    first: dict[PostCode, str] = {}
    for person in STAFF:
        first.setdefault(person.post, person.number)
    numbers = [*first.values(), "SY-D01", "SY-SL01", AGENTS[-1].number, NEW_PASSWORD_NEEDED]
    people = {one.number: one for one in Employee.objects.filter(number__in=numbers).select_related("site")}
    titles = {person.number: person.post.label for person in STAFF if person is not LEAVER}
    return [
        {
            "username": number,
            "password": DEMO_PASSWORD,
            "name": " ".join(part for part in (people[number].name, people[number].name_zh) if part),
            "post": str(titles[number]),
            "site": people[number].site.code,
        }
        for number in numbers
        if number in people
    ]


def write_logins() -> None:
    """Leaves the log-ins where `manage.py up` reads them, for the owner of the data folder only."""
    path = settings.DATA_DIR / "demo_logins.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(logins(), ensure_ascii=False, indent=1))
    path.chmod(0o600)
