"""The lists of customers, contact reports, looks and access requests, for the pages and the API."""

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.fulltext import matching
from callcenter.people.models import Employee
from callcenter.rulebook.values import request_site, value
from callcenter.web.listing import Column, Listing
from complaints.customers.access import may_export
from complaints.customers.dossier import (
    SUBJECT,
    Customer,
    CustomerClass,
    CustomerKind,
    CustomerPerson,
    CustomerPhone,
)
from complaints.customers.masking import masked_words
from complaints.customers.models import AccessRequest, AccessState, ContactReport, Look, Means
from complaints.customers.phones import email_key, phone_key

OF_A_CUSTOMER = "CU-"
SHORTEST_NUMBER = 5
MOST_NAMED = 500  # customers under one number
BY_NAME = ("name", "pk")
CLASS_COLOURS = {"consumer": "grey", "distributor": "blue", "supplier": "blue", "special": "purple"}
ACCESS_COLOURS = {"asked": "yellow", "granted": "green", "refused": "red", "withdrawn": "grey"}
CARE = (
    ("vip", _("VIP reception")),
    ("vulnerable", _("Needs special care")),
    ("too_few", _("Key customer with too few contact persons")),
    ("nobody", _("Nobody looks after them")),
)


def about(rows: QuerySet[Customer], text: str) -> QuerySet[Customer]:
    """Of these customers those by number, whole phone number, e-mail, or words of their names and address in Chinese or
    English.
    """
    text = text.strip()
    return matching(rows, text, field="found_by", order=BY_NAME, also=_named(text))


def _named(text: str) -> set[int]:
    """The keys of those whom a number or an address names, whoever may see them: one question for them all."""
    found: set[int] = set()
    number = text.upper().removeprefix(OF_A_CUSTOMER).lstrip("0")
    if number.isascii() and number.isdigit() and len(number) < 18:
        found.add(int(number))
    ways: list[QuerySet[Any, Any]] = []
    if "@" in text:
        email = email_key(text)
        ways += [Customer.objects.filter(email=email).values_list("pk")]
        ways += [CustomerPerson.objects.filter(email=email).values_list("customer")]
    site = request_site()
    key = phone_key(text, country=site.country if site else "CN")
    if len(key) >= SHORTEST_NUMBER:
        ways += [Customer.objects.filter(phone_key=key).values_list("pk")]
        ways += [CustomerPhone.objects.filter(phone_key=key).values_list("customer")]
        ways += [CustomerPerson.objects.filter(phone_key=key).values_list("customer")]
    if ways:
        bounded = [way.order_by()[:MOST_NAMED] for way in ways]
        found.update(pk for (pk,) in bounded[0].union(*bounded[1:]))
    return found


def with_people(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With what every line names; the words they are found by stay in the database."""
    return rows.select_related("owner", "site").defer("found_by")


def with_too_few(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Key customers who have fewer contact persons of ours than the rulebook wants (S2D-7)."""
    least = value("customer.key_contacts", request_site())
    counted = Customer.objects.filter(is_key=True).annotate(
        kept=Count("liaisons", filter=Q(liaisons__ended_at=None))
    )
    return rows.filter(is_key=True, pk__in=counted.filter(kept__lt=least).values("pk"))


class CustomerFilter(django_filters.FilterSet):
    """By words or number, class, kind, key, care, who looks after them, language, day of recording."""

    q = django_filters.CharFilter(method="search", label=_("Name, number, whole phone number or e-mail"))
    customer_class = django_filters.MultipleChoiceFilter(
        choices=CustomerClass.choices, distinct=False, label=_("Class")
    )
    kind = django_filters.ChoiceFilter(choices=CustomerKind.choices, label=_("Kind"))
    is_key = django_filters.BooleanFilter(label=_("Key customer"))
    care = django_filters.ChoiceFilter(choices=CARE, method="by_care", label=_("Care"))
    owner = django_filters.CharFilter(method="by_owner", label=_("Looked after by (employee number)"))
    language = django_filters.ChoiceFilter(choices=settings.LANGUAGES, label=_("Language"))
    created_at = django_filters.DateFromToRangeFilter(label=_("Recorded"))

    class Meta:
        model = Customer
        fields: list[str] = []

    def search(self, rows: QuerySet[Customer], name: str, text: str) -> QuerySet[Customer]:
        return about(rows, text)

    def by_owner(self, rows: QuerySet[Customer], name: str, number: str) -> QuerySet[Customer]:
        return rows.filter(
            owner__in=list(Employee.objects.filter(number__iexact=number).values_list("pk", flat=True))
        )

    def by_care(self, rows: QuerySet[Customer], name: str, chosen: str) -> QuerySet[Customer]:
        match chosen:
            case "vip":
                return rows.filter(is_vip=True)
            case "vulnerable":
                return rows.filter(is_vulnerable=True)
            case "nobody":
                return rows.filter(owner=None)
        return with_too_few(rows)


def badges(customer: Customer) -> list[tuple[str, str]]:
    """What is to be known of a customer before anything is said to them."""
    found = [(customer.class_words, CLASS_COLOURS[customer.customer_class])]
    if customer.is_key:
        found.insert(0, (str(pgettext_lazy("customer", "Key customer")), "orange"))
    if customer.is_vip:
        found.append((str(_("VIP reception")), "purple"))
    if customer.is_vulnerable:
        found.append((str(_("Needs special care")), "red"))
    return found


ALL = Listing(
    key="customers.customers",
    title=_("Customers"),
    columns=(
        Column(
            "number", pgettext_lazy("customer", "Number"), lambda c: c.number, sort="pk",
            link=lambda c: c.get_absolute_url(),
        ),
        Column("name", _("Name"), lambda c: c.name, sort="name", wrap=True),
        Column(
            "class", _("Class"), lambda c: (c.class_words, CLASS_COLOURS[c.customer_class]), kind="badge",
        ),
        Column("phone", _("Phone"), lambda c: c.masked_phone, help=_("Masked; the record shows it to whoever gives a reason.")),
        Column("email", _("E-mail"), lambda c: c.masked_email, help=_("Masked.")),
        Column("is_key", _("Key customer"), lambda c: c.is_key, kind="bool"),
        Column("owner", _("Looked after by"), lambda c: c.owner),
        Column("kind", _("Kind"), lambda c: c.get_kind_display(), default=False),
        Column("is_vip", _("VIP reception"), lambda c: c.is_vip, kind="bool", default=False),
        Column("is_vulnerable", _("Needs special care"), lambda c: c.is_vulnerable, kind="bool", default=False),
        Column("language", _("Language"), lambda c: c.get_language_display(), default=False),
        Column("postal_address", _("Address"), lambda c: c.postal_address, wrap=True, default=False),
        Column("legal_representative", _("Legal representative"), lambda c: c.legal_representative, default=False),
        Column("created_at", _("Recorded"), lambda c: c.created_at, kind="datetime", default=False),
    ),
    ordering=BY_NAME,
    filterset=CustomerFilter,
    keyset=True,
    wide=with_people,
    export_subject=SUBJECT,
    may_take=may_export,
    peek=True,
    empty_title=_("No customers here"),
    empty_text=_("You see the customers whom you serve. Record one when somebody new calls, or ask to see one beyond yours."),
)  # fmt: skip


class ReportFilter(django_filters.FilterSet):
    """By words, customer, means, major, not yet noted, day."""

    q = django_filters.CharFilter(method="search", label=_("Number or words"))
    customer = django_filters.NumberFilter(field_name="customer", label=_("Customer (digits of the number)"))
    means = django_filters.MultipleChoiceFilter(choices=Means.choices, label=pgettext_lazy("contact", "By"))
    is_major = django_filters.BooleanFilter(label=_("Major matter"))
    to_note = django_filters.BooleanFilter(method="by_note", label=_("Waits for a note"))
    happened_at = django_filters.DateFromToRangeFilter(label=_("Day"))

    class Meta:
        model = ContactReport
        fields: list[str] = []

    def search(self, rows: QuerySet[ContactReport], name: str, text: str) -> QuerySet[ContactReport]:
        number = text.strip().upper().removeprefix("CR-").lstrip("0")
        is_number = number.isascii() and number.isdigit() and len(number) < 18
        also = [int(number)] if is_number else []
        return matching(rows, text, order=("-happened_at", "-pk"), also=also)

    def filter_queryset(self, queryset: QuerySet[ContactReport]) -> QuerySet[ContactReport]:
        """The words last: they are looked up among what the other filters leave (docs/fulltext.md)."""
        text = self.form.cleaned_data.pop("q", "")
        rows = super().filter_queryset(queryset)
        self.form.cleaned_data["q"] = text
        return self.search(rows, "q", text) if text else rows

    def by_note(self, rows: QuerySet[ContactReport], name: str, chosen: bool) -> QuerySet[ContactReport]:
        waits = Q(is_major=True, is_confidential=False, noted_at=None)
        return rows.filter(waits) if chosen else rows.exclude(waits)


REPORTS = Listing(
    key="customers.reports",
    title=_("Contact reports"),
    columns=(
        Column("number", pgettext_lazy("contact", "Number"), lambda r: r.number, sort="pk", link=lambda r: r.get_absolute_url()),
        Column("happened_at", _("When"), lambda r: r.happened_at, kind="datetime", sort="happened_at"),
        Column("customer", _("Customer"), lambda r: r.customer, link=lambda r: r.customer.get_absolute_url(), wrap=True),
        Column("means", pgettext_lazy("contact", "By"), lambda r: r.get_means_display(), sort="means"),
        Column("title", _("About"), lambda r: masked_words(r.title), wrap=True),
        Column("employee", _("Who of us"), lambda r: r.employee, sort="employee__name"),
        Column("is_major", _("Major matter"), lambda r: r.is_major, kind="bool", sort="is_major"),
        Column("noted_at", _("Noted"), lambda r: r.noted_at, kind="datetime", default=False),
    ),
    ordering=("-happened_at", "-pk"),
    filterset=ReportFilter,
    export_subject=SUBJECT,
    export_rows=lambda rows, user: rows.visible_to(user),
    may_take=may_export,
    peek=True,
    empty_title=_("No contact reports yet"),
    empty_text=_("Letters, faxes and long-distance calls with customers stand here, and every contact with a key customer."),
)  # fmt: skip


def looked_at(look: Look) -> str:
    """The page of what was looked at: the customer, else the record that the numbers stand on."""
    if look.customer is not None:
        return look.customer.get_absolute_url()
    return look.source.get_absolute_url() if look.source is not None else ""


LOOKS = Listing(
    key="customers.looks",
    title=_("Who looked at numbers"),
    columns=(
        Column("at", _("When"), lambda one: one.at, kind="datetime", sort="pk"),
        Column("user", _("Who"), lambda one: looker(one), sort="user__username"),
        Column("customer", _("Customer"), lambda one: one.customer or one.reference, link=looked_at, wrap=True),
        Column("fields", _("At what"), lambda one: what(one)),
        Column("reason", _("Why"), lambda one: one.reason, wrap=True),
        Column("via", _("Where"), lambda one: one.get_via_display()),
    ),
    ordering=("-pk",),
    export_subject=SUBJECT,
    export_rows=lambda rows, user: rows,
    may_take=may_export,
    empty_title=_("Nobody has looked yet"),
    empty_text=_("Every look at a whole phone, identity number or e-mail address is kept here with its reason."),
)  # fmt: skip


def looker(look: Look) -> str:
    """Who looked: the employee, or the program's log-in."""
    employee = getattr(look.user, "employee", None)
    return f"{employee.number} {employee}" if employee else str(look.user)


def what(look: Look) -> str:
    """At which numbers, in words."""
    from complaints.customers.looks.models import Field

    return " · ".join(str(Field(one).label) for one in look.fields)


class AccessFilter(django_filters.FilterSet):
    """By state."""

    state = django_filters.MultipleChoiceFilter(choices=AccessState.choices, label=_("State"))

    class Meta:
        model = AccessRequest
        fields: list[str] = []


ACCESS = Listing(
    key="customers.access",
    title=_("Requests to see customers"),
    columns=(
        Column("number", pgettext_lazy("access", "Number"), lambda r: r.number, sort="pk"),
        Column("employee", _("Who asks"), lambda r: r.employee, sort="employee__name"),
        Column("customer", _("Customer"), lambda r: r.customer.number, link=lambda r: r.customer.get_absolute_url() if r.holds_now else None),
        Column("reason", _("Why"), lambda r: r.reason, wrap=True),
        Column("state", _("State"), lambda r: (r.get_state_display(), ACCESS_COLOURS[r.state]), kind="badge", sort="state"),
        Column("asked_at", _("Asked"), lambda r: r.asked_at, kind="datetime", sort="asked_at"),
        Column("until", _("Until"), lambda r: r.until, kind="datetime"),
        Column("decided_by", _("Decided by"), lambda r: r.decided_by),
        Column("words", _("Words of the decision"), lambda r: r.words, wrap=True, default=False),
    ),
    ordering=("-pk",),
    filterset=AccessFilter,
    may_take=may_export,
    empty_title=_("Nobody has asked"),
    empty_text=_("Who needs to see a customer beyond their own asks here; the customer-data officer decides."),
)  # fmt: skip
