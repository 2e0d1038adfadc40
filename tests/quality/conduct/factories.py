"""Makers of conduct: the catalogue of the manuals, a floor with its line, records as far as asked."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.people.models import Employee, Site, Team
from quality.conduct.catalogue.table import FROM, REWARDS, TABLE
from quality.conduct.models import ConductRecord, Item, ItemVersion, PointsEntry
from quality.conduct.months import counted_in
from quality.conduct.records import services
from tests.factories import make_department, make_employee, make_team


def catalogue() -> None:
    """The table of domain §5.5, where an emptied database has lost it."""
    for line in (*TABLE, *REWARDS):
        item, is_new = Item.objects.get_or_create(code=line.code, defaults={"block": line.block})
        if is_new:
            ItemVersion.objects.create(
                item=item, period=DateRange(datetime.date(*FROM), None), name=line.name, name_zh=line.name_zh,
                least=line.least, most=line.most, per=line.per, source=line.source, is_breach=line.is_breach,
                is_veto=line.is_veto,
            )  # fmt: skip


def version(code: str) -> ItemVersion:
    catalogue()
    return ItemVersion.objects.on(timezone.now().date()).get(item__code=code)


@dataclass
class People:
    """Ann in a team under Zhao; Dai directs, Shen manages the center, Qi is QA."""

    site: Site
    team: Team
    manager: Employee
    director: Employee
    leader: Employee
    other_leader: Employee
    qa: Employee
    ann: Employee
    bo: Employee


def make_people() -> People:
    department = make_department()
    team, other = make_team(department), make_team(department)
    site = department.site
    manager = make_employee(PostCode.CENTER_MANAGER, site=site, name="Shen Wei")
    director = make_employee(PostCode.DIRECTOR, team=team, superior=manager, name="Dai Qing")
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, superior=director, name="Zhao Lei")
    return People(
        site,
        team,
        manager,
        director,
        leader,
        make_employee(PostCode.SHIFT_LEADER, team=other, superior=director, name="Xu Min"),
        make_employee(PostCode.QA_TRAINER, site=site, superior=director, name="Qi An"),
        ann=make_employee(team=team, superior=leader, name="Ann Li"),
        bo=make_employee(team=team, superior=leader, name="Bo Wu"),
    )


def seen(code: str = "FD-04", **fields: Any) -> services.Seen:
    at = fields.pop("at", timezone.now() - datetime.timedelta(hours=1))
    return services.Seen(version(code), at, fields.pop("words", "Loud laughter"), **fields)


def recorded(
    people: People, code: str = "FD-04", *, by: Employee | None = None, **fields: Any
) -> ConductRecord:
    return services.record_conduct(people.ann, seen(code, **fields), actor=(by or people.leader).user)


def heard(people: People, code: str = "FD-04", **fields: Any) -> ConductRecord:
    made = recorded(people, code, **fields)
    return services.state_own(made, actor=people.ann.user, words="I was tired")


def decided(people: People, code: str = "FD-04", **fields: Any) -> ConductRecord:
    return services.confirm(heard(people, code, **fields), actor=people.leader.user)


def make_points(employee: Employee, points: int = 2, **fields: Any) -> PointsEntry:
    """An entry written past the services, about the employee's site."""
    on = fields.pop("on", employee.site.today())
    defaults = {
        "site": employee.site, "employee": employee, "kind": "deduction", "points": points, "on": on,
        "month": counted_in(employee.site, on), "reason": "Made", "source_id": employee.site.pk,
        "source_type": ContentType.objects.get_for_model(employee.site),
    }  # fmt: skip
    return PointsEntry.objects.create(**(defaults | fields))
