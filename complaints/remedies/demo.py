"""Papers of the demo center: the departments, then certificates and slips at every stage, receivables with a salesperson."""

import datetime
from collections import Counter
from decimal import Decimal

from django.core.files.base import ContentFile

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.people.models import Department, Employee, Site
from complaints.cases.models import Case, Outcome, RemedyLine
from complaints.remedies import approved
from complaints.remedies.certificates import services as certificates
from complaints.remedies.certificates.models import DiscountCertificate
from complaints.remedies.executions.services import carry_out, open_all, start_deadlines
from complaints.remedies.models import Duty, DutyHolder, Execution, ReturnSlip
from complaints.remedies.papers import WITH_CERTIFICATE, WITH_SLIP
from complaints.remedies.receivables.services import follow_up, name_salesperson
from complaints.remedies.slips import services as slips

NAMED = {
    Duty.SALES: "marketing",
    Duty.FINANCE: "finance",
    Duty.WAREHOUSE: "warehouse",
}  # the head office's, where a site has none of its own
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
NEW = datetime.timedelta(days=40)
REASON = "Compensation as decided 按批示办理"


def make(site: Site) -> int:
    """Papers for the complaints of the site that were decided; how many. Nothing where there are some already."""
    if (
        DiscountCertificate.objects.filter(site=site).exists()
        or ReturnSlip.objects.filter(site=site).exists()
    ):
        return 0
    _name_departments(site)
    people = _people(site)
    made, new = 0, Counter[bool]()
    decided = Case.objects.filter(site=site, decided_at__isnull=False).order_by("decided_at", "pk")
    for case in decided.select_related("site", "owner__user"):
        if case.outcome == Outcome.NOT_SUBSTANTIATED:
            receivable = follow_up(case, actor=None)
            if "sales" in people and receivable.is_open:
                name_salesperson(receivable, people["sales"].employee, actor=people["sales"])
        elif approved.holds(case):
            open_all(case, actor=None)
            if case.answered_at is not None:
                start_deadlines(case, actor=None)
            assert case.decided_at is not None
            is_new = case.site.today() - case.decided_at.astimezone(case.site.zone).date() < NEW
            for remedy in case.remedies.all():
                is_slip = remedy.kind in WITH_SLIP
                made += _paper(remedy, people, stage=new[is_slip] % 6 if is_new else 5)
                new[is_slip] += is_new
    return made


def _name_departments(site: Site) -> None:
    for duty, code in NAMED.items():
        rows = Department.objects.filter(site__company=site.company_id, code=code)
        department = rows.filter(site=site).first() or rows.order_by("pk").first()
        if department is not None:
            DutyHolder.objects.get_or_create(site=site, duty=duty, defaults={"department": department})


def _people(site: Site) -> dict[str, User]:
    """Who acts: handlers of the departments, the sales deputy GM, the complaint officer."""
    today, found = site.today(), {}
    rows = Employee.objects.filter(site__company=site.company_id, user__isnull=False).select_related("user")
    duties = DutyHolder.objects.filter(site=site)
    handlers = rows.holding((PostCode.DEPT_HANDLER,), today)
    asked = {
        "signer": rows.holding((PostCode.SALES_DEPUTY_GM,), today),
        "officer": rows.holding((PostCode.COMPLAINT_OFFICER,), today).filter(site=site),
    }
    for duty, department in duties.values_list("duty", "department"):
        place = {"teammemberships__team__department": department, "teammemberships__period__contains": today}
        asked[duty] = handlers.filter(**place)
    for key, people in asked.items():
        person = people.order_by("number").first()
        if person is not None and person.user is not None:
            found[key] = person.user
    return found


def _paper(remedy: RemedyLine, people: dict[str, User], *, stage: int) -> int:
    """Papers brought to a stage: 0 none, 1 drawn up, 2 signed, 3 issued, 4 filed or handed on, 5 posted.

    A complaint that is closed has a paper that was handed on; the rest of its remedy has another one.
    """
    execution = Execution.objects.filter(remedy=remedy, state="open").first()
    if execution is None or not {"sales", "finance", "signer", "officer"} <= people.keys():
        return 0
    whole = approved.measure(remedy)
    parts = [(whole, stage)]
    if stage < 3 and not remedy.case.is_open and whole >= 2:
        first = (whole / 2).quantize(Decimal(1))
        parts = [(first, 4), (whole - first, stage)]
    if remedy.kind in WITH_CERTIFICATE and whole > 0:
        for amount, reached in parts:
            _certificate(remedy, people, reached, amount)
    elif remedy.kind in WITH_SLIP:
        for quantity, reached in parts:
            _slip(remedy, people, reached, quantity)
    elif stage == 5:
        carry_out(execution, actor=people["officer"], words="By phone 已电话致歉说明")
    return 1


def _certificate(remedy: RemedyLine, people: dict[str, User], stage: int, amount: Decimal) -> None:
    if stage < 1:
        return
    sales, today = people["sales"], remedy.case.site.today()
    paper = certificates.draw_up(remedy, actor=sales, amount=amount, reason=REASON)
    if stage >= 2:
        certificates.sign(paper, actor=people["signer"])
    if stage >= 3:
        certificates.hand_out(paper, actor=sales)
    if stage >= 4:
        name = remedy.case.contact_name or str(remedy.case.customer or "")
        stamped = ContentFile(PICTURE, name=f"{paper.number}.png")
        certificates.confirm(paper, actor=sales, signer=name[:120] or "—", signed_on=today, file=stamped)
        certificates.file_copies(paper, actor=sales)
    if stage >= 5:
        voucher = f"V-{paper.number}"
        certificates.post(paper, actor=people["finance"], voucher_no=voucher, posting_on=today)


def _slip(remedy: RemedyLine, people: dict[str, User], stage: int, quantity: Decimal) -> None:
    if stage < 1:
        return
    sales, today = people["sales"], remedy.case.site.today()
    warehouse = people.get(Duty.WAREHOUSE, people["officer"])
    paper = slips.draw_up(
        remedy,
        actor=sales,
        quantity=quantity,
        reason="Faulty goods 不良品",
        handling="Checked, then scrapped 检验后报废",
        basis="Decision on the complaint 投诉批示",
    )
    if stage >= 2:
        slips.sign(paper, actor=people["signer"])
    if stage >= 3:
        slips.send(paper, actor=sales)
        first = (quantity / 2).quantize(Decimal(1)) or quantity
        slips.count_delivery(paper, actor=warehouse, quantity=first, arrived_on=today)
        if stage >= 4 and quantity > first:
            slips.count_delivery(paper, actor=warehouse, quantity=quantity - first, arrived_on=today)
    if stage >= 4:
        slips.receive(paper, actor=warehouse, same_goods=True)
        slips.hand_on(paper, actor=warehouse)
    if stage >= 5:
        voucher = f"V-{paper.number}"
        slips.post(paper, actor=people["finance"], voucher_no=voucher, posting_on=today)
