"""The sales discount certificate: drawn up, signed by the sales deputy GM, stamped by the customer, filed, posted."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor
from callcenter.files.attachments.models import Attachment
from callcenter.web.addresses import address
from complaints.cases.models import RemedyLine
from complaints.remedies.papers import Paper, by, different, reached, seen_by, together

PREFIX = "XZ"


class CertificateState(models.TextChoices):
    """Where it stands."""

    DRAFT = "draft", pgettext_lazy("certificate", "Waits for the deputy GM sales")
    SIGNED = "signed", pgettext_lazy("certificate", "Signed by the deputy GM sales")
    ISSUED = "issued", pgettext_lazy("certificate", "With the customer")
    CONFIRMED = "confirmed", pgettext_lazy("certificate", "Signed by the customer")
    FILED = "filed", pgettext_lazy("certificate", "Filed")
    VOID = "void", pgettext_lazy("certificate", "Void")


class CertificateQuerySet(models.QuerySet["DiscountCertificate"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "CertificateQuerySet":
        """Copy 1 is marketing's from the start, copy 2 finance's once it is filed."""
        return self.filter(seen_by(user, action, warehouse=None, finance=Q(filed_at__isnull=False)))

    def live(self) -> "CertificateQuerySet":
        """Those that count: not void."""
        return self.exclude(state=CertificateState.VOID)


class DiscountCertificate(Paper):
    """A discount or compensation for the customer, at most as much as was approved: the database adds them up."""

    remedy = models.ForeignKey(
        RemedyLine, models.PROTECT, related_name="certificates", verbose_name=_("remedy")
    )
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    reason = models.TextField(_("what for"))
    state = models.CharField(
        _("state"), max_length=10, choices=CertificateState.choices, default=CertificateState.DRAFT
    )
    issued_by = by(_("handed out by"))
    issued_at = models.DateTimeField(_("handed to the customer"), null=True)
    customer_signer = models.CharField(_("signed for the customer by"), max_length=120, blank=True)
    customer_signed_on = models.DateField(_("customer signed on"), null=True)
    evidence = models.ForeignKey(
        Attachment, models.PROTECT, null=True, related_name="+", verbose_name=_("stamped copy")
    )
    confirmed_by = by(_("recorded by"))
    confirmed_at = models.DateTimeField(_("customer’s signature recorded"), null=True)
    filed_by = by(_("filed by"))
    filed_at = models.DateTimeField(_("filed"), null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("sales discount certificate")
        verbose_name_plural = _("sales discount certificates")
        ordering = ["-drawn_at", "-pk"]
        indexes = [
            models.Index(fields=["site", "-drawn_at", "-id"], name="certificate_by_site"),
            models.Index(fields=["case"], name="certificate_by_case"),
        ]
        constraints = [
            models.CheckConstraint(name="certificate_amount_is_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="certificate_says_what_for", condition=~Q(reason="")),
            reached(
                "certificate_state_and_signatures_agree",
                ("signed", "signed_at"),
                ("issued", "issued_at"),
                ("confirmed", "confirmed_at"),
                ("filed", "filed_at"),
            ),
            together("certificate_signature_names_a_person", "signed_at", "signed_by"),
            together("certificate_is_handed_out_by_a_person", "issued_at", "issued_by"),
            together(
                "customer_signed_on_a_day_with_evidence",
                "confirmed_at",
                "confirmed_by",
                "customer_signed_on",
                "evidence",
                words=("customer_signer",),
            ),
            together("certificate_is_filed_by_a_person", "filed_at", "filed_by"),
            together(
                "posted_certificate_has_a_voucher",
                "posted_at",
                "posted_by",
                "posting_on",
                words=("voucher_no",),
            ),
            models.CheckConstraint(
                name="only_a_filed_certificate_is_posted", condition=Q(posted_at=None) | Q(state="filed")
            ),
            together("void_certificate_says_why", "voided_at", "voided_by", words=("void_reason",)),
            different(
                "nobody_signs_a_certificate_twice",
                ("drawn_by", "signed_by"),
                ("drawn_by", "posted_by"),
                ("signed_by", "posted_by"),
                message=_("Nobody signs two roles of one paper."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return address("remedies:certificate", self.number)

    @property
    def line(self) -> RemedyLine:
        return self.remedy

    @property
    def figures(self) -> dict[str, Any]:
        return {
            "complaint": self.case.reference,
            "state": self.state,
            "amount": str(self.amount),
            "voucher": self.voucher_no,
        }

    @property
    def is_posted(self) -> bool:
        return self.posted_at is not None
