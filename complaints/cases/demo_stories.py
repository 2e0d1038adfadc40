"""What the demo center's customers complain about: title, what happened, demand, finding, in the language it was told in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """One matter; `cause` is the code of a cause, `family` says which of its fields are filled."""

    cause: str
    title: str
    content: str
    demand: str
    finding: str


CHINESE = (
    Story("defect", "电热水壶漏水", "购买第三天壶底开始渗水，插座旁有水迹，已停用。", "更换新品并承担运费", "密封圈压装不到位，同批次抽检两件相同。"),
    Story("transport", "收到的冰箱门板凹陷", "外箱完好，拆箱后右门下角有约五厘米凹陷。", "换货或补偿三百元", "装车时受挤压，出库照片无损伤。"),
    Story("attitude", "客服人员语气不耐烦", "询问安装时间，坐席两次打断并挂断电话。", "书面道歉", "录音证实两次打断，未使用结束语。"),
    Story("delay", "退款超过承诺期限仍未到账", "承诺五个工作日退款，今天是第十二天。", "立即退款并说明原因", "退款单在财务复核环节停留七天。"),
    Story("wrong-information", "答复的保修期与说明书不一致", "坐席答复保修一年，说明书写两年，导致自费维修。", "退还维修费", "知识库旧版本未下架，坐席按旧口径答复。"),
    Story("billing", "账单重复扣款", "本月会员费扣了两次，客服说是系统延迟，至今未退。", "退还多扣金额", "支付回调重复，两笔均入账。"),
    Story("mismatch", "发错型号", "订购大号滤芯，收到小号，无法使用。", "重新发货", "拣货时条码相近，未复核。"),
    Story("process", "投诉三次均要求重复提供材料", "每次来电都要重新发送发票照片，没有人看过之前的记录。", "指定专人处理", "前两次来电未建档，附件未归集。"),
    Story("system", "手机应用无法提交报修", "点击提交后一直转圈，换了两部手机都一样。", "电话代为登记并修复", "接口超时，仅影响旧版本。"),
)  # fmt: skip
ENGLISH = (
    Story("defect", "The blender stops after a minute", "It switches itself off and smells of burnt rubber. Second one in a month.", "My money back", "The thermal fuse is of the wrong rating in this lot."),
    Story("transport", "The parcel arrived crushed", "The box was open and two glasses are broken.", "Two new glasses", "Damaged on the way; the carrier confirms it."),
    Story("attitude", "The agent laughed at my question", "I asked how to cancel and was told that nobody else has this problem.", "An apology", "The recording bears it out."),
    Story("delay", "Nobody came on the agreed day", "I took a day off; the technician did not come and did not call.", "A new date this week", "The order was not dispatched."),
    Story("billing", "Charged after cancelling", "I cancelled in writing and was charged for two more months.", "Both months back", "The cancellation was filed and not carried out."),
    Story("wrong-information", "Told that returns are free", "At the counter they wanted 15 for the return.", "The 15 back", "The agent used last year’s answer."),
)  # fmt: skip
