"""Contact reports: every letter, fax and long-distance call is in the file; key customers have one for every contact."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor
from callcenter.fulltext import vector
from callcenter.people.models import Employee
from callcenter.web.addresses import address
from complaints.customers.dossier import Customer
from complaints.customers.masking import masked_words


class Means(models.TextChoices):
    """How the contact was."""

    CALL = "call", pgettext_lazy("contact", "Call")
    LONG_DISTANCE = "long_distance", pgettext_lazy("contact", "Long-distance call")
    LETTER = "letter", pgettext_lazy("contact", "Letter")
    FAX = "fax", pgettext_lazy("contact", "Fax")
    EMAIL = "email", pgettext_lazy("contact", "E-mail")
    MESSAGE = "message", pgettext_lazy("contact", "Message")
    VISIT = "visit", pgettext_lazy("contact", "Visit to the customer")
    RECEPTION = "reception", pgettext_lazy("contact", "Reception at our house")


class Direction(models.TextChoices):
    """Who began it."""

    FROM_CUSTOMER = "in", pgettext_lazy("contact", "From the customer")
    FROM_US = "out", pgettext_lazy("contact", "From us")


class ContactReportQuerySet(models.QuerySet["ContactReport"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "ContactReportQuerySet":
        """Those of customers in one's sight; confidential ones only for who wrote them or looks after the customer."""
        from complaints.customers.contacts.access import open_to

        return self.filter(customer__in=Customer.objects.visible_to(user, action)).filter(open_to(user))


class ContactReport(models.Model):
    """What was said with a customer, by whom, and what follows. Never changed: a correction is another report.

    `is_major` goes to the customer-data officer (S2D-4) unless it is confidential business.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contact_reports")
    happened_at = models.DateTimeField(_("when"))
    means = models.CharField(_("by"), max_length=14, choices=Means.choices)
    direction = models.CharField(_("who began"), max_length=3, choices=Direction.choices)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("who of us"))
    with_whom = models.CharField(_("with whom"), max_length=120, blank=True)
    title = models.CharField(_("about"), max_length=200)
    content = models.TextField(_("what was said"))
    follow_up = models.TextField(_("what follows"), blank=True)
    is_major = models.BooleanField(_("major matter"), default=False)
    is_confidential = models.BooleanField(_("confidential business"), default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(_("written"), db_default=Now())
    noted_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("noted by")
    )
    noted_at = models.DateTimeField(_("noted"), null=True)
    search = SearchVectorField(null=True, editable=False)

    objects = ContactReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact report")
        verbose_name_plural = _("contact reports")
        ordering = ["-happened_at", "-pk"]
        indexes = [
            models.Index(fields=["customer", "-happened_at"], name="contact_reports_of_customer"),
            models.Index(
                fields=["happened_at"],
                name="contact_reports_to_note",
                condition=Q(is_major=True, is_confidential=False, noted_at__isnull=True),
            ),
            models.Index(fields=["-happened_at", "-id"], name="contact_reports_list"),
            GinIndex(fields=["search"], name="contact_report_words"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_contact_report_has_words", condition=~Q(title="") & ~Q(content="")
            ),
            models.CheckConstraint(
                name="a_contact_report_is_about_what_was",
                condition=Q(happened_at__lte=F("written_at")),
                violation_error_message=_("A contact report is about what has happened."),
            ),
            models.CheckConstraint(
                name="a_contact_report_is_noted_by_somebody",
                condition=Q(noted_at__isnull=True, noted_by__isnull=True)
                | Q(noted_at__isnull=False, noted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return address("customers:report", str(self.pk))

    @property
    def words(self) -> str:
        """The value of `search`: what a list shows, numbers masked, and the customer's name. Written once, with the report."""
        texts = (self.title, self.content, self.follow_up, self.with_whom)
        return vector(self.customer.name, *(masked_words(text) for text in texts))

    @property
    def number(self) -> str:
        """The public number: CR-000042."""
        return f"CR-{self.pk:06d}"


class OwedReport(models.Model):
    """A contact with a key customer that somebody has to write a report about (S2D-7). `source` names it once."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="owed_reports")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("written by"))
    source = models.CharField(max_length=80, unique=True)  # "cases.contact:42"
    title = models.CharField(_("about"), max_length=200)
    happened_at = models.DateTimeField(_("when"))
    due_at = models.DateTimeField(_("due"))
    report = models.OneToOneField(ContactReport, models.PROTECT, null=True, related_name="owed")

    class Meta:
        verbose_name = _("contact report to write")
        verbose_name_plural = _("contact reports to write")
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(
                fields=["employee", "due_at"], name="owed_reports_open", condition=Q(report__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.title
