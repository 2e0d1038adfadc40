"""Mappings that come with the product, and what columns are usually called."""

from callcenter.files.imports.registry import Mapping

ANONYMOUS_BANK = "anonymous-bank"
GENERIC = "generic"

CALL_PRESETS = {
    ANONYMOUS_BANK: Mapping(
        columns={
            "day": "date",
            "line": "vru+line",
            "switch_ref": "call_id",
            "customer_ref": "customer_id",
            "priority": "priority",
            "call_type": "type",
            "started_at": "vru_entry",
            "ivr_left_at": "vru_exit",
            "ivr_seconds": "vru_time",
            "queue_left_at": "q_exit",
            "wait_seconds": "q_time",
            "outcome": "outcome",
            "answered_at": "ser_start",
            "ended_at": "ser_exit",
            "talk_seconds": "ser_time",
            "agent": "server",
        },
        options={
            "feed": ANONYMOUS_BANK,
            "delimiter": "\t",
            "date_format": "yymmdd",
            "time_format": "time",
            "no_time": ["0:00:00"],
            "constants": {"queue": "bank"},
            "outcome_values": {"AGENT": "answered", "HANG": "abandoned", "PHANTOM": "ignored"},
            "no_agent": ["NO_SERVER"],
            "no_customer": ["0"],
            "negative_as_zero": ["ivr_seconds"],
            "call_type_names": [
                "PS = Regular activity = 一般业务",
                "PE = English = 英语服务",
                "NE = Stock exchange = 证券",
                "NW = New customer = 新客户",
                "TT = Call-back = 回呼",
                "IN = Internet support = 网上服务支持",
            ],
        },
    ),
    GENERIC: Mapping(
        columns={
            "switch_ref": "call_id",
            "started_at": "started_at",
            "answered_at": "answered_at",
            "ended_at": "ended_at",
            "queue": "queue",
            "agent": "agent",
            "call_type": "type",
            "outcome": "outcome",
            "customer_ref": "customer",
            "ivr_seconds": "ivr_seconds",
            "wait_seconds": "wait_seconds",
            "talk_seconds": "talk_seconds",
            "hold_seconds": "hold_seconds",
            "acw_seconds": "acw_seconds",
        },
        options={"feed": GENERIC},
    ),
}
QUEUE_LOG_PRESETS = {"asterisk-queue-log": Mapping({}, {"feed": "asterisk"})}

# Names in exports of usual switches, in both languages; compared without case, blanks and punctuation.
USUAL_NAMES: dict[str, tuple[str, ...]] = {
    "day": ("date", "day", "日期", "统计日期"),
    "started_at": (
        "started at",
        "start",
        "start time",
        "call start",
        "entered",
        "time",
        "calldate",
        "vru entry",
        "开始时间",
        "进线时间",
        "呼入时间",
        "来电时间",
    ),
    "answered_at": ("answered at", "answer time", "ser start", "应答时间", "接听时间"),
    "ended_at": ("ended at", "end", "end time", "hangup time", "ser exit", "结束时间", "挂机时间"),
    "ivr_left_at": ("vru exit", "ivr exit", "ivr end"),
    "queue_entered_at": ("q start", "queue start", "queued at", "排队开始时间"),
    "queue_left_at": ("q exit", "queue end", "排队结束时间"),
    "queue": ("queue", "queue name", "skill", "skill group", "vdn", "split", "队列", "技能组"),
    "agent": ("agent", "agent id", "agent name", "server", "user", "坐席", "坐席工号", "工号"),
    "call_type": ("type", "call type", "category", "呼叫类型", "业务类型"),
    "priority": ("priority", "优先级"),
    "outcome": ("outcome", "result", "disposition", "status", "呼叫结果", "结果", "状态"),
    "ivr_seconds": ("ivr seconds", "ivr time", "vru time", "ivr时长"),
    "wait_seconds": ("wait seconds", "wait", "wait time", "queue time", "q time", "排队时长", "等待时长"),
    "ring_seconds": ("ring seconds", "ring time", "振铃时长"),
    "talk_seconds": ("talk seconds", "talk time", "duration", "billsec", "ser time", "通话时长"),
    "hold_seconds": ("hold seconds", "hold time", "保持时长"),
    "acw_seconds": ("acw seconds", "acw", "wrap up", "wrapup", "after call work", "话后时长", "事后处理时长"),
    "switch_ref": ("call id", "callid", "uniqueid", "ucid", "call number", "呼叫编号", "流水号"),
    "customer_ref": (
        "customer",
        "customer id",
        "caller",
        "caller id",
        "ani",
        "phone",
        "主叫号码",
        "客户号码",
        "来电号码",
    ),
    "line": ("vru line", "line", "trunk", "中继"),
    "starts_at": ("starts at", "start", "interval", "interval start", "from", "time", "时段", "开始时间"),
    "minutes": ("minutes", "interval minutes", "时段分钟"),
    "offered": ("offered", "calls offered", "received", "entered", "呼入量", "来电量", "请求量"),
    "answered": ("answered", "calls answered", "接通量", "应答量"),
    "answered_in_target": ("answered in target", "answered within sl", "in sl", "20秒接通量", "时限内接通量"),
    "abandoned": ("abandoned", "calls abandoned", "放弃量"),
    "abandoned_in_target": ("abandoned in target", "时限内放弃量"),
    "short_abandoned": ("short abandoned", "short abandons", "短时放弃量"),
    "wait_answered_seconds": (
        "wait answered seconds",
        "answered wait time",
        "total answer delay",
        "应答等待总时长",
    ),
    "wait_abandoned_seconds": ("wait abandoned seconds", "abandoned wait time", "放弃等待总时长"),
    "longest_wait_seconds": ("longest wait seconds", "longest wait", "max wait", "最长等待时长"),
    "handled": ("handled", "calls handled", "answered", "接听量", "处理量"),
    "idle_seconds": ("idle seconds", "idle", "available", "ready", "空闲时长", "就绪时长"),
    "pause_seconds": (
        "pause seconds",
        "pause",
        "paused",
        "aux",
        "not ready",
        "break",
        "示忙时长",
        "小休时长",
    ),
    "login_seconds": ("login seconds", "login", "logged in", "staffed", "登录时长", "签入时长"),
}


def plain(name: str) -> str:
    """A column's name without case, blanks and punctuation."""
    return "".join(character for character in name.casefold() if character.isalnum())


def guessed(header: list[str], targets: list[str]) -> dict[str, str]:
    """Targets to the columns that are usually theirs; each column once, in the order of the targets."""
    free = {plain(name): name for name in header}
    found = {}
    for target in targets:
        for usual in (target, *USUAL_NAMES.get(target, ())):
            if name := free.pop(plain(usual), None):
                found[target] = name
                break
    return found
