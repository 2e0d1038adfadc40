"""Whoever looks after a customer, dated; and our contact persons at key customers (S2D-7)."""

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.db import no_overlap
from callcenter.people.models import Employee
from complaints.customers.dossier import Customer


class Caretaking(models.Model):
    """One person's time of looking after a customer. `told_at` is empty until the customer knows of a change (S2D-8)."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="caretakings")
    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="+", verbose_name=_("looked after by")
    )
    period = DateRangeField(_("from and until"))  # half-open days at the site; open at the end: today
    before = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("taken over from")
    )
    must_tell = models.BooleanField(_("the customer is to be told"), default=False)
    told_at = models.DateTimeField(_("customer told"), null=True)
    told_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    told_how = models.CharField(_("how they were told"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("looking after a customer")
        verbose_name_plural = _("looking after customers")
        ordering = ["-period", "-pk"]
        indexes = [
            models.Index(
                fields=["employee"],
                name="customers_to_tell",
                condition=Q(must_tell=True, told_at__isnull=True),
            )
        ]
        constraints = [
            no_overlap(
                "customer_id",
                period="period",
                name="one_person_looks_after_a_customer_at_a_time",
                message=_("Somebody looks after the customer at that time already."),
            ),
            models.CheckConstraint(
                name="a_customer_is_told_by_somebody_somehow",
                condition=Q(told_at__isnull=True, told_by__isnull=True)
                | Q(told_at__isnull=False, told_by__isnull=False) & ~Q(told_how=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.employee}"


class LiaisonQuerySet(models.QuerySet["Liaison"]):
    def open(self) -> "LiaisonQuerySet":
        """Those who keep contact today."""
        return self.filter(ended_at=None)


class Liaison(models.Model):
    """One of ours who keeps contact with a customer. A key customer always keeps two: the database refuses less."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="liaisons")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("contact person"))
    added_at = models.DateTimeField(_("since"), db_default=Now())
    ended_at = models.DateTimeField(_("until"), null=True)

    objects = LiaisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact person of ours")
        verbose_name_plural = _("contact persons of ours")
        ordering = ["added_at", "pk"]
        indexes = [
            models.Index(fields=["employee"], name="liaisons_of_employee", condition=Q(ended_at__isnull=True))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "employee"],
                condition=Q(ended_at__isnull=True),
                name="a_contact_person_is_named_once",
                violation_error_message=_("They are a contact person of this customer already."),
            ),
            models.CheckConstraint(
                name="contact_ends_after_it_began",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("added_at")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.employee)
