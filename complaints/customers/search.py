"""What the global search finds of customers: in one's sight, masked."""

from callcenter.access.matrix import Action
from callcenter.access.permissions import may
from callcenter.accounts.models import User
from callcenter.web.search import PER_PROVIDER, Hit
from complaints.customers.dossier import SUBJECT, Customer
from complaints.customers.listing import about


def search(user: User, text: str) -> list[Hit]:
    """By number, whole phone number, e-mail, words of name and address."""
    if not may(user, Action.VIEW, SUBJECT):
        return []
    rows = about(Customer.objects.listed_to(user).current(), text).defer("found_by").order_by("name", "pk")
    return [
        Hit(
            str(one),
            f"{one.class_words} · {one.masked_phone or one.masked_email}",
            one.get_absolute_url(),
            "user-heart",
        )
        for one in rows[:PER_PROVIDER]
    ]
