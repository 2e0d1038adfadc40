"""What a service order may do and needs, by the table of states. Plain Python (S2A-3 to S2A-10)."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from callcenter.objections import Objection

PAID = "a"
CONTRACT = "b"


@dataclass(frozen=True)
class Line:
    """What the register asks for at once (S2A-4)."""

    category: str
    customer_name: str
    postal_address: str
    phone: str
    product_model: str
    wanted: str
    contract_no: str = ""
    purchased_on: datetime.date | None = None


def line_objections(line: Line, today: datetime.date) -> list[Objection]:
    """Every field that the register misses."""
    needed = ("customer_name", "postal_address", "phone", "product_model", "wanted")
    found = [
        Objection("serviceorders.needed", {}, name) for name in needed if not getattr(line, name).strip()
    ]
    if line.category == CONTRACT and not line.contract_no.strip():
        found.append(Objection("serviceorders.contract_needed", {}, "contract_no"))
    if line.purchased_on is not None and line.purchased_on > today:
        found.append(Objection("serviceorders.bought_ahead", {}, "purchased_on"))
    return found


def dispatch_objections(off_site: str) -> list[Objection]:
    """Nobody leaves for a customer elsewhere before the manager has approved the application (S2A-10)."""
    return [] if off_site in ("not_needed", "approved") else [Objection("serviceorders.off_site_first")]


@dataclass(frozen=True)
class Work:
    """What was done at the customer's, as the voucher says it."""

    began_at: datetime.datetime
    ended_at: datetime.datetime
    content: str
    signed_by: str
    has_signature: bool


def work_objections(
    work: Work, *, now: datetime.datetime, dispatched_at: datetime.datetime
) -> list[Objection]:
    """What the voucher misses (S2A-6, S2A-8)."""
    found = []
    if work.ended_at <= work.began_at:
        found.append(Objection("serviceorders.inverted", {}, "ended_at"))
    if work.ended_at > now:
        found.append(Objection("serviceorders.in_future", {}, "ended_at"))
    if work.ended_at < dispatched_at:
        found.append(Objection("serviceorders.before_dispatch", {}, "ended_at"))
    if not work.content.strip():
        found.append(Objection("serviceorders.content_needed", {}, "work_done"))
    if not work.signed_by.strip():
        found.append(Objection("serviceorders.name_needed", {}, "signed_by"))
    if not work.has_signature:
        found.append(Objection("serviceorders.signature_needed", {}, "signature"))
    return found


def fee_way(category: str, fee: Decimal, low: Decimal) -> str:
    """How it is paid: up to `low` on the spot, above it an invoice first (S2A-7); only paid service costs anything."""
    if category != PAID or fee <= 0:
        return "none"
    return "on_spot" if fee <= low else "invoice_first"
