"""A new customer's facts, as intake, forms, imports and the API give them to `services.create_customer`."""

from dataclasses import dataclass
from decimal import Decimal

from callcenter.people.models import Employee, Site
from complaints.customers.dossier import CustomerClass, CustomerKind, CustomerPhone


@dataclass(frozen=True)
class CustomerFacts:
    """Who the customer is. Numbers as they are written; `further_phones` are pairs of use and number."""

    site: Site
    name: str
    kind: str = CustomerKind.PERSON
    customer_class: str = CustomerClass.CONSUMER
    special_class: str = ""
    phone: str = ""
    further_phones: tuple[tuple[str, str], ...] = ()
    fax: str = ""
    email: str = ""
    identity_number: str = ""
    postal_address: str = ""
    postcode: str = ""
    legal_representative: str = ""
    business_scope: str = ""
    registered_capital: Decimal | None = None
    language: str = ""
    is_key: bool = False
    is_vip: bool = False
    is_vulnerable: bool = False
    notes: str = ""
    owner: Employee | None = None


FURTHER_USE = CustomerPhone.Use.OTHER
# What a change may set, and a merge may fill.
FIELDS = (
    "kind", "name", "customer_class", "special_class", "phone", "fax", "email", "identity_number", "postal_address", "postcode",
    "legal_representative", "business_scope", "registered_capital", "language", "is_vip", "is_vulnerable", "notes",
)  # fmt: skip
