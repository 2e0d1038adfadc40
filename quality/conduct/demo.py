"""Conduct of the demo center: what was held against people over four months, in every state, in the site's language. Made once.

What is over is written as it stood, with its points; what is open goes through the services.
"""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.people.models import Employee, Site, TeamMembership
from quality.conduct import access, rules
from quality.conduct.catalogue.models import ItemVersion
from quality.conduct.ledger.models import EntryKind, PointsEntry
from quality.conduct.months import counted_in
from quality.conduct.records import contests, services
from quality.conduct.records.models import COUNTS, ConductRecord, Measure, RecordState

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


class _Story(NamedTuple):
    """`back`: days ago; `who`: place in the list of agents; `words` and `answer`: Chinese, English."""

    back: int
    who: int
    code: str
    words: tuple[str, str]
    answer: tuple[str, str]
    steps: tuple[str, ...] = ()


OVER = (
    _Story(104, 0, "FD-04", ("开班前在工位大声说笑，影响邻座通话。", "Loud jokes at the console while the next seat was on a call."), ("当时没有电话，以后注意。", "There was no call for me; I will mind it.")),
    _Story(83, 3, "SO-02", ("签入比班次开始晚六分钟。", "Logged in six minutes after the shift began."), ("电脑更新重启。", "The computer restarted for an update.")),
    _Story(61, 1, "FD-06", ("手机放在工作台上，响铃一次。", "A phone lay on the console and rang once."), ("家里有事，忘了静音。", "Something at home; I forgot to mute it.")),
    _Story(47, 0, "FD-04", ("交接班时在通道闲聊十分钟。", "Ten minutes of chatting in the aisle at the change of shifts."), ("在问排班的事。", "I asked about the roster.")),
    _Story(33, 4, "SO-04", ("两通来电未登记服务记录。", "Two calls without a record."), ("系统卡顿，事后忘记补录。", "The system was slow; I forgot to enter them later.")),
    _Story(19, 2, "FD-02", ("离席未归位，耳麦放在地上。", "Seat not returned, the headset on the floor."), ("急着去开会。", "I was late for a meeting.")),
)  # fmt: skip
OPEN = (
    _Story(9, 5, "SO-01", ("后处理结束后示忙二十三分钟，无来电处理。", "Busy for 23 minutes after wrap-up without a call."), ("在整理客户材料。", "I was sorting a customer’s papers."), ("stated", "confirmed", "cancelled")),
    _Story(6, 4, "FD-15", ("当日值日未完成，茶水间未清理。", "The day’s cleaning duty was not done."), ("当天调班，不是我的值日。", "I had swapped shifts; it was not my turn."), ("stated", "dismissed")),
    _Story(4, 1, "FD-08", ("未报备离开工作台十四分钟。", "Away from the console for 14 minutes without a word."), ("身体不适，去了医务室。", "I felt unwell and went to first aid."), ("stated", "confirmed", "contested")),
    _Story(2, 0, "SO-03", ("空闲状态下漏接一通来电。", "A call was missed at a free console."), ("耳麦接触不良。", "The headset had a loose contact."), ("stated", "confirmed")),
    _Story(2, 3, "FD-11", ("上班时间浏览购物网页。", "Shopping pages during the shift."), ("只看了两分钟。", "It was two minutes only."), ("stated", "confirmed")),
    _Story(1, 2, "FD-04", ("与邻座嬉闹，被质检监听到背景笑声。", "Laughter in the background of a monitored call."), ("同事先讲的笑话。", "A colleague told the joke."), ("stated",)),
    _Story(1, 0, "FD-03", ("在工作台进食。", "Ate at the console."), ("", "")),
)  # fmt: skip
CONTEST = ("有医务室登记可查，请核实。", "First aid has it in its book; please look.")
NONE = ("已核实：当天已调班。", "Looked at: the shifts were swapped.")
UNDONE = ("当日系统故障，示忙由组长安排。", "The system was down; the leader had asked for it.")
YES = ("情况属实。", "It was so.")


@dataclass
class _Cast:
    """Who takes part at a site."""

    site: Site
    agents: list[Employee]
    leaders: list[Employee]
    director: User

    def said(self, words: tuple[str, str]) -> str:
        return words[0] if self.site.country == "CN" else words[1]

    def agent(self, story: _Story) -> Employee:
        return self.agents[story.who % len(self.agents)]

    def leader(self, employee: Employee, on: datetime.date) -> User:
        """Whoever leads their team that day; else the director."""
        team = _team_id(employee, on)
        for one in self.leaders:
            if one.user and access.may_confirm(one.user, self.site.pk, team, employee.pk):
                return one.user
        return self.director

    def moment(self, story: _Story) -> datetime.datetime:
        """In the morning of the day, at the site."""
        day = self.site.today() - story.back * DAY
        return datetime.datetime.combine(day, datetime.time(9, 10 + story.who * 7), self.site.zone)


@transaction.atomic
def make(site: Site) -> int:
    """Make the conduct records of a site; how many. Nothing where somebody has recorded any, or nobody decides."""
    if ConductRecord.objects.filter(site=site, recorded_by__isnull=False).exists():
        return 0
    cast = _cast(site)
    if cast is None:
        return 0
    for story in OVER:
        _past(cast, story)
    for story in OPEN:
        _through_services(cast, story)
    return len(OVER) + len(OPEN)


def _cast(site: Site) -> _Cast | None:
    today = site.today()
    rows = Employee.objects.filter(site=site, left_on=None, user__is_active=True).select_related(
        "user", "site"
    )
    agents = list(rows.holding([PostCode.AGENT], today).order_by("number").distinct()[:6])
    leaders = list(rows.holding([PostCode.SHIFT_LEADER], today).order_by("number").distinct())
    director = rows.holding([PostCode.DIRECTOR], today).order_by("number").first()
    if not agents or director is None or director.user is None:
        return None
    return _Cast(site, agents, leaders, director.user)


def _team_id(employee: Employee, on: datetime.date) -> int | None:
    rows = TeamMembership.objects.filter(employee=employee, period__contains=on)
    return rows.values_list("team", flat=True).first()


def _version(cast: _Cast, story: _Story) -> ItemVersion:
    return ItemVersion.objects.on(cast.moment(story).date()).get(item__code=story.code)


def _past(cast: _Cast, story: _Story) -> ConductRecord:
    """A record that became final: stated within hours, confirmed the next day, contested by nobody."""
    employee, at, version = cast.agent(story), cast.moment(story), _version(cast, story)
    leader, decided_at = cast.leader(employee, at.date()), at + DAY
    since = rules.months_before(at.date(), 6)
    known = ConductRecord.objects.filter(employee=employee, item=version.item, state__in=COUNTS)
    repeat = known.filter(happened_at__date__gte=since, happened_at__lt=at).count() + 1
    made = ConductRecord.objects.create(
        site=cast.site, employee=employee, team_id=_team_id(employee, at.date()), item=version.item, version=version,
        points=version.least, happened_at=at, words=cast.said(story.words), state=RecordState.FINAL, recorded_by=leader,
        recorded_at=at + HOUR, statement_until=at + HOUR + DAY, statement=cast.said(story.answer), stated_at=at + 3 * HOUR,
        confirmed_by=leader, confirmed_at=decided_at, decided_at=decided_at, decision=cast.said(YES), repeat=repeat,
        measure=Measure(rules.measure(repeat)), contest_until=decided_at + 3 * DAY,
    )  # fmt: skip
    made.entry = PointsEntry.objects.create(
        site=cast.site, employee=employee, team_id=made.team_id, item=version.item, kind=EntryKind.DEDUCTION,
        points=made.points, on=at.date(), month=counted_in(cast.site, at.date()), reason=made.words,
        source_type=ContentType.objects.get_for_model(made), source_id=made.pk, entered_by=leader, entered_at=decided_at,
    )  # fmt: skip
    made.save(update_fields=["entry"])
    return made


def _through_services(cast: _Cast, story: _Story) -> ConductRecord:
    """A record as people make it, as far as its steps go."""
    employee, at = cast.agent(story), min(cast.moment(story), timezone.now())
    leader = cast.leader(employee, at.date())
    seen = services.Seen(_version(cast, story), at, cast.said(story.words))
    made = services.record_conduct(employee, seen, actor=leader)
    if "stated" in story.steps:
        made = services.state_own(made, actor=employee.user, words=cast.said(story.answer))
    if "dismissed" in story.steps:
        made = services.dismiss(made, actor=leader, reason=cast.said(NONE))
    if "confirmed" in story.steps:
        made = services.confirm(made, actor=leader, words=cast.said(YES))
    if "contested" in story.steps:
        made = contests.contest(made, actor=employee.user, words=cast.said(CONTEST))
    if "cancelled" in story.steps:
        made = services.cancel(made, actor=cast.director, reason=cast.said(UNDONE))
    return made
