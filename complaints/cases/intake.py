"""What is known when a complaint is recorded: the form as values, whoever fills it (domain §6.2)."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from callcenter.people.models import Employee, Site
from complaints.cases.dossier import Case, CauseClass
from complaints.cases.states import Channel, Nature
from complaints.customers.models import Customer


@dataclass(frozen=True)
class Intake:
    """A complaint as it comes in. `received_at` None: now. `owner` None: the service manager of the site, until it is accepted.

    `not_applicable`: names of fields that are ticked as not applying; `triggers`: what makes it especially serious.
    """

    site: Site
    channel: Channel
    title: str
    content: str
    demand: str = ""
    nature: Nature = Nature.COMPLAINT
    claimed_amount: Decimal | None = None
    customer: Customer | None = None
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    is_vulnerable: bool = False
    about: Employee | None = None
    call_reference: str = ""
    cause: CauseClass | None = None
    order_no: str = ""
    lot_no: str = ""
    product: str = ""
    quantity: Decimal | None = None
    defective_quantity: Decimal | None = None
    shipped_on: datetime.date | None = None
    policy_no: str = ""
    not_applicable: tuple[str, ...] = ()
    samples: str = ""
    triggers: tuple[str, ...] = ()
    received_at: datetime.datetime | None = None
    taker: Employee | None = None
    owner: Employee | None = None
    parent: Case | None = None
