"""Work orders of the demo center: every state, in both languages, counted back from now, through the services of the product."""

import datetime

from django.db import transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.people.models import Department, Employee, Site
from complaints.customers.models import Customer
from complaints.workorders import deadlines
from complaints.workorders.coordination import services as coordination
from complaints.workorders.models import Category, TransferTicket, WorkOrder
from complaints.workorders.orders import services as orders
from complaints.workorders.orders.categories import make_first_categories
from complaints.workorders.orders.services import OrderFacts
from complaints.workorders.states import OrderChannel, OrderKind, Urgency
from complaints.workorders.tickets import services as tickets

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
ASKED = (
    ("card", "account", "银行卡被自动取款机吞卡，急需取回", "Their machine kept the card", "transferred"),
    ("app", "system", "手机应用无法登录，提示网络错误", "The app does not log in", "closed"),
    (
        "fee",
        "billing",
        "账单多出一笔年费，请核实",
        "An annual fee on the bill that nobody expected",
        "feedback",
    ),
    ("rate", "product", "咨询三年期定期存款利率", "What is the rate for three years?", "spot"),
    ("parcel", "delivery", "新卡寄出十天仍未收到", "The new card has not come for ten days", "received"),
    ("hours", "branch", "建议网点周六延长营业时间", "Please open longer on Saturdays", "informed"),
    ("loan", "product", "提前还款违约金如何计算", "How is early repayment charged?", "unsatisfied"),
    ("sms", "system", "收不到动账短信提醒", "No text messages about payments", "again"),
    ("limit", "account", "申请临时提高转账限额", "A higher limit for one transfer", "new"),
    ("points", "product", "积分兑换的礼品有破损", "The gift for the points came broken", "returned"),
    ("invoice", "billing", "需要补开去年的手续费发票", "An invoice for last year’s fees", "closed"),
    ("queue", "branch", "网点排队时间过长", "Waiting too long at the branch", "working"),
)


def make(site: Site) -> int:
    """Make the work orders that are missing; how many. Nothing where there are any, or nobody takes them."""
    if WorkOrder.objects.filter(site=site).exists():
        return 0
    agents = _people(site, PostCode.AGENT)
    departments = [
        one for one in Department.objects.filter(site=site).order_by("code") if _handlers(site, one)
    ]
    if not agents:
        return 0
    make_first_categories(site)
    categories = {one.code: one for one in Category.objects.filter(site=site)}
    customers = list(Customer.objects.filter(site=site).order_by("pk")[: len(ASKED)])
    for number, (_key, code, chinese, english, path) in enumerate(ASKED):
        agent = agents[number % min(4, len(agents))]
        department = departments[number % len(departments)] if departments else None
        customer = customers[number] if number < len(customers) else None
        _one(
            site,
            agent,
            department,
            customer,
            categories.get(code) or next(iter(categories.values())),
            chinese if number % 3 else english,
            path,
            number,
        )
    _coordinate(site, departments)
    return len(ASKED)


def _people(site: Site, post: PostCode) -> list[Employee]:
    today = site.today()
    rows = Employee.objects.filter(site=site, user__isnull=False).holding([post], today).employed(today)
    return list(rows.select_related("user", "site").order_by("number"))


def _handlers(site: Site, department: Department) -> list[Employee]:
    rows = deadlines.at_department(site, department.pk).filter(user__isnull=False)
    return list(rows.select_related("user").order_by("number"))


@transaction.atomic
def _one(
    site: Site,
    agent: Employee,
    department: Department | None,
    customer: Customer | None,
    category: Category,
    content: str,
    path: str,
    number: int,
) -> None:
    now = timezone.now()
    is_spot = path == "spot"
    facts = OrderFacts(
        channel=list(OrderChannel)[number % 3],
        category=category,
        content=content,
        kind=OrderKind.SUGGESTION if category.code == "branch" else OrderKind.INQUIRY,
        urgency=[Urgency.NORMAL, Urgency.URGENT, Urgency.NORMAL, Urgency.CRITICAL][number % 4],
        customer=customer,
        contact_phone="" if customer else f"1380000{number:04d}",
        promised_reply_at=None if is_spot else now + HOUR * (2 + number),
        answer="三年期定期存款利率为1.95%。" if is_spot else "",
        is_satisfied=True if is_spot else None,
        received_at=now - HOUR * (number * 5),
    )
    order = orders.record_order(site, facts, actor=agent.user)
    if is_spot or path == "new":
        return
    if department is None:
        orders.answer(order, actor=agent.user, means="phone", words="已向客户说明处理办法。")
        return
    _at_department(order, agent, department, path)


def _at_department(order: WorkOrder, agent: Employee, department: Department, path: str) -> None:
    user = agent.user
    soon = timezone.now() + 6 * HOUR
    ticket = tickets.transfer(
        order, department, actor=user, problem=order.content, reason="需要贵部门核实处理", required_by=soon
    )
    if path == "transferred":
        return
    handler = _handlers(order.site, department)[0]
    assert handler.user is not None
    if path == "returned":
        tickets.return_ticket(ticket, actor=handler.user, words="不属于本部门职责")
        return
    ticket = tickets.receive(ticket, handler, actor=handler.user)
    if path == "received":
        return
    tickets.contact(ticket, actor=handler.user, words="已向坐席了解客户情况")
    if path == "working":
        return
    _hand_in(ticket, handler)
    if path == "feedback":
        return
    orders.inform(order, actor=user, means="phone", words="已将处理结果告知客户")
    if path == "informed":
        return
    if path in ("unsatisfied", "again"):
        orders.object_to(order, actor=user, words="客户希望给出更明确的时间")
        if path == "again":
            tickets.reprocess(order, actor=user, words="请给出明确的完成时间", required_by=soon)
        return
    orders.confirm(order, actor=user)
    orders.close(order, actor=user)


def _hand_in(ticket: TransferTicket, handler: Employee) -> None:
    tickets.hand_in_slip(
        ticket,
        actor=handler.user,
        handling="核对记录并联系相关人员",
        result="问题已查明，已为客户处理",
        satisfaction="unknown",
    )


@transaction.atomic
def _coordinate(site: Site, departments: list[Department]) -> None:
    coordinators = _people(site, PostCode.COORDINATOR)
    if not coordinators or not departments:
        return
    user, now = coordinators[0].user, timezone.now()
    request = coordination.ask(
        site,
        actor=user,
        situation="新卡寄送延误，客服、市场与信息部门信息不一致",
        purpose="统一寄送进度的查询口径与责任分工",
        required_by=now + 7 * DAY,
        coordinator=coordinators[0],
    )
    coordination.write_minutes(
        request,
        actor=user,
        way="meeting",
        held_at=now - HOUR,
        participants="协调组、市场部、信息部",
        discussion="寄送数据每日只更新一次，坐席无法即时查询。",
        consensus="改为每小时同步一次，并由市场部提供统一答复。",
        arrangements="信息部改造接口，市场部整理答复口径。",
    )
    for number, department in enumerate(departments[:2]):
        coordination.plan(
            request,
            department,
            actor=user,
            task="每小时同步寄送进度" if number else "整理统一答复口径",
            due_on=site.today() + datetime.timedelta(days=3 + number),
        )
