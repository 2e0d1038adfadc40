"""The demo company as data: a bank's hotline in Shanghai and Sydney, its departments, teams, queues and hours.

Nobody and nothing here is real. Every name is in both languages.
"""

from dataclasses import dataclass

from callcenter.demo.shifts import Hours, hours

Named = tuple[str, str]  # English, 中文

COMPANY: Named = ("Lighthouse Bank", "灯塔银行")


@dataclass(frozen=True)
class DemoSite:
    """A site, the hours of its lines, and its calls against the records' bank (`volume` 1 = as many)."""

    code: str
    prefix: str  # of employee numbers
    name: Named
    time_zone: str
    country: str
    statistics_start_day: int
    hours: Hours
    volume: float
    departments: tuple[tuple[str, Named, tuple[tuple[str, Named], ...]], ...]  # code, name, teams
    agencies: tuple[tuple[str, int], ...]  # agents of the switch whom nobody has named yet: code, skill level


def _shifts(*spans: tuple[float, float]) -> tuple[tuple[int, int], ...]:
    return tuple((hours(start), hours(end)) for start, end in spans)


SHANGHAI = DemoSite(
    code="shanghai",
    prefix="SH",
    name=("Shanghai", "上海"),
    time_zone="Asia/Shanghai",
    country="CN",
    statistics_start_day=1,
    hours=Hours(
        opens=hours(7),
        closes=hours(24),
        workday=_shifts((7, 15.5), (8.5, 17), (8.5, 17), (15.5, 24), (8, 16.5), (9.5, 18), (13, 21.5)),
        weekend=_shifts((7, 15.5), (8, 16.5), (8, 16.5), (15.5, 24), (8.5, 17), (7.5, 16), (13, 21.5)),
        saturday_heads=9,
        sunday_heads=6,
    ),
    volume=1.02,
    departments=(
        (
            "phone-center",
            ("Phone center", "电话中心"),
            (
                ("team-1", ("Team 1 · Personal banking", "一班 · 个人业务")),
                ("team-2", ("Team 2 · Cards and deposits", "二班 · 卡与存款")),
                ("team-3", ("Team 3 · Priority customers", "三班 · 贵宾客户")),
                ("outbound", ("Outbound project", "外呼项目组")),
            ),
        ),
        (
            "quality",
            ("Quality and coordination", "品管与协调部"),
            (
                ("qa-training", ("QA and training", "品管培训组")),
                ("information", ("Information coordination", "信息协调组")),
                ("coordination", ("Coordination", "协调组")),
            ),
        ),
        (
            "customer-service",
            ("Customer service", "用户服务部"),
            (("complaints", ("Complaints", "投诉受理组")),),
        ),
        ("marketing", ("Marketing", "市场部"), (("marketing-cases", ("Case handling", "业务处理组")),)),
        ("finance", ("Finance", "财务部"), (("finance-cases", ("Case handling", "业务处理组")),)),
        ("laboratory", ("Laboratory", "研发检测中心"), (("testing", ("Testing", "检测组")),)),
        ("warehouse", ("Warehouse", "仓储部"), (("returns", ("Returns", "退换货组")),)),
        (
            "information-technology",
            ("Information technology", "信息部"),
            (("systems", ("Systems and data", "系统与数据组")),),
        ),
        (
            "head-office",
            ("Head office", "总行机关"),
            (("management", ("Management", "管理层")), ("hr", ("Human resources", "人力资源组"))),
        ),
    ),
    agencies=(("6098", 2), ("6099", 1)),
)

SYDNEY = DemoSite(
    code="sydney",
    prefix="SY",
    name=("Sydney", "悉尼"),
    time_zone="Australia/Sydney",
    country="AU",
    statistics_start_day=21,
    hours=Hours(
        opens=hours(8),
        closes=hours(20),
        workday=_shifts((8, 16.5), (11.5, 20), (8.5, 17)),
        weekend=_shifts((8, 16.5), (8, 16.5), (11.5, 20), (8.5, 17)),
        saturday_heads=5,
        sunday_heads=4,
    ),
    volume=0.36,
    departments=(
        (
            "phone-center",
            ("Phone center", "电话中心"),
            (
                ("team-1", ("Team 1 · Mandarin line", "一班 · 普通话专线")),
                ("team-2", ("Team 2 · English line", "二班 · 英语专线")),
            ),
        ),
        (
            "quality",
            ("Quality and service", "品管与服务部"),
            (
                ("qa-training", ("QA and training", "品管培训组")),
                ("complaints", ("Complaints", "投诉受理组")),
            ),
        ),
    ),
    agencies=(("TEMP1", 2),),
)

SITES = (SHANGHAI, SYDNEY)

# Queues by code: name, and the types of call (of the fitted records) that wait in them. High priority waits apart.
QUEUES: dict[str, tuple[Named, tuple[str, ...]]] = {
    "personal": (("Personal banking", "个人银行"), ("PS",)),
    "securities": (("Securities and funds", "证券与基金"), ("NE",)),
    "new-customers": (("New customers", "新客户咨询"), ("NW",)),
    "english": (("English service", "英语服务"), ("PE",)),
    "callback": (("Callback requests", "回呼请求"), ("TT",)),
    "online": (("Online banking support", "网上银行支持"), ("IN",)),
    "priority": (("Priority customers", "贵宾客户"), ()),
}
PRIORITY_QUEUE = "priority"

# What the call types of the fitted records, which the demo's switch reports by code, are called.
CALL_TYPES: dict[str, Named] = {
    "PS": ("Personal banking", "个人业务"),
    "NE": ("Securities", "证券业务"),
    "NW": ("New customer", "新客户咨询"),
    "PE": ("English service", "英语服务"),
    "TT": ("Callback", "回呼"),
    "IN": ("Online banking", "网银支持"),
}
