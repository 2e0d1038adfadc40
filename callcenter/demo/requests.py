"""What the demo's people ask of each other: reports that wait, one that was answered, an emergency, and a deputy."""

import datetime

from django.db import transaction

from callcenter.approvals import services
from callcenter.approvals.escalations.services import Report, escalate
from callcenter.people.delegations.services import name_deputy
from callcenter.people.models import Employee

WAITING = Report(
    "贵宾客户要求主管回电 · Priority customer wants a call back",
    "客户今天为同一笔被拒转账来电三次。 · The customer has called three times today about one refused transfer.",
    "可否承诺今天内由主任回电？ · May I promise a call back by the director today?",
)
PASSED_UP = Report(
    "大屏无数据 · The wall display is dark",
    "自 9:40 起贵宾队列大屏没有数据。 · The display of the priority queue shows nothing since 9:40.",
    "是否请信息部现场处理？ · Shall the technicians come?",
)
ANSWERED = Report(
    "外呼名单重复 · Numbers twice in the outbound list",
    "今天的名单中有 42 个号码出现两次。 · 42 numbers of today's list are in it twice.",
    "是否先暂停外呼？ · Shall we stop calling?",
)
FOR_THE_MANAGER = Report(
    "周末增开一个班次 · One more shift at weekends",
    "周末下午的放弃率连续四周高于目标。 · At weekends more callers than targeted gave up for four weeks.",
    "可否自下月起增开一个班次？ · May I add a shift from next month?",
)
OF_SYDNEY = Report(
    "知识库条目过期 · Out of date in the knowledge base",
    "转账限额条目仍是旧数字。 · The entry on transfer limits still has the old figures.",
    "请更正并通知全组。 · Please correct it and tell all teams.",
)
EMERGENCY = Report(
    "机房有烟味 · Smell of smoke at the server room",
    "机房门口有烟味，班长正在路上。 · Smell of smoke at the door; the shift leader is on the way here.",
    "是否疏散？ · Shall we leave the floor?",
    is_urgent=True,
)

# Who is away, who stands in, from how many days on, for how many days more, why.
DEPUTIES = (
    ("SH-SL03", "SH-SL02", 1, 5, "年假 · Annual leave"),
    ("SY-SL02", "SY-SL01", 3, 1, "培训 · Training"),
)


@transaction.atomic
def ask() -> None:
    """Six reports and two deputies; to be called once, when everybody has a log-in."""
    people = Employee.objects.select_related("site", "user").in_bulk(field_name="number")
    escalate(WAITING, author=people["SH-A02"], actor=None)
    passed = escalate(PASSED_UP, author=people["SH-A03"], actor=None)
    services.approve(passed, actor=people["SH-SL01"].user)
    answered = escalate(ANSWERED, author=people["SH-A08"], actor=None)
    words = "先暂停，去重后再打。 · Stop, take the doubles out, then go on."
    services.approve(answered, actor=people["SH-SL02"].user, comment=words, is_final=True)
    escalate(EMERGENCY, author=people["SH-A15"], actor=None)
    escalate(FOR_THE_MANAGER, author=people["SH-D01"], actor=None)
    escalate(OF_SYDNEY, author=people["SY-SL01"], actor=None)
    for absentee, deputy, start, days, reason in DEPUTIES:
        first = people[absentee].site.today() + datetime.timedelta(days=start)
        name_deputy(
            people[absentee],
            people[deputy],
            start=first,
            end=first + datetime.timedelta(days=days),
            actor=None,
            reason=reason,
        )
