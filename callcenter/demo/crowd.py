"""The large center for measurements: hundreds of teams' worth of people without a story, made in bulk."""

import dataclasses
import datetime
import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.backends.postgresql.psycopg_any import DateRange

from callcenter.access.posts import PostCode
from callcenter.demo.center import DemoSite
from callcenter.demo.facts import SwitchPerson
from callcenter.people.models import (
    Department,
    Employee,
    Employment,
    PostHolding,
    ReportingLine,
    Site,
    Team,
    TeamMembership,
)
from callcenter.telephony.models import SwitchAgent

if TYPE_CHECKING:
    from callcenter.demo.people import Places

TEAM_SIZE = 24
SHANGHAI_SHARE = 0.75
SURNAMES = "Li 李,Wang 王,Zhang 张,Liu 刘,Chen 陈,Yang 杨,Zhao 赵,Huang 黄,Zhou 周,Wu 吴,Xu 徐,Sun 孙,Ma 马,Zhu 朱,Hu 胡,Lin 林"
GIVEN = (
    "Jing 静,Wei 伟,Min 敏,Lei 磊,Yan 艳,Tao 涛,Juan 娟,Chao 超,Xia 霞,Gang 刚,Jie 洁,Peng 鹏,Dan 丹,Kai 凯,Lan 兰,Hao 浩,"
    "Xue 雪,Jun 军,Ping 萍,Fei 飞,Ling 玲,Bin 斌,Ying 莹,Yu 宇,Qian 倩,Long 龙,Fang 芳,Yong 勇,Mei 梅,Ning 宁"
)


def grown(plan: DemoSite, volume: float) -> DemoSite:
    """The same site with `volume` times the calls, and the weekend staff that they need."""
    if volume == 1:
        return plan
    hours = dataclasses.replace(
        plan.hours,
        saturday_heads=round(plan.hours.saturday_heads * volume * 0.85),
        sunday_heads=round(plan.hours.sunday_heads * volume * 0.85),
    )
    return dataclasses.replace(plan, volume=plan.volume * volume, hours=hours)


def on_call(
    people: Sequence[SwitchPerson], day: datetime.date, volume: float, small: int
) -> Sequence[SwitchPerson]:
    """As many of a crowd as the calls need, others every day; everybody in the small center, which has `small`."""
    needed = round(small * volume * 0.85)
    if volume == 1 or len(people) <= needed:
        return people
    start = day.toordinal() * 7 % len(people)
    return [*people[start:], *people[:start]][:needed]


def add(count: int, places: "Places", today: datetime.date) -> None:
    """`count` employees in teams of 24, the first of each its shift leader, all others agents known to the switch."""
    names = itertools.cycle(
        itertools.product(
            (one.split() for one in SURNAMES.split(",")), (one.split() for one in GIVEN.split(","))
        )
    )
    in_shanghai = round(count * SHANGHAI_SHARE)
    for code, prefix, size in (("shanghai", "SH", in_shanghai), ("sydney", "SY", count - in_shanghai)):
        site, department = places.sites[code], places.departments[code, "phone-center"]
        people = [
            Employee(
                number=f"{prefix}-A{1000 + place}",
                name=f"{surname} {given}",
                name_zh=f"{surname_zh}{given_zh}",
                site=site,
                skill_level=1 + place % 5,
                grade=f"A{1 + place % 5}",
                hired_on=today - datetime.timedelta(days=800 + place % 900),
            )
            for place, ((surname, surname_zh), (given, given_zh)) in zip(range(size), names, strict=False)
        ]
        people = Employee.objects.bulk_create(people, batch_size=1000)
        Employment.objects.bulk_create(
            [Employment(employee=one, period=DateRange(one.hired_on, None)) for one in people],
            batch_size=1000,
        )
        places.people |= {person.number: person for person in people}
        group(people, site, department, places)


def group(people: list[Employee], site: Site, department: Department, places: "Places") -> None:
    """Teams, posts, superiors and switch agents of the crowd of one site."""
    groups = [people[start : start + TEAM_SIZE] for start in range(0, len(people), TEAM_SIZE)]
    teams = Team.objects.bulk_create(
        Team(
            department=department,
            code=f"team-{10 + number}",
            name=f"Team {10 + number}",
            name_zh=f"{10 + number}班",
        )
        for number in range(len(groups))
    )
    rows = list(zip(teams, groups, strict=True))
    since = {person.pk: DateRange(person.hired_on, None) for person in people}
    TeamMembership.objects.bulk_create(
        [
            TeamMembership(employee=one, team=team, period=since[one.pk])
            for team, members in rows
            for one in members
        ]
    )
    PostHolding.objects.bulk_create(
        PostHolding(
            employee=one,
            post=places.posts[PostCode.SHIFT_LEADER if one is members[0] else PostCode.AGENT],
            period=since[one.pk],
        )
        for members in groups
        for one in members
    )
    director = places.people["SH-D01" if site.code == "shanghai" else "SY-D01"]
    ReportingLine.objects.bulk_create(
        ReportingLine(
            employee=one,
            superior=director if one is members[0] else members[0],
            period=DateRange(
                max(one.hired_on, (director if one is members[0] else members[0]).hired_on), None
            ),
        )
        for members in groups
        for one in members
    )
    SwitchAgent.objects.bulk_create(
        SwitchAgent(site=site, code=f"{site.code[0]}{one.number[4:]}", employee=one)
        for members in groups
        for one in members[1:]
    )
