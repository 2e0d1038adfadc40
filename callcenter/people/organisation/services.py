"""Creating and changing the company, sites, departments, teams and titles of posts."""

from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from django.db import models, transaction

from callcenter.access.permissions import Actor, require
from callcenter.access.posts import PostCode
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.people.organisation import access
from callcenter.people.organisation.models import Company, Department, Post, Site, Team, is_time_zone
from callcenter.people.versions import Values, require_unchanged

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class SiteFacts:
    """What a site is: names, clock, country, first day of its statistics month."""

    name: str
    name_zh: str
    time_zone: str
    country: str
    statistics_start_day: int = 1


def _changes(row: models.Model, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def _apply(
    row: models.Model,
    values: dict[str, Any],
    *,
    actor: Actor,
    verb: str,
    site_id: int | None,
) -> bool:
    """Write what differs and record it; False when nothing differs."""
    changed = _changes(row, values)
    if not changed:
        return False
    before = {name: getattr(row, name) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    audit.record(actor, verb, row, before=before, after=changed, site_id=site_id)
    return True


def _locked(row: Row) -> Row:
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


@transaction.atomic
def rename_company(
    company: Company, *, name: str, name_zh: str, actor: Actor, expected: Values | None = None
) -> Company:
    """Change the company's names. `expected`, here and below: what the editor saw; refused when it no longer stands."""
    company = _locked(company)
    require(access.may_create_site(actor))
    require_unchanged(company, expected)
    values = {"name": name, "name_zh": name_zh}
    _apply(company, values, actor=actor, verb="people.company.changed", site_id=None)
    return company


def _site_objections(facts: SiteFacts) -> None:
    if not is_time_zone(facts.time_zone):
        raise RuleViolation(Objection("people.no_such_time_zone", {"name": facts.time_zone}, "time_zone"))


@transaction.atomic
def create_site(code: str, facts: SiteFacts, *, actor: Actor, company: Company | None = None) -> Site:
    """Open a site. Its code is taken once in the company and stays."""
    company = company or Company.objects.order_by("pk").select_for_update(no_key=True).first()
    company = company or Company.objects.create(name="Company")
    require(access.may_create_site(actor))
    if Site.objects.filter(code=code).exists():
        raise RuleViolation(Objection("people.code_taken", {"code": code}, "code"))
    _site_objections(facts)
    site = Site.objects.create(company=company, code=code, **asdict(facts))
    audit.record(actor, "people.site.created", site, after=asdict(facts) | {"code": code}, site_id=site.pk)
    return site


@transaction.atomic
def change_site(site: Site, facts: SiteFacts, *, actor: Actor, expected: Values | None = None) -> Site:
    """Change a site's names, clock, country or statistics month. Days already closed keep the clock they had."""
    site = _locked(site)
    require(access.may_edit_site(actor, site))
    require_unchanged(site, expected)
    _site_objections(facts)
    _apply(site, asdict(facts), actor=actor, verb="people.site.changed", site_id=site.pk)
    return site


@transaction.atomic
def create_department(site: Site, code: str, *, name: str, name_zh: str, actor: Actor) -> Department:
    """Add a department to a site."""
    site = _locked(site)
    require(access.may_edit_site(actor, site))
    if site.departments.filter(code=code).exists():
        raise RuleViolation(Objection("people.code_taken", {"code": code}, "code"))
    department = Department.objects.create(site=site, code=code, name=name, name_zh=name_zh)
    after = {"code": code, "name": name, "name_zh": name_zh}
    audit.record(actor, "people.department.created", department, after=after)
    return department


@transaction.atomic
def change_department(
    department: Department, *, name: str, name_zh: str, actor: Actor, expected: Values | None = None
) -> Department:
    """Rename a department."""
    department = _locked(department)
    require(access.may_edit_site(actor, department.site))
    require_unchanged(department, expected)
    values = {"name": name, "name_zh": name_zh}
    _apply(
        department,
        values,
        actor=actor,
        verb="people.department.changed",
        site_id=department.site_id,
    )
    return department


@transaction.atomic
def create_team(department: Department, code: str, *, name: str, name_zh: str, actor: Actor) -> Team:
    """Add a team to a department."""
    department = _locked(department)
    require(access.may_edit_site(actor, department.site))
    if department.teams.filter(code=code).exists():
        raise RuleViolation(Objection("people.code_taken", {"code": code}, "code"))
    team = Team.objects.create(department=department, code=code, name=name, name_zh=name_zh)
    after = {"code": code, "name": name, "name_zh": name_zh, "department": department.code}
    audit.record(actor, "people.team.created", team, after=after, site_id=department.site_id)
    return team


@transaction.atomic
def change_team(
    team: Team, *, name: str, name_zh: str, is_active: bool, actor: Actor, expected: Values | None = None
) -> Team:
    """Rename a team, or take it out of use (refused while it has members today or later) and back."""
    team = _locked(team)
    site = team.department.site
    require(access.may_edit_site(actor, site))
    require_unchanged(team, expected)
    if team.is_active and not is_active:
        today = site.today()
        members = team.memberships.filter(
            models.Q(period__upper_inf=True) | models.Q(period__endswith__gt=today)
        ).count()
        if members:
            raise RuleViolation(Objection("people.team_has_members", {"count": members}, "is_active"))
    verb = "people.team.changed"
    if team.is_active != is_active:
        verb = "people.team.reactivated" if is_active else "people.team.deactivated"
    values = {"name": name, "name_zh": name_zh, "is_active": is_active}
    _apply(team, values, actor=actor, verb=verb, site_id=site.pk)
    return team


@transaction.atomic
def title_post(
    code: PostCode, *, name: str, name_zh: str, rank: int, actor: Actor, expected: Values | None = None
) -> Post:
    """Give one of the roles the company's own title. Permissions stay with the role."""
    require(access.may_create_site(actor))
    post, _ = Post.objects.select_for_update().get_or_create(
        code=code, defaults={"name": str(PostCode(code).label)}
    )
    require_unchanged(post, expected)
    values = {"name": name, "name_zh": name_zh, "rank": rank}
    _apply(post, values, actor=actor, verb="people.post.titled", site_id=None)
    return post
