"""The people of the demo center: who they are, which post and team they hold, and what changed for them lately.

Days are counted back from the day on which the demo is made, so that the history is always recent.
"""

from dataclasses import dataclass

from callcenter.access.posts import PostCode as P
from callcenter.demo.center import Named

YEAR = 365


@dataclass(frozen=True)
class Person:
    """One of the staff. `team` is "department/team" of the person's site; `superior` an employee number."""

    number: str
    name: Named
    post: P
    team: str = ""
    superior: str = ""
    skill: int = 3
    grade: str = ""
    hired: int = 3 * YEAR  # days ago
    left: int | None = None  # days ago
    job_type: str = "back_office"
    switch_code: str = ""  # how the switch names an agent
    department: str = ""  # for which the post is held

    @property
    def site(self) -> str:
        return "sydney" if self.number.startswith("SY") else "shanghai"


@dataclass(frozen=True)
class Change:
    """What changed for somebody, so many days ago: the present is in the Person, this is what held before."""

    number: str
    days_ago: int
    team: str = ""  # before
    superior: str = ""  # before
    post: P | None = None  # before
    reason: str = ""


@dataclass(frozen=True)
class Return:
    """An employment before the present one of the Person, in days counted back."""

    number: str
    hired: int
    left: int


@dataclass(frozen=True)
class ExtraRole:
    """A post held beside the main one, between two days counted back (None: until further notice)."""

    number: str
    post: P
    since: int
    until: int | None = None
    department: str = ""


MANAGEMENT, HR = "head-office/management", "head-office/hr"
TEAM_1, TEAM_2, TEAM_3, OUTBOUND = (
    f"phone-center/{code}" for code in ("team-1", "team-2", "team-3", "outbound")
)

OFFICE = [
    Person("HO-GM01", ("Shen Weiguo", "沈卫国"), P.GM, MANAGEMENT, grade="E1", hired=12 * YEAR),
    Person(
        "HO-DGM01", ("Fang Ruolan", "方若兰"), P.DEPUTY_GM, MANAGEMENT, "HO-GM01", grade="E2", hired=9 * YEAR
    ),
    Person(
        "HO-SDG01",
        ("Qiao Zhenyu", "乔振宇"),
        P.SALES_DEPUTY_GM,
        MANAGEMENT,
        "HO-GM01",
        grade="E2",
        hired=8 * YEAR,
    ),
    Person(
        "HO-GMO01", ("Yan Shuyi", "严书怡"), P.GM_OFFICE, MANAGEMENT, "HO-GM01", grade="M3", hired=6 * YEAR
    ),
    Person("HO-HR01", ("Tang Meiling", "唐美玲"), P.HR, HR, "HO-GM01", grade="M3", hired=7 * YEAR),
    Person(
        "HO-SYS01",
        ("Pan Haoran", "潘浩然"),
        P.SYSADMIN,
        "information-technology/systems",
        "HO-DGM01",
        grade="S4",
        hired=4 * YEAR,
    ),
    Person(
        "HO-IA01",
        ("Ding Yaqin", "丁雅琴"),
        P.INFO_ADMIN,
        "information-technology/systems",
        "HO-DGM01",
        grade="S3",
        hired=5 * YEAR,
    ),
    Person(
        "HO-MM01",
        ("Lu Jiaqi", "陆嘉琪"),
        P.MARKET_MANAGER,
        "marketing/marketing-cases",
        "HO-SDG01",
        grade="M2",
        hired=6 * YEAR,
    ),
    Person(
        "HO-DH01",
        ("Bai Xiaofeng", "白晓峰"),
        P.DEPT_HANDLER,
        "marketing/marketing-cases",
        "HO-MM01",
        grade="S3",
    ),
    Person(
        "HO-DH02", ("Jiang Lihua", "蒋丽华"), P.DEPT_HANDLER, "finance/finance-cases", "HO-DGM01", grade="S3"
    ),
    Person(
        "HO-DH03", ("Qin Mingyuan", "秦明远"), P.DEPT_HANDLER, "laboratory/testing", "HO-DGM01", grade="S4"
    ),
    Person("HO-DH04", ("Shao Yifan", "邵一凡"), P.DEPT_HANDLER, "warehouse/returns", "HO-SDG01", grade="S2"),
]

SHANGHAI_OFFICE = [
    Person(
        "SH-CM01",
        ("Gu Jianming", "顾建明"),
        P.CENTER_MANAGER,
        "phone-center/team-1",
        "HO-DGM01",
        grade="M4",
        hired=10 * YEAR,
    ),
    Person(
        "SH-D01",
        ("Xu Wenjing", "徐文静"),
        P.DIRECTOR,
        "phone-center/team-1",
        "SH-CM01",
        grade="M3",
        hired=8 * YEAR,
    ),
    Person(
        "SH-DD01",
        ("Cao Zhiqiang", "曹志强"),
        P.DEPUTY_DIRECTOR,
        "quality/coordination",
        "SH-D01",
        grade="M2",
        hired=7 * YEAR,
        department="quality",
    ),
    Person(
        "SH-IC01",
        ("Ye Siyuan", "叶思远"),
        P.INFO_COORDINATOR,
        "quality/information",
        "SH-D01",
        grade="S4",
        hired=4 * YEAR,
    ),
    Person(
        "SH-C01",
        ("Peng Yulan", "彭玉兰"),
        P.COORDINATOR,
        "quality/coordination",
        "SH-DD01",
        grade="S3",
        hired=5 * YEAR,
    ),
    Person(
        "SH-QA01",
        ("Deng Kexin", "邓可欣"),
        P.QA_TRAINER,
        "quality/qa-training",
        "SH-D01",
        grade="S4",
        hired=5 * YEAR,
    ),
    Person(
        "SH-QA02",
        ("Fu Mingzhe", "傅明哲"),
        P.QA_TRAINER,
        "quality/qa-training",
        "SH-D01",
        grade="S3",
        hired=2 * YEAR,
    ),
    Person(
        "SH-CO01",
        ("Zeng Huimin", "曾慧敏"),
        P.COMPLAINT_OFFICER,
        "customer-service/complaints",
        "SH-CM01",
        grade="S4",
        hired=6 * YEAR,
    ),
    Person(
        "SH-CO02",
        ("Su Tianyi", "苏天翼"),
        P.COMPLAINT_OFFICER,
        "customer-service/complaints",
        "SH-CM01",
        grade="S2",
        hired=YEAR,
    ),
    Person(
        "SH-PM01",
        ("Xie Junhao", "谢俊豪"),
        P.PROJECT_MANAGER,
        OUTBOUND,
        "SH-CM01",
        grade="M1",
        hired=4 * YEAR,
    ),
    Person("SH-SL01", ("Wang Li", "王丽"), P.SHIFT_LEADER, TEAM_1, "SH-D01", grade="L2", hired=6 * YEAR),
    Person(
        "SH-SL02", ("Liu Chengwei", "刘成伟"), P.SHIFT_LEADER, TEAM_2, "SH-D01", grade="L2", hired=5 * YEAR
    ),
    Person(
        "SH-SL03", ("Zhao Yuting", "赵雨婷"), P.SHIFT_LEADER, TEAM_3, "SH-D01", grade="L1", hired=4 * YEAR
    ),
    Person("SH-GL01", ("Huang Bo", "黄波"), P.GROUP_LEADER, TEAM_1, "SH-SL01", grade="L1", hired=3 * YEAR),
    Person(
        "SH-GL02", ("Zhou Xinyi", "周欣怡"), P.GROUP_LEADER, TEAM_2, "SH-SL02", grade="L1", hired=3 * YEAR
    ),
    Person(
        "SH-GL03", ("Wu Jialiang", "吴家亮"), P.GROUP_LEADER, OUTBOUND, "SH-PM01", grade="L1", hired=3 * YEAR
    ),
]

SYDNEY_OFFICE = [
    Person(
        "SY-D01",
        ("Ma Yunfei", "马云飞"),
        P.DIRECTOR,
        "phone-center/team-1",
        "HO-DGM01",
        grade="M3",
        hired=7 * YEAR,
    ),
    Person(
        "SY-IC01",
        ("Emma Wilson", "艾玛·威尔逊"),
        P.INFO_COORDINATOR,
        "quality/qa-training",
        "SY-D01",
        grade="S3",
        hired=2 * YEAR,
    ),
    Person(
        "SY-QA01",
        ("Song Ruoxi", "宋若溪"),
        P.QA_TRAINER,
        "quality/qa-training",
        "SY-D01",
        grade="S3",
        hired=3 * YEAR,
    ),
    Person(
        "SY-CO01",
        ("Daniel Harris", "丹尼尔·哈里斯"),
        P.COMPLAINT_OFFICER,
        "quality/complaints",
        "SY-D01",
        grade="S3",
        hired=2 * YEAR,
    ),
    Person(
        "SY-SL01",
        ("Hu Yichen", "胡奕辰"),
        P.SHIFT_LEADER,
        "phone-center/team-1",
        "SY-D01",
        grade="L2",
        hired=4 * YEAR,
    ),
    Person(
        "SY-SL02",
        ("Grace Taylor", "格蕾丝·泰勒"),
        P.SHIFT_LEADER,
        "phone-center/team-2",
        "SY-D01",
        grade="L1",
        hired=3 * YEAR,
    ),
    Person(
        "SY-GL01",
        ("Luo Wenbin", "罗文斌"),
        P.GROUP_LEADER,
        "phone-center/team-1",
        "SY-SL01",
        grade="L1",
        hired=3 * YEAR,
    ),
]


def _agents(
    site: str, first: int, team: str, superior: str, *rows: tuple[str, str, int, int]
) -> list[Person]:
    """Agents of a team: pinyin, 中文, skill level, days since hired; numbers run on from `first`."""
    return [
        Person(
            f"{site}-A{first + place:02d}",
            (pinyin, chinese),
            P.AGENT,
            team,
            superior,
            skill=skill,
            grade=f"A{skill}",
            hired=hired,
            job_type="blended" if team == OUTBOUND else "inbound",
            switch_code=str(6000 + first + place) if site == "SH" else f"syd{first + place:02d}",
        )
        for place, (pinyin, chinese, skill, hired) in enumerate(rows)
    ]


AGENTS = [
    *_agents(
        "SH", 1, TEAM_1, "SH-SL01",
        ("Li Na", "李娜", 5, 5 * YEAR), ("Zhang Wei", "张伟", 4, 3 * YEAR), ("Chen Jing", "陈静", 3, 2 * YEAR),
        ("Yang Fan", "杨帆", 3, 2 * YEAR), ("Lin Xiaoyu", "林晓雨", 2, 200), ("He Zihan", "何子涵", 3, YEAR),
    ),
    *_agents(
        "SH", 7, TEAM_2, "SH-SL02",
        ("Guo Meijuan", "郭美娟", 4, 4 * YEAR), ("Sun Peng", "孙鹏", 3, 2 * YEAR), ("Zhu Yifan", "朱一凡", 3, 500),
        ("Gao Shan", "高珊", 4, 3 * YEAR), ("Liang Hui", "梁慧", 2, 150), ("Han Dong", "韩冬", 3, YEAR),
        ("Feng Qian", "冯倩", 1, 18),
    ),
    *_agents(
        "SH", 14, TEAM_3, "SH-SL03",
        ("Dong Yuhan", "董雨涵", 5, 6 * YEAR), ("Yu Haitao", "于海涛", 5, 4 * YEAR), ("Xiao Rong", "萧蓉", 4, 3 * YEAR),
        ("Cheng Yi", "程毅", 4, 2 * YEAR), ("Tan Weiwei", "谭薇薇", 3, YEAR),
    ),
    *_agents("SH", 19, OUTBOUND, "SH-GL03", ("Ren Jie", "任杰", 3, 400), ("Cui Yanan", "崔亚楠", 2, 240)),
    *_agents(
        "SY", 1, "phone-center/team-1", "SY-SL01",
        ("Jin Yaxin", "金雅欣", 4, 3 * YEAR), ("Wei Zixuan", "魏子轩", 3, 2 * YEAR), ("Qin Lan", "秦岚", 3, YEAR),
        ("Shi Lei", "石磊", 2, 160), ("Meng Jia", "孟佳", 3, YEAR),
    ),
    *_agents(
        "SY", 6, "phone-center/team-2", "SY-SL02",
        ("Olivia Brown", "奥利维娅·布朗", 4, 3 * YEAR), ("Jack Nguyen", "阮杰", 3, 2 * YEAR),
        ("Duan Xue", "段雪", 3, 500), ("Kong Lingyu", "孔令羽", 1, 12),
    ),
]  # fmt: skip

LEAVER = Person(
    "SH-A90", ("Mao Xiaolin", "毛晓琳"), P.AGENT, TEAM_2, "SH-SL02",
    skill=3, grade="A3", hired=2 * YEAR, left=33, job_type="inbound", switch_code="6090",
)  # fmt: skip

STAFF = [*OFFICE, *SHANGHAI_OFFICE, *SYDNEY_OFFICE, *AGENTS, LEAVER]

CHANGES = [
    Change("SH-A06", 47, team=TEAM_2, superior="SH-SL02", reason="个人业务加人手 · More heads for personal banking"),
    Change("SH-A16", 61, team=TEAM_1, superior="SH-SL01", reason="通过贵宾客户考试 · Passed the priority-customer exam"),
    Change("SH-GL01", 120, post=P.AGENT, reason="季度考核后晋升 · Promoted after the quarterly appraisal"),
    Change("SH-C01", 40, superior="SH-D01", reason="协调岗改由副主任管理 · Coordination reports to the deputy director"),
    Change("SY-A05", 25, team="phone-center/team-2", superior="SY-SL02", reason="普通话专线话务增加 · Mandarin line takes more calls"),
]  # fmt: skip

RETURNS = [Return("SH-A09", hired=3 * YEAR, left=700)]

EXTRA_ROLES = [
    ExtraRole("SH-SL01", P.QA_TRAINER, since=30),
    ExtraRole("SH-GL02", P.SHIFT_LEADER, since=75, until=60),  # stood in during leave
    ExtraRole("SY-D01", P.CENTER_MANAGER, since=90),  # Sydney has no manager of its own
]

# The one who shows the forced change of a first password.
NEW_PASSWORD_NEEDED = "SH-A13"  # noqa: S105 - an employee number
