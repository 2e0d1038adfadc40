"""The table of domain §5.5 as it holds from the beginning: code, part, least and most points, breach, veto, source, names."""

from typing import NamedTuple


class Line(NamedTuple):
    code: str
    block: str
    least: int
    most: int
    name: str
    name_zh: str
    source: str
    is_breach: bool = False
    is_veto: bool = False
    per: str = "each"


TABLE = (
    Line("FD-01", "floor", 1, 1, "Uniform, badge or posture not per standard", "着装、工牌或坐姿不规范", "S2E-10, S2E-14"),
    Line("FD-02", "floor", 1, 1, "Desk, headset or chair not per standard; seat not returned", "桌面、耳麦、座椅摆放不规范，离席未归位", "S2E-13"),
    Line("FD-03", "floor", 1, 2, "Litter, food waste, eating on the floor", "乱扔杂物、食物残渣或在现场进食", "S2E-14; P01"),
    Line("FD-04", "floor", 2, 2, "Noise, chatting, joking", "喧哗、闲聊、嬉闹", "S2E-12, S2E-14; P01"),
    Line("FD-05", "floor", 2, 2, "Reading, music, dozing, unrelated matters", "看书、听音乐、打瞌睡、做与工作无关的事", "S2E-14; P01"),
    Line("FD-06", "floor", 2, 2, "Phone or pager on the floor or not silent", "携带手机、呼机进入现场或未静音", "S2E-14; P01"),
    Line("FD-07", "floor", 3, 3, "Private calls, misuse of the fixed line", "拨打私人电话、滥用座机", "S2E-14"),
    Line("FD-08", "floor", 3, 3, "Leaving the console without consent, less than 20 minutes", "擅自离开工作台（20 分钟以内）", "S2E-12, S2E-14"),
    Line("FD-09", "floor", 5, 5, "Off post or break overrun of 20 minutes or more", "脱岗或小休超时 20 分钟及以上", "S2E-29; P01", True),
    Line("FD-10", "floor", 1, 1, "Changing seat, moving equipment", "擅自调换座位、移动设备", "S2E-14; P01"),
    Line("FD-11", "floor", 5, 5, "Games, unrelated web pages", "玩游戏、浏览无关网页", "S2E-14; P01"),
    Line("FD-12", "floor", 5, 5, "Bringing outsiders without approval", "未经批准带外人进入现场", "S2E-4; P01"),
    Line("FD-13", "floor", 2, 5, "Cups on the console, heater, open flame, unsafe power", "工作台放置水杯、使用电热器具、明火或不安全用电", "S2E-5"),
    Line("FD-14", "floor", 3, 3, "Not obeying dispatch, handling duty late", "不服从调度或延误值班事务", "S2E-14; P01"),
    Line("FD-15", "floor", 1, 1, "Cleaning duty not done", "未完成卫生值日", "S2E-15; P01"),
    Line("FD-16", "floor", 1, 1, "Equipment not switched off", "下班未关闭设备", "P01"),
    Line("FD-17", "floor", 3, 3, "Smoking", "吸烟", "P01"),
    Line("FD-18", "floor", 5, 5, "Quarrel, disobedience, insult", "争吵、不服从管理、辱骂他人", "P05"),
    Line("SO-01", "system", 2, 2, "Wrong status: misuse of busy or rest", "状态误用（滥用示忙、小休）", "P07"),
    Line("SO-02", "system", 2, 2, "Not logged in on time, logged out early", "未按时签入或提前签出", "P03"),
    Line("SO-03", "system", 2, 2, "Missed call at a free console", "空闲状态漏接来电", "P07"),
    Line("SO-04", "system", 1, 2, "Record missing or wrongly classified", "漏登记录或分类错误", "S1-6"),
    Line("SO-05", "system", 10, 10, "Using another’s account, sharing a password", "使用他人账号或泄露密码", ""),
    Line("SO-06", "system", 10, 10, "Looking up customer data without need", "无故查询客户资料", "P09; S2D-6"),
    Line("SO-07", "system", 0, 0, "Copying confidential data", "拷贝保密资料", "P01", True, True),
    Line("SO-08", "system", 1, 1, "Fault not reported", "发现故障未上报", "S2F-22"),
    Line("AT-1", "attendance", 1, 1, "Late, less than 20 minutes", "迟到（20 分钟以内）", "P05"),
    Line("AT-2", "attendance", 1, 12, "Leaving early", "早退", "P05", per="ten_minutes"),
    Line("AT-3", "attendance", 5, 5, "Late by 20 minutes or more without leave", "无故迟到 20 分钟及以上（违纪）", "S2E-29", True),
    Line("AT-4", "attendance", 5, 10, "Absence without leave", "旷工", "S2E-22; P05", True, per="half_day"),
    Line("AT-5", "attendance", 0, 2, "Personal or sick leave", "事假、病假", "P05"),
    Line("AT-6", "attendance", 1, 1, "Notices not read, meeting missed", "未阅读通知或缺席会议", "S2E-19"),
    Line("PR-01", "process", 5, 5, "Swap without a form", "无单换班", "S2E-32"),
    Line("PR-02", "process", 2, 2, "Poor handover", "交接班不清", "S2E-20"),
    Line("PR-03", "process", 2, 2, "Work order overdue through own fault", "因个人原因工单超时", "S2F-13"),
    Line("PR-04", "process", 10, 10, "Complaint concealed or refused", "隐瞒或拒绝受理投诉", "P63b"),
    Line("PR-05", "process", 5, 5, "Leader: three problems found by others", "管理人员：被他人发现三次问题", "P05"),
)  # fmt: skip
# Kinds of rewards: §5.8 names praise (1 to 5) and adopted suggestions, §5.5 has what they reward; the rest is ours.
REWARDS = (
    Line("RW-01", "reward", 1, 5, "Praise by a customer", "客户表扬", "§5.8"),
    Line("RW-02", "reward", 1, 5, "Suggestion adopted", "合理化建议被采纳", "§5.8; S1-7"),
    Line("RW-03", "reward", 1, 3, "Fault or risk reported in time", "及时发现并上报故障或隐患", "S2F-22"),
    Line("RW-04", "reward", 2, 5, "Emergency or grave complaint handled well", "突发事件或重大投诉处置得当", "S2F-3; S2F-6"),
    Line("RW-05", "reward", 1, 3, "Damage to customers or the company averted", "为客户或公司避免损失", ""),
    Line("RW-06", "reward", 1, 2, "Stood in for colleagues beyond one’s duty", "主动顶岗、支援其他班组", ""),
    Line("RW-07", "reward", 2, 5, "Best of the month or the quarter", "月度、季度优秀员工", "S1-50"),
)  # fmt: skip
FROM = (2020, 1, 1)  # earlier than any record
