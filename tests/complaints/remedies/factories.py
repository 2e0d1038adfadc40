"""A decided complaint with its remedies, and the people who handle their papers."""

import datetime
import itertools
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.people.models import Department, Site
from complaints.cases.models import Case, Channel, Outcome, Remedy, RemedyLine, State
from complaints.remedies.certificates import services as certificates
from complaints.remedies.certificates.models import CertificateState, DiscountCertificate
from complaints.remedies.models import Duty, DutyHolder
from complaints.remedies.slips import services as slips
from complaints.remedies.slips.models import ReturnSlip, SlipState
from tests import factories

_seq = itertools.count(1)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@dataclass
class Office:
    """One site: its service department, and handlers of marketing, warehouse and finance."""

    site: Site
    officer: User
    sales: User
    sales_two: User
    signer: User
    warehouse: User
    finance: User
    departments: dict[Duty, Department]


def make_office(site: Site | None = None) -> Office:
    site = site or factories.make_site()
    departments = {duty: factories.make_department(site, name=str(duty.label)) for duty in Duty}
    teams = {duty: factories.make_team(department) for duty, department in departments.items()}
    for duty, department in departments.items():
        DutyHolder.objects.create(site=site, duty=duty, department=department)

    def handler(duty: Duty) -> User:
        return factories.make_user(PostCode.DEPT_HANDLER, site=site, team=teams[duty])

    return Office(
        site,
        factories.make_user(PostCode.COMPLAINT_OFFICER, site=site),
        handler(Duty.SALES),
        handler(Duty.SALES),
        factories.make_user(PostCode.SALES_DEPUTY_GM, site=site),
        handler(Duty.WAREHOUSE),
        handler(Duty.FINANCE),
        departments,
    )


def make_decided(site: Site, owner: User, **fields: Any) -> Case:
    """A complaint that was decided and upheld."""
    number, now = next(_seq), timezone.now()
    at = now - datetime.timedelta(days=2)
    given = {
        "state": State.CONVEYED,
        "channel": Channel.HOTLINE,
        "title": "Tins arrived dented",
        "content": "Forty tins of the lot are dented.",
        "contact_name": "Mrs Lin",
        "owner": owner.employee,
        "received_at": at,
        "accepted_at": at,
        "due_at": at + datetime.timedelta(days=6),
        "number": f"KS-209812-{number:04d}",
        "number_series": "KS-209812-*",
        "number_seq": number,
        "reported_at": at,
        "decided_at": now,
        "conveyed_at": now,
        "outcome": Outcome.SUBSTANTIATED,
    } | fields
    if given["state"] == State.CLOSED:
        given |= {"closed_at": now, "answered_at": now}
    return Case.objects.create(site=site, **given)


def make_remedy(case: Case, kind: Remedy = Remedy.DISCOUNT, **fields: Any) -> RemedyLine:
    if kind in (Remedy.RETURN, Remedy.REPROCESSING):
        fields = {"quantity": Decimal("100"), "unit": "tins"} | fields
    elif kind in (Remedy.DISCOUNT, Remedy.COMPENSATION):
        fields = {"amount": Decimal("400.00")} | fields
    return RemedyLine.objects.create(case=case, kind=kind, **fields)


def stamped(name: str = "stamped.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PNG, "image/png")


def make_certificate(
    office: Office,
    remedy: RemedyLine,
    state: CertificateState = CertificateState.DRAFT,
    amount: Decimal = Decimal("400"),
) -> DiscountCertificate:
    """Brought to that state by the services, one act after the other."""
    made = certificates.draw_up(remedy, actor=office.sales, amount=amount, reason="Dented tins")
    acts = [
        (CertificateState.SIGNED, lambda: certificates.sign(made, actor=office.signer)),
        (CertificateState.ISSUED, lambda: certificates.hand_out(made, actor=office.sales)),
        (CertificateState.CONFIRMED, lambda: confirm(made, office.sales)),
        (CertificateState.FILED, lambda: certificates.file_copies(made, actor=office.sales)),
    ]
    for reached, act in acts:
        if made.state == state:
            break
        act()
        made = DiscountCertificate.objects.get(pk=made.pk)
        assert made.state == reached
    return made


def confirm(certificate: DiscountCertificate, actor: User) -> DiscountCertificate:
    today = certificate.site.today()
    return certificates.confirm(certificate, actor=actor, signer="Mrs Lin", signed_on=today, file=stamped())


def make_slip(
    office: Office, remedy: RemedyLine, state: SlipState = SlipState.DRAFT, quantity: Decimal = Decimal("100")
) -> ReturnSlip:
    """Brought to that state by the services; all goods arrive in one delivery."""
    made = slips.draw_up(
        remedy, actor=office.sales, quantity=quantity, reason="Dented", handling="Scrap", basis="Report of QA"
    )

    def receive() -> None:
        slips.count_delivery(made, actor=office.warehouse, quantity=quantity, arrived_on=made.site.today())
        slips.receive(made, actor=office.warehouse, same_goods=True)

    acts = [
        (SlipState.SIGNED, lambda: slips.sign(made, actor=office.signer)),
        (SlipState.SENT, lambda: slips.send(made, actor=office.sales)),
        (SlipState.RECEIVED, receive),
        (SlipState.HANDED_ON, lambda: slips.hand_on(made, actor=office.warehouse)),
    ]
    for reached, act in acts:
        if made.state == state:
            break
        act()
        made = ReturnSlip.objects.get(pk=made.pk)
        assert made.state == reached
    return made
