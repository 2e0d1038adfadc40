"""Setting cleaning duties, and ticking them off."""

import datetime

from django.db import IntegrityError, transaction

from callcenter.access.permissions import Actor, position, require
from callcenter.audit.services import record
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Site, Team
from staffing.records.access import keeps, keeps_site, me
from staffing.records.cleaning.models import CleaningDuty, CleaningTick

STANDARD = (
    ("changing-room", 0, "Changing room", "更衣室"),
    ("plants", 4, "Leaves of the plants", "花草叶面"),
)


def may_tick(actor: Actor, duty: CleaningDuty) -> bool:
    """Leaders of the site or the team, and everybody of the team that does it."""
    if keeps(actor, duty.site_id, duty.team_id):
        return True
    return duty.team_id is not None and duty.team_id in position(actor).team_ids


@transaction.atomic
def take_standard_duties(site: Site, *, actor: Actor) -> int:
    """Give the site the manuals' duties, from today on; what it has stays. How many are new."""
    require(keeps_site(actor, site.pk))
    Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    known = set(CleaningDuty.objects.filter(site=site).values_list("code", flat=True))
    made = CleaningDuty.objects.bulk_create(
        CleaningDuty(site=site, code=code, weekday=weekday, name=name, name_zh=name_zh, since=site.today())
        for code, weekday, name, name_zh in STANDARD
        if code not in known
    )
    if made:
        record(
            actor,
            "records.cleaning.taken",
            site,
            after={"duties": [one.code for one in made]},
            site_id=site.pk,
        )
    return len(made)


@transaction.atomic
def add_duty(
    site: Site,
    *,
    actor: Actor,
    code: str,
    name: str,
    weekday: int,
    name_zh: str = "",
    team: Team | None = None,
    since: datetime.date | None = None,
) -> CleaningDuty:
    """Add a duty of the site's own, from today or `since` on."""
    require(keeps_site(actor, site.pk))
    if team is not None and team.department.site_id != site.pk:
        raise RuleViolation(Objection("cleaning.other_site", field="team"))
    duty = CleaningDuty(
        site=site,
        code=code,
        name=name,
        name_zh=name_zh,
        weekday=weekday,
        team=team,
        since=since or site.today(),
    )
    try:
        with transaction.atomic():
            duty.save(force_insert=True)
    except IntegrityError:
        raise RuleViolation(Objection("cleaning.code_taken", {"code": code}, field="code")) from None
    record(
        actor, "records.cleaning.added", duty, after={"weekday": weekday, "team": team.code if team else None}
    )
    return duty


@transaction.atomic
def switch_duty(duty: CleaningDuty, *, actor: Actor, is_active: bool) -> CleaningDuty:
    """Take a duty out of use, or into use again from today on."""
    duty = CleaningDuty.objects.select_for_update(of=("self",)).select_related("site").get(pk=duty.pk)
    require(keeps_site(actor, duty.site_id))
    if duty.is_active != is_active:
        duty.is_active = is_active
        if is_active:
            duty.since = duty.site.today()
        duty.save(update_fields=["is_active", "since"])
        record(actor, f"records.cleaning.{'activated' if is_active else 'deactivated'}", duty)
    return duty


@transaction.atomic
def tick_off(duty: CleaningDuty, on: datetime.date, *, actor: Actor, note: str = "") -> CleaningTick:
    """Say that the duty was done for that day."""
    duty = CleaningDuty.objects.select_for_update(of=("self",)).select_related("site").get(pk=duty.pk)
    require(may_tick(actor, duty))
    found = []
    if on.weekday() != duty.weekday or on < duty.since or on > duty.site.today():
        found.append(Objection("cleaning.not_due_then", {"on": on}))
    if CleaningTick.objects.filter(duty=duty, on=on).exists():
        found.append(Objection("cleaning.done_already"))
    if found:
        raise RuleViolation(found)
    tick = CleaningTick.objects.create(duty=duty, on=on, done_by_id=me(actor), note=note.strip()[:200])
    record(actor, "records.cleaning.done", duty, after={"on": on.isoformat(), "note": tick.note})
    return tick
