"""Every look at what is masked, kept for good; and leave to see customers beyond one's own (S2D-6)."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.models import Employee, Site
from complaints.customers.dossier import Customer


class Field(models.TextChoices):
    """What is masked."""

    PHONE = "phone", _("Phone numbers")
    IDENTITY = "identity", _("Identity number")
    EMAIL = "email", _("E-mail")


class Via(models.TextChoices):
    """Where somebody looked."""

    PAGE = "page", _("Page")
    API = "api", _("API")


class Look(models.Model):
    """One look: who, when, at which numbers of which customer, why. The database refuses to change or delete it.

    Numbers may also stand on a record of a room above, such as a complaint of somebody who is no customer on record: `source`
    is that record, `reference` what it was called then, `site` whose it is.
    """

    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="looks")
    source_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    source_id = models.PositiveBigIntegerField(null=True)
    source = GenericForeignKey("source_type", "source_id")
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+", verbose_name=_("site"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who")
    )
    fields = ArrayField(models.CharField(max_length=8, choices=Field.choices), verbose_name=_("at what"))
    reason = models.CharField(_("why"), max_length=300)
    via = models.CharField(_("where"), max_length=4, choices=Via.choices, default=Via.PAGE)
    at = models.DateTimeField(_("when"), db_default=Now())

    class Meta:
        verbose_name = _("look at numbers")
        verbose_name_plural = _("looks at numbers")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["customer", "-id"], name="looks_of_customer"),
            models.Index(fields=["user", "-id"], name="looks_of_user"),
            models.Index(fields=["source_type", "source_id", "-id"], name="looks_of_source"),
        ]
        constraints = [
            models.CheckConstraint(name="a_look_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="a_look_is_at_something", condition=Q(fields__len__gt=0)),
            models.CheckConstraint(
                name="a_look_names_the_customer_or_the_record",
                condition=Q(customer__isnull=False)
                | Q(source_type__isnull=False, source_id__isnull=False, site__isnull=False)
                & ~Q(reference=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.at}"


class AccessState(models.TextChoices):
    """Where the asking stands."""

    ASKED = "asked", pgettext_lazy("access", "Waits for a decision")
    GRANTED = "granted", pgettext_lazy("access", "Granted")
    REFUSED = "refused", pgettext_lazy("access", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("access", "Withdrawn")


class AccessRequest(models.Model):
    """Somebody asks to see a customer beyond their own; the customer-data officer grants it for some days, or not."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="access_requests")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("who asks"))
    reason = models.TextField(_("why"))
    state = models.CharField(
        _("state"), max_length=10, choices=AccessState.choices, default=AccessState.ASKED
    )
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    decided_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    words = models.TextField(_("words of the decision"), blank=True)
    until = models.DateTimeField(_("until"), null=True)

    class Meta:
        verbose_name = _("request to see a customer")
        verbose_name_plural = _("requests to see customers")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["employee", "until"], name="access_granted", condition=Q(state="granted")),
            models.Index(fields=["asked_at"], name="access_asked", condition=Q(state="asked")),
        ]
        constraints = [
            models.CheckConstraint(name="access_is_asked_for_with_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="access_is_granted_until_some_day",
                condition=Q(state="granted", until__isnull=False)
                | ~Q(state="granted") & Q(until__isnull=True),
            ),
            models.CheckConstraint(
                name="access_is_decided_by_somebody_else",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("employee")),
                violation_error_message=_("Nobody decides on their own request."),
            ),
            models.CheckConstraint(
                name="decided_access_says_who_and_when",
                condition=~Q(state__in=["granted", "refused"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["customer", "employee"],
                condition=Q(state="asked"),
                name="access_is_asked_for_once_at_a_time",
                violation_error_message=_("You have asked for that; it waits for a decision."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.employee}"

    @property
    def number(self) -> str:
        """The public number: CA-000042."""
        return f"CA-{self.pk:06d}"

    @property
    def holds_now(self) -> bool:
        """Whether the customer may be seen by it now."""
        return self.until is not None and self.until > timezone.now()
