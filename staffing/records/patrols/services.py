"""Recording a patrol, keeping the checklist, handing in the week's analysis."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require
from callcenter.access.posts import PostCode
from callcenter.audit.services import record
from callcenter.files.attachments.services import attach_all
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Site, Team
from staffing.records.access import me
from staffing.records.patrols import access, rules
from staffing.records.patrols.checklist import STANDARD
from staffing.records.patrols.models import Patrol, PatrolAnalysis, PatrolFinding, PatrolItem
from staffing.records.patrols.selectors import monday, week_of


@dataclass(frozen=True)
class Finding:
    """One point that was wrong, and with whom."""

    item: PatrolItem
    employee: Employee | None = None
    is_corrected: bool = False


@transaction.atomic
def record_patrol(
    site: Site,
    *,
    actor: Actor,
    team: Team | None = None,
    findings: Sequence[Finding] = (),
    at: datetime.datetime | None = None,
    note: str = "",
    photos: Sequence[File] = (),
) -> Patrol:
    """Record a patrol of now, or of `at`; without findings everything was in order. It is never changed afterwards."""
    now = timezone.now()
    require(access.may_patrol(actor, site, team))
    known = list(PatrolItem.objects.filter(site=site, is_active=True).values_list("pk", flat=True))
    found = rules.objections(
        at=at or now, now=now, item_ids=[one.item.pk for one in findings], known_ids=known
    )
    if team is not None and team.department.site_id != site.pk:
        found.append(Objection("patrols.other_site", field="team"))
    if any(one.employee is not None and one.employee.site_id != site.pk for one in findings):
        found.append(Objection("patrols.other_site", field="person"))
    if found:
        raise RuleViolation(found)
    patrol = Patrol.objects.create(
        site=site,
        team=team,
        patrolled_by_id=me(actor),
        patrolled_at=at or now,
        recorded_at=now,
        items_checked=len(known),
        note=note.strip(),
    )
    PatrolFinding.objects.bulk_create(
        PatrolFinding(patrol=patrol, item=one.item, employee=one.employee, is_corrected=one.is_corrected)
        for one in dict.fromkeys(findings)
    )
    if photos:
        attach_all(patrol, photos, actor=actor)
    told = [
        {"item": one.item.code, "person": one.employee.number if one.employee else None} for one in findings
    ]
    record(actor, "records.patrol.recorded", patrol, after={"findings": told, "note": note.strip()})
    return patrol


@transaction.atomic
def take_standard_list(site: Site, *, actor: Actor) -> int:
    """Give the site the checklist of the manuals; points that it has stay as they are. How many are new."""
    require(access.may_keep_list(actor, site))
    Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    known = set(PatrolItem.objects.filter(site=site).values_list("code", flat=True))
    made = PatrolItem.objects.bulk_create(
        PatrolItem(site=site, code=code, group=group, name=name, name_zh=name_zh, order=place * 10)
        for place, (code, group, name, name_zh) in enumerate(STANDARD, 1)
        if code not in known
    )
    if made:
        record(
            actor,
            "records.checklist.taken",
            site,
            after={"points": [one.code for one in made]},
            site_id=site.pk,
        )
    return len(made)


@transaction.atomic
def add_item(site: Site, *, actor: Actor, code: str, group: str, name: str, name_zh: str = "") -> PatrolItem:
    """Put a point of its own on the site's checklist, at the end."""
    require(access.may_keep_list(actor, site))
    last = PatrolItem.objects.filter(site=site).order_by("-order").first()
    item = PatrolItem(
        site=site, code=code, group=group, name=name, name_zh=name_zh, order=(last.order if last else 0) + 10
    )
    try:
        with transaction.atomic():
            item.save(force_insert=True)
    except IntegrityError:
        raise RuleViolation(Objection("patrols.code_taken", {"code": code}, field="code")) from None
    record(actor, "records.checklist.added", item, after={"code": code, "name": name})
    return item


@transaction.atomic
def switch_item(item: PatrolItem, *, actor: Actor, is_active: bool) -> PatrolItem:
    """Take a point off the list, or put it back."""
    item = PatrolItem.objects.select_for_update(of=("self",)).select_related("site").get(pk=item.pk)
    require(access.may_keep_list(actor, item.site))
    if item.is_active != is_active:
        item.is_active = is_active
        item.save(update_fields=["is_active"])
        record(actor, f"records.checklist.{'activated' if is_active else 'deactivated'}", item)
    return item


@transaction.atomic
def hand_in_analysis(site: Site, week: datetime.date, *, actor: Actor, measures: str) -> PatrolAnalysis:
    """Hand the analysis of a week that is over to the director, with the measures; the figures are kept as they are now."""
    require(access.may_keep_list(actor, site))
    Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    found = []
    if week != monday(week) or week >= monday(site.today()):
        found.append(Objection("patrols.week_not_over", {"week": week}))
    if not measures.strip():
        found.append(Objection("patrols.measures_needed", field="measures"))
    if PatrolAnalysis.objects.filter(site=site, week=week).exists():
        found.append(Objection("patrols.analysed_already"))
    if found:
        raise RuleViolation(found)
    figures = week_of(site, week)
    made = PatrolAnalysis.objects.create(
        site=site, week=week, measures=measures.strip(), figures=figures.as_json(), handed_in_by_id=me(actor)
    )
    record(
        actor, "records.patrol_analysis.handed_in", made, after={"measures": made.measures, **made.figures}
    )
    directors = Employee.objects.holding([PostCode.DIRECTOR], site.today())
    directors = directors.filter(site=site, user__isnull=False)
    notify(
        "records.patrol_analysis",
        recipients=set(directors.values_list("user_id", flat=True)),
        subject=made,
        figures={"week": week, "findings": figures.findings, "patrols": figures.patrols},
        key=f"{made.pk}",
        site_id=site.pk,
        url=f"/staffing/records/patrols/week/{week}/",
    )
    return made
