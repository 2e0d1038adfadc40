"""Customers: one record each (S2D-1), found by phone, e-mail or name."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.models import Employee, Site
from callcenter.web.addresses import address

SUBJECT = "complaints.customer"


class CustomerKind(models.TextChoices):
    """Who it is."""

    PERSON = "person", pgettext_lazy("customer", "Person")
    ORGANISATION = "organisation", pgettext_lazy("customer", "Organisation")


class Customer(models.Model):
    """One customer of a site. Phone and identity numbers are shown masked; `phone_key` is what is compared."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    kind = models.CharField(
        _("kind"), max_length=12, choices=CustomerKind.choices, default=CustomerKind.PERSON
    )
    name = models.CharField(_("name"), max_length=200)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_key = models.CharField(max_length=20, blank=True, editable=False)  # digits alone, without prefixes
    email = models.EmailField(_("e-mail"), blank=True)
    postal_address = models.CharField(_("address"), max_length=300, blank=True)
    owner = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("looked after by")
    )
    created_at = models.DateTimeField(_("recorded"), db_default=Now())

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["site", "phone_key"], name="customer_by_phone"),
            models.Index(fields=["site", "name"], name="customer_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return address("customers:customer", str(self.pk))

    @property
    def number(self) -> str:
        """The public number: CU-000042."""
        return f"CU-{self.pk:06d}"
