"""Complaints that look like one that is being taken or stands already: the same order, customer, phone, e-mail, or text.

Six questions to indexes in one statement, each bounded to the newest rows of the site within `complaint.duplicate_days`;
what comes back is compared in Python. The number of queries depends on nothing.
"""

import datetime
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Func, QuerySet
from django.db.models.functions import Lower, Right

from callcenter.access.permissions import Actor
from callcenter.fulltext import Question, placed
from callcenter.people.models import Site
from callcenter.rulebook.values import value
from complaints.cases.dossier import Case
from complaints.cases.duplicates.rules import SAME_PERSON, Why, score
from complaints.cases.duplicates.similarity import likeness_pct, terms
from complaints.cases.states import State
from complaints.customers import finding
from complaints.customers.phones import phone_key

BY = {finding.BY_PHONE: Why.PHONE, finding.BY_EMAIL: Why.EMAIL}
MOST_EACH = 60  # newest rows that each question looks at
SHOWN = 8
MOST_TEXT = 4_000  # characters whose parts are looked for
NEAR = 4  # places between two words that make a part
PHRASES = 16  # parts of a text that are looked for
PHONE_DIGITS = 11  # of a phone number that are compared: prefixes of countries and trunks are not
SHORTEST_PHONE = 6


@dataclass(frozen=True)
class Asked:
    """What is known of the complaint that others are compared with."""

    site: Site
    at: datetime.datetime
    text: str = ""
    customer_id: int | None = None
    phone: str = ""
    email: str = ""
    order_no: str = ""
    policy_no: str = ""
    exclude: int | None = None  # its own id

    @classmethod
    def of(cls, case: Case) -> "Asked":
        """A complaint that stands."""
        return cls(
            case.site,
            case.received_at,
            f"{case.title}\n{case.content}",
            case.customer_id,
            case.contact_phone or (case.customer.phone if case.customer else ""),
            case.contact_email or (case.customer.email if case.customer else ""),
            case.order_no,
            case.policy_no,
            case.pk,
        )


@dataclass(frozen=True)
class Candidate:
    """One complaint that looks like the one asked about. `is_visible`: whether the reader may open it."""

    case: Case
    why: tuple[Why, ...]
    text_pct: int
    score: int
    is_visible: bool


class _Digits(Func):
    """The digits of a phone number, as the index has them."""

    function = "regexp_replace"
    template = r"%(function)s(%(expressions)s, '\D', '', 'g')"


@dataclass(frozen=True)
class _Keys:
    """How phone numbers are compared at a site: read once for all that are compared."""

    country: str
    area: str

    def __call__(self, phone: str) -> str:
        """What of a number is compared; "" of one that is too short to mean anybody."""
        key = phone_key(phone, country=self.country, area=self.area)
        return key if len(key) >= SHORTEST_PHONE else ""


def candidates(asked: Asked, *, user: Actor) -> list[Candidate]:
    """The likeliest first, at most `SHOWN`. Merged duplicates are left out: their survivor stands for them."""
    keys = _Keys(asked.site.country, value("customer.area_code", asked.site))
    key, people = keys(asked.phone), _people(asked, keys)
    rows = list(_rows(asked, key, people))
    if not rows:
        return []
    visible = set(
        Case.objects.visible_to(user).filter(pk__in=[r.pk for r in rows]).values_list("pk", flat=True)
    )
    least = value("complaint.duplicate_similarity_pct", asked.site)
    wanted = terms(asked.text)
    found = []
    for case in rows:
        pct = likeness_pct(wanted, terms(f"{case.title}\n{case.content}"))
        why = tuple(_why(asked, case, keys, people)) + ((Why.TEXT,) if pct >= least else ())
        if why:
            found.append(Candidate(case, why, pct, score(why, pct), case.pk in visible))
    found.sort(key=lambda one: (-one.score, -one.case.received_at.timestamp(), -one.case.pk))
    return found[:SHOWN]


def _people(asked: Asked, keys: _Keys) -> dict[int, set[Why]]:
    """Customers whose number or address it is, with the customer who was named, each with why."""
    people: dict[int, set[Why]] = {asked.customer_id: {Why.CUSTOMER}} if asked.customer_id else {}
    if keys(asked.phone) or asked.email:
        for found in finding.same(asked.site, [asked.phone], asked.email, ""):
            people.setdefault(found.customer.pk, set()).update(BY[one] for one in found.by if one in BY)
    return people


def _rows(asked: Asked, key: str, people: dict[int, set[Why]]) -> Iterable[Case]:
    """The rows that any of the questions finds, once each."""
    since = asked.at - datetime.timedelta(days=value("complaint.duplicate_days", asked.site))
    near = Case.objects.filter(site=asked.site, received_at__gte=since).exclude(state=State.MERGED)
    if asked.exclude is not None:
        near = near.exclude(pk=asked.exclude)
    parts = [
        part.order_by("-received_at").values("pk")[:MOST_EACH]
        for part in _questions(asked, key, people, near)
    ]
    if not parts:
        return []
    keys = parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]
    rows = Case.objects.filter(pk__in=list(keys.values_list("pk", flat=True)))
    return rows.select_related("site", "customer", "owner")


def _questions(asked: Asked, key: str, people: Iterable[int], near: QuerySet[Case]) -> list[QuerySet[Case]]:
    found = []
    if asked.order_no.strip():
        found.append(near.filter(order_no=asked.order_no.strip()))
    if asked.policy_no.strip():
        found.append(near.filter(policy_no=asked.policy_no.strip()))
    if people:
        found.append(near.filter(customer__in=list(people)))
    if key:
        digits = Right(_Digits("contact_phone"), PHONE_DIGITS)
        found.append(near.exclude(contact_phone="").alias(digits=digits).filter(digits=key[-PHONE_DIGITS:]))
    if asked.email:
        address = Lower("contact_email")
        found.append(
            near.exclude(contact_email="").alias(address=address).filter(address=asked.email.lower())
        )
    if literal := phrases(asked.text):
        found.append(near.filter(search=Question(literal)))
    return found


def _why(asked: Asked, case: Case, keys: _Keys, people: dict[int, set[Why]]) -> Iterable[Why]:
    if asked.order_no.strip() and case.order_no == asked.order_no.strip():
        yield Why.ORDER
    if asked.policy_no.strip() and case.policy_no == asked.policy_no.strip():
        yield Why.POLICY
    same = set(people.get(case.customer_id or 0, ()))
    key = keys(asked.phone)
    if key and case.contact_phone and keys(case.contact_phone) == key:
        same.add(Why.PHONE)
    if asked.email and asked.email.strip().lower() == case.contact_email.lower():
        same.add(Why.EMAIL)
    yield from (one for one in SAME_PERSON if one in same)


def phrases(text: str) -> str:
    """A tsquery of parts of the text, any of which must stand in another: four characters of Chinese, or two words, from
    evenly over the whole text. Whoever tells the same again uses some of the same parts.
    """
    found = list(placed(text[:MOST_TEXT]))
    runs = [one for one in found if len(one[0]) == 2 and not one[0].isascii()]
    words = [one for one in found if len(one[0]) > 2]
    parts = [
        f"('{a}' <-> '{b}' <-> '{c}')"
        for (a, at), (b, _second), (c, end) in zip(runs[::3], runs[1::3], runs[2::3], strict=False)
        if end == at + 2
    ]
    parts += [
        f"('{a}' <{end - at}> '{b}')"
        for (a, at), (b, end) in itertools.pairwise(words)
        if 0 < end - at <= NEAR
    ]
    parts = list(dict.fromkeys(parts))
    return " | ".join(parts[:: max(1, len(parts) // PHRASES)][:PHRASES])
