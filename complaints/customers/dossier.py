"""The customer's record (S2D-1, S2D-2): who it is, how they are reached, their class, their people, their yearly figures."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now, Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor
from callcenter.people.models import Employee, Site
from callcenter.web.addresses import address
from complaints.customers.masking import masked_email, masked_identity, masked_phone

SUBJECT = "complaints.customer"
KEY_LENGTH = 20


class CustomerKind(models.TextChoices):
    """Who it is."""

    PERSON = "person", pgettext_lazy("customer", "Person")
    ORGANISATION = "organisation", pgettext_lazy("customer", "Organisation")


class CustomerClass(models.TextChoices):
    """What they are to the company (S2D-9)."""

    CONSUMER = "consumer", pgettext_lazy("customer", "Consumer")
    DISTRIBUTOR = "distributor", pgettext_lazy("customer", "Distributor")
    SUPPLIER = "supplier", pgettext_lazy("customer", "Supplier")
    SPECIAL = "special", pgettext_lazy("customer", "Special class")


class SpecialClass(models.TextChoices):
    """The special class, as S2D-9 lists it."""

    LAWYER = "lawyer", pgettext_lazy("customer", "Lawyer")
    ADVISER = "adviser", pgettext_lazy("customer", "Financial adviser")
    ADVERTISING = "advertising", pgettext_lazy("customer", "Advertising agency")
    PUBLIC_RELATIONS = "public_relations", pgettext_lazy("customer", "Public relations agency")
    BANK = "bank", pgettext_lazy("customer", "Bank")
    INSURER = "insurer", pgettext_lazy("customer", "Insurer")
    FINANCING = "financing", pgettext_lazy("customer", "Financing body")


class CustomerQuerySet(models.QuerySet["Customer"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "CustomerQuerySet":
        """By the post: those one serves, those one's team serves, the site's, all; and those one was let see."""
        from complaints.customers.access import reach

        return self.filter(reach(user, action))

    def listed_to(self, user: Actor) -> "CustomerQuerySet":
        """The rows of `visible_to`, for a list. Whoever sees a site and was let see others besides has those named by their
        keys, which asks the database once: beside a question within the question no index of the site is used.
        """
        from complaints.customers.access import listed

        return self.filter(listed(user))

    def current(self) -> "CustomerQuerySet":
        """Without records that were merged into another."""
        return self.filter(merged_into=None)

    def standing_for(self, ids: Any) -> "CustomerQuerySet":
        """The records that stand for these: themselves, or what they were merged into."""
        found = Customer.objects.filter(pk__in=ids).values(standing=Coalesce("merged_into", "pk"))
        return self.filter(pk__in=found)


class Customer(models.Model):
    """One customer of a site. Phone and identity numbers are shown masked; `phone_key` is what is compared.

    `owner` looks after them today; `servants.Caretaking` keeps since when and who before. `merged_into`: this record
    was a second one of somebody; it stays readable and everything that points at it is shown with the other.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    kind = models.CharField(
        _("kind"), max_length=12, choices=CustomerKind.choices, default=CustomerKind.PERSON
    )
    name = models.CharField(_("name"), max_length=200)
    customer_class = models.CharField(
        _("class"), max_length=12, choices=CustomerClass.choices, default=CustomerClass.CONSUMER
    )
    special_class = models.CharField(
        _("special class"), max_length=16, choices=SpecialClass.choices, blank=True
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_key = models.CharField(
        max_length=KEY_LENGTH, blank=True, editable=False
    )  # digits alone, without prefixes
    fax = models.CharField(_("fax"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    identity_number = models.CharField(_("identity number"), max_length=40, blank=True)
    postal_address = models.CharField(_("address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=16, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=120, blank=True)
    business_scope = models.TextField(_("business scope"), blank=True)
    registered_capital = models.DecimalField(
        _("registered capital"), max_digits=16, decimal_places=2, null=True, blank=True
    )  # in the site's currency
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    is_key = models.BooleanField(_("key customer"), default=False)
    is_vip = models.BooleanField(_("VIP reception"), default=False)
    is_vulnerable = models.BooleanField(_("needs special care"), default=False)
    notes = models.TextField(_("notes"), blank=True)
    owner = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("looked after by")
    )
    created_at = models.DateTimeField(_("recorded"), db_default=Now())
    created_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    changed_at = models.DateTimeField(_("changed"), db_default=Now())
    version = models.PositiveIntegerField(default=1, editable=False)  # of the form that was read
    found_by = SearchVectorField(null=True, editable=False)  # names and address, never numbers
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["site", "phone_key"], name="customer_by_phone"),
            models.Index(fields=["site", "name"], name="customer_by_name"),
            models.Index("site", Upper("name"), name="customer_by_same_name"),
            models.Index(
                fields=["site", "identity_number"],
                name="customer_by_identity",
                condition=~Q(identity_number=""),
            ),
            models.Index(  # what the list walks: all that its filters ask for
                fields=[
                    "name",
                    "id",
                    "site",
                    "customer_class",
                    "kind",
                    "is_key",
                    "is_vip",
                    "is_vulnerable",
                    "owner",
                    "language",
                    "created_at",
                ],
                name="customer_list",
                condition=Q(merged_into=None),
            ),
            models.Index(fields=["site", "email"], name="customer_by_email", condition=~Q(email="")),
            GinIndex(fields=["found_by"], name="customer_by_words"),
            models.Index(fields=["owner"], name="customer_by_owner", condition=Q(owner__isnull=False)),
            models.Index(
                fields=["merged_into"], name="customer_merged", condition=Q(merged_into__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(name="customer_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="the_special_class_is_named_where_it_is_special",
                condition=Q(customer_class="special") & ~Q(special_class="")
                | ~Q(customer_class="special") & Q(special_class=""),
                violation_error_message=_(
                    "Say which special class it is: lawyer, adviser, agency, bank or insurer."
                ),
            ),
            models.CheckConstraint(
                name="customer_is_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
            ),
            models.CheckConstraint(
                name="registered_capital_is_not_negative",
                condition=Q(registered_capital__isnull=True) | Q(registered_capital__gte=0),
                violation_error_message=_("Registered capital is not below zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return address("customers:customer", str(self.pk))

    @property
    def number(self) -> str:
        """The public number: CU-000042."""
        return f"CU-{self.pk:06d}"

    @property
    def masked_phone(self) -> str:
        return masked_phone(self.phone)

    @property
    def masked_fax(self) -> str:
        return masked_phone(self.fax)

    @property
    def masked_email(self) -> str:
        return masked_email(self.email)

    @property
    def masked_identity(self) -> str:
        return masked_identity(self.identity_number)

    @property
    def class_words(self) -> str:
        """The class, with the special one where there is one."""
        return self.get_special_class_display() if self.special_class else self.get_customer_class_display()


class CustomerPhone(models.Model):
    """A further number of a customer, beside the one on the record."""

    class Use(models.TextChoices):
        MOBILE = "mobile", pgettext_lazy("phone", "Mobile")
        HOME = "home", pgettext_lazy("phone", "Home")
        WORK = "work", pgettext_lazy("phone", "Work")
        OTHER = "other", pgettext_lazy("phone", "Other")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="phones")
    use = models.CharField(_("use"), max_length=8, choices=Use.choices, default=Use.MOBILE)
    phone = models.CharField(_("phone"), max_length=40)
    phone_key = models.CharField(max_length=KEY_LENGTH, editable=False)

    class Meta:
        verbose_name = _("further phone number")
        verbose_name_plural = _("further phone numbers")
        ordering = ["pk"]
        indexes = [models.Index(fields=["phone_key"], name="customer_phone_by_key")]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "phone_key"],
                name="a_customer_has_each_number_once",
                violation_error_message=_("The customer has this number already."),
            )
        ]

    def __str__(self) -> str:
        return self.masked_phone

    @property
    def masked_phone(self) -> str:
        return masked_phone(self.phone)


class CustomerPerson(models.Model):
    """Somebody at an organisation with whom we speak."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="people")
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("position"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_key = models.CharField(max_length=KEY_LENGTH, blank=True, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    notes = models.CharField(_("notes"), max_length=300, blank=True)
    is_active = models.BooleanField(_("still there"), default=True)

    class Meta:
        verbose_name = _("person at a customer")
        verbose_name_plural = _("people at customers")
        ordering = ["-is_active", "name", "pk"]
        indexes = [
            models.Index(fields=["phone_key"], name="customer_person_by_phone", condition=~Q(phone_key="")),
            models.Index(fields=["email"], name="customer_person_by_email", condition=~Q(email="")),
        ]
        constraints = [models.CheckConstraint(name="a_person_has_a_name", condition=~Q(name=""))]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        return masked_phone(self.phone)

    @property
    def masked_email(self) -> str:
        return masked_email(self.email)


class YearFigures(models.Model):
    """A customer's year (S2D-3): what they did, how they stand, what they did with us; money in the site's currency."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(_("year"))
    turnover = models.DecimalField(
        _("their turnover"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    profit = models.DecimalField(_("their profit"), max_digits=16, decimal_places=2, null=True, blank=True)
    business_with_us = models.DecimalField(
        _("business with us"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    overdue = models.DecimalField(_("overdue to us"), max_digits=16, decimal_places=2, null=True, blank=True)
    words = models.CharField(_("how they stand"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("figures of a year")
        verbose_name_plural = _("figures of years")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "year"],
                name="a_customer_has_each_year_once",
                violation_error_message=_("There are figures of that year already."),
            ),
            models.CheckConstraint(
                name="a_year_has_four_places", condition=Q(year__gte=1900, year__lte=2999)
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)
