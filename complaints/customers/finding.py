"""Finding a customer: by phone, e-mail, identity number, name. What stands under the same number is offered, never doubled.

from complaints.customers.finding import find_or_offer
candidates = find_or_offer(site, phone="138 0013 8000", email="", name="王芳")
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Site
from callcenter.rulebook.values import value
from complaints.customers.dossier import Customer, CustomerPerson, CustomerPhone
from complaints.customers.phones import email_key, phone_key

OFFERED = 8
MOST_EACH = 50  # that one question finds
BOUND = 500  # rows that are looked at for them
LEAST_NAME = 2
BY_PHONE, BY_EMAIL, BY_IDENTITY, BY_NAME = "phone", "email", "identity", "name"
WORDS: dict[str, str | Promise] = {
    BY_PHONE: _("same phone number"),
    BY_EMAIL: _("same e-mail"),
    BY_IDENTITY: _("same identity number"),
    BY_NAME: _("same name"),
}
SURE = frozenset({BY_PHONE, BY_EMAIL, BY_IDENTITY})


@dataclass(frozen=True)
class Candidate:
    """A customer who may be meant, and by what: "phone", "email", "identity", "name"."""

    customer: Customer
    by: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        """Found by more than a name."""
        return bool(SURE.intersection(self.by))

    @property
    def words(self) -> str:
        """By what, in the reader's language."""
        return " · ".join(str(WORDS[one]) for one in self.by)


def key_at(site: Site, phone: str) -> str:
    """The key of a phone number as it is dialled at the site."""
    return phone_key(phone, country=site.country, area=value("customer.area_code", site))


def find_or_offer(
    site: Site, phone: str = "", email: str = "", name: str = "", *, identity_number: str = ""
) -> list[Candidate]:
    """The customers of the site who may be meant, the surest first, at most eight; a merged record counts as the other.

    Not narrowed to what the asker sees: whoever has somebody on the line must learn that they are known. Show only name
    and masked numbers of it.
    """
    return _found(site, [key_at(site, phone)], email, name.strip(), identity_number)[:OFFERED]


def same(site: Site, phones: Iterable[str], email: str, identity_number: str) -> list[Candidate]:
    """Those under one of the same numbers: who must not be recorded twice without a look."""
    return _found(site, [key_at(site, one) for one in phones], email, "", identity_number)


def _found(site: Site, keys: list[str], email: str, name: str, identity_number: str) -> list[Candidate]:
    by: dict[int, list[str]] = {}
    wanted = {key for key in keys if key}
    people = CustomerPerson.objects.filter(is_active=True)
    questions: list[tuple[str, list[Q]]] = []  # any of each; each has an index of its own
    if wanted:
        further = CustomerPhone.objects.filter(phone_key__in=wanted).values("customer")
        reached = people.filter(phone_key__in=wanted).values("customer")
        questions.append((BY_PHONE, [Q(phone_key__in=wanted), Q(pk__in=further), Q(pk__in=reached)]))
    if email := email_key(email):
        questions.append(
            (BY_EMAIL, [Q(email=email), Q(pk__in=people.filter(email=email).values("customer"))])
        )
    if identity := identity_key(identity_number):
        questions.append((BY_IDENTITY, [Q(identity_number=identity)]))
    if len(name) >= LEAST_NAME:
        questions.append((BY_NAME, [Q(name__iexact=name)]))
    for word, ways in questions:
        for pk in _standing(site, ways):
            by.setdefault(pk, []).append(word)
    customers = Customer.objects.select_related("site", "owner").in_bulk(list(by))
    found = [Candidate(customers[pk], tuple(words)) for pk, words in by.items()]
    return sorted(found, key=lambda one: (not one.is_sure, -len(one.by), one.customer.pk))


def _standing(site: Site, ways: list[Q]) -> list[int]:
    """The customers that any of these finds, the oldest first; merged ones as what they were merged into."""
    here = Customer.objects.filter(site=site).order_by()
    each = [here.filter(way).values_list("pk", Coalesce("merged_into", "pk"))[:BOUND] for way in ways]
    found = each[0].union(*each[1:]) if len(each) > 1 else each[0]
    return list(dict.fromkeys(standing for _pk, standing in sorted(found)))[:MOST_EACH]


def identity_key(written: str) -> str:
    """An identity number as it is kept: without spaces, its check letter large."""
    return "".join(written.split()).upper()
