"""Records of the floor of the demo center: the last two weeks, counted back from today. Made once."""

import datetime
import random

from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.people.models import Employee, Site, Team
from staffing.records.actions.services import finish_action, give_action
from staffing.records.bulletins.models import Bulletin, Receipt
from staffing.records.bulletins.selectors import addressed
from staffing.records.bulletins.services import BulletinFacts, publish_bulletin
from staffing.records.cleaning.models import CleaningDuty
from staffing.records.cleaning.selectors import dues
from staffing.records.cleaning.services import add_duty, take_standard_duties, tick_off
from staffing.records.incidents.models import EntryKind, IncidentKind
from staffing.records.incidents.rules import Load
from staffing.records.incidents.services import (
    IncidentFacts,
    add_entry,
    change_impact,
    close_incident,
    end_incident,
    report_incident,
)
from staffing.records.meetings.models import Meeting
from staffing.records.meetings.of_shifts.services import settle_shift_meetings
from staffing.records.meetings.series import MeetingKind
from staffing.records.meetings.services import MeetingFacts, plan_meeting, publish_answer, write_minutes
from staffing.records.patrols.models import Patrol, PatrolFinding, PatrolItem
from staffing.records.patrols.services import take_standard_list
from staffing.records.visitors.services import ask_visit, decide_visit, let_in, let_out

DAY, HOUR, MINUTE = datetime.timedelta(days=1), datetime.timedelta(hours=1), datetime.timedelta(minutes=1)
DAYS_BACK = 13
BULLETINS = (
    (
        "New tariff from Monday 新资费周一生效",
        "The family tariff costs 5 yuan less. 家庭套餐资费下调 5 元，请按新口径答复。",
        True,
    ),
    (
        "Phones stay in the lockers 手机请存放储物柜",
        "No private phones on the floor. 手机不得带入机房。",
        True,
    ),
    ("Fire drill on Thursday 周四消防演练", "Meet at gate 2 at 15:00. 15:00 在 2 号门集合。", True),
    ("New menu in the canteen 食堂新菜单", "From Wednesday on. 周三起供应。", False),
)
INCIDENTS = (
    (
        9,
        IncidentKind.DROPS,
        "Calls drop after ten seconds 通话十秒后掉线",
        25,
        "Trunk card replaced 更换中继板卡",
    ),
    (
        5,
        IncidentKind.PEAK,
        "Peak after the text message 短信群发后话务高峰",
        70,
        "Text messages sent at once 短信未分批发送",
    ),
    (2, IncidentKind.SYSTEM, "CRM does not answer 工单系统无响应", 18, "Database full 数据库空间不足"),
)


def make(site: Site) -> int:
    """Make what is missing; how many records. Nothing where the site has patrols already."""
    take_standard_list(site, actor=None)
    take_standard_duties(site, actor=None)
    if Patrol.objects.filter(site=site).exists():
        return 0
    leaders, agents = _people(site, PostCode.SHIFT_LEADER), _people(site, PostCode.AGENT)
    if not leaders or not agents:
        return 0
    chance = random.Random(f"records {site.code}")  # noqa: S311 - a demo, the same every time
    made = _bulletins(site, chance) + _patrols(site, leaders, agents, chance)
    made += _incidents(site, leaders[0]) + _meetings(site, leaders) + _visits(site, agents)
    made += _shift_meetings(site)
    return made + _cleaning(site)


def _people(site: Site, post: PostCode) -> list[Employee]:
    today = site.today()
    rows = Employee.objects.filter(
        site=site, postholdings__post__code=post, postholdings__period__contains=today, left_on=None
    )
    return list(rows.distinct().select_related("site", "user").order_by("number"))


def _bulletins(site: Site, chance: random.Random) -> int:
    now = timezone.now()
    for place, (title, text, must) in enumerate(BULLETINS):
        made = publish_bulletin(site, BulletinFacts(title, text, must_read=must), actor=None)
        at = now - (1 + 3 * place) * DAY
        Bulletin.objects.filter(pk=made.pk).update(valid_from=at, published_at=at, changed_at=at)
        readers = [one for one in addressed(made, site.today()) if chance.random() < 0.35 + 0.18 * place]
        Receipt.objects.bulk_create(
            Receipt(bulletin=made, employee=one, number=1, read_at=at + chance.random() * DAY * 0.9)
            for one in readers
        )
    return len(BULLETINS)


def _patrols(site: Site, leaders: list[Employee], agents: list[Employee], chance: random.Random) -> int:
    """Three or four walks a day; the same few people are found again and again."""
    items = list(PatrolItem.objects.filter(site=site, is_active=True))
    teams = list(Team.objects.filter(department__site=site, is_active=True))
    often, now, made = agents[:3], timezone.now(), 0
    for back in range(DAYS_BACK, -1, -1):
        day = site.today() - back * DAY
        for hour in (9, 11, 14, 17):
            at = datetime.datetime.combine(day, datetime.time(hour, chance.randrange(45)), site.zone)
            if at > now - 5 * MINUTE:
                continue
            late = 50 if chance.random() < 0.06 else 2
            patrol = Patrol.objects.create(
                site=site,
                team=chance.choice([None, *teams]),
                patrolled_by=leaders[(back + hour) % len(leaders)],
                patrolled_at=at,
                recorded_at=min(at + late * MINUTE, now),
                items_checked=len(items),
            )
            found = chance.sample(items, chance.choice((0, 0, 1, 1, 2)))
            person = chance.choice([*often, *agents[:40], None])
            PatrolFinding.objects.bulk_create(
                PatrolFinding(patrol=patrol, item=item, employee=person, is_corrected=chance.random() < 0.8)
                for item in found
            )
            made += 1
    return made


def _incidents(site: Site, leader: Employee) -> int:
    today = site.today()
    for back, kind, title, minutes, cause in INCIDENTS:
        at = datetime.datetime.combine(today - back * DAY, datetime.time(10, 20), site.zone)
        facts = IncidentFacts(kind, title, starts_at=at, is_interruption=kind is not IncidentKind.PEAK)
        incident = report_incident(site, facts, actor=None)
        if kind is IncidentKind.PEAK:
            change_impact(
                incident,
                actor=None,
                is_interruption=False,
                queues=[],
                calls_lost=46,
                load=Load(64, 22, wait_seconds=95),
            )
        add_entry(
            incident,
            actor=None,
            kind=EntryKind.NOTIFIED,
            text="电话 phone",
            person=leader,
            at=at + 4 * MINUTE,
        )
        add_entry(incident, actor=None, kind=EntryKind.MEASURE, text=cause, at=at + 9 * MINUTE)
        end_incident(incident, actor=None, ends_at=at + minutes * MINUTE)
        action = give_action(
            incident,
            actor=None,
            text="Check with the supplier 与供应商核实",
            owner=leader,
            due_on=today + 3 * DAY,
        )
        if back > 4:
            finish_action(action, actor=None, result="Report of the supplier is in 供应商报告已收到")
            close_incident(incident, actor=None, root_cause=cause)
    return len(INCIDENTS)


def _meetings(site: Site, leaders: list[Employee]) -> int:
    today, chair = site.today(), leaders[0]
    friday = today - ((today.weekday() - 4) % 7 or 7) * DAY
    start = datetime.datetime.combine(friday, datetime.time(16), site.zone)
    facts = MeetingFacts(
        MeetingKind.SHIFT_AFFAIRS, "Shift-affairs meeting 班务会", start, chair, start + HOUR, "2F"
    )
    meeting = plan_meeting(site, facts, actor=None)
    write_minutes(
        meeting,
        actor=None,
        minutes="Uniform is checked at roll call from Monday on. 周一起点名时检查着装。",
        notes={item.pk: "Discussed. 已讲评。" for item in meeting.agenda.all()},
        presence={line.pk: "present" for line in meeting.attendance.all()},
        close=True,
    )
    publish_answer(
        site,
        actor=None,
        question="Why is the first bill higher? 为什么首月账单偏高？",
        answer="It holds the days of the month before. 首月账单含上月使用天数的费用。",
        tags=["bill", "账单"],
        meeting=meeting,
    )
    return 2


def _shift_meetings(site: Site) -> int:
    """Those of the published roster; of the ones that are over the last has no minutes yet."""
    made = settle_shift_meetings(site, actor=None)
    over = Meeting.objects.filter(
        site=site, shift_on__isnull=False, closed_at=None, ends_at__lt=timezone.now()
    )
    for meeting in over.order_by("-starts_at", "pk")[1:]:
        write_minutes(
            meeting,
            actor=None,
            minutes="Bulletins read out; nothing special. 通告已传达，无特殊事项。",
            notes={},
            presence={},
            close=True,
        )
    return made


def _visits(site: Site, agents: list[Employee]) -> int:
    today = site.today()
    guests = (
        ("Li Gong 李工", "Huatong 华通", "Repair of the air conditioning 空调维修"),
        ("Mr Chen 陈先生", "Fire brigade 消防", "Yearly check 年检"),
    )
    for place, (name, organisation, reason) in enumerate(guests):
        visit = ask_visit(
            site,
            actor=None,
            host=agents[place % len(agents)],
            name=name,
            organisation=organisation,
            reason=reason,
            on=today,
        )
        if place == 0:
            decide_visit(visit, actor=None, approve=True)
            let_out(let_in(visit, actor=None, badge="V-03"), actor=None)
    return len(guests)


def _cleaning(site: Site) -> int:
    since = site.today() - DAYS_BACK * DAY
    for duty in CleaningDuty.objects.filter(site=site):
        duty.since = since
        duty.save(update_fields=["since"])
    add_duty(site, actor=None, code="fridge", name="Fridge", name_zh="冰箱", weekday=2, since=since)
    ticked = 0
    for due in dues(site, since, site.today() - DAY):
        if (site.today() - due.on).days > 3:
            tick_off(due.duty, due.on, actor=None)
            ticked += 1
    return ticked
