"""The product return slip, the deliveries that the warehouse counts for it, the copies that go on."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor
from callcenter.web.addresses import address
from complaints.cases.models import RemedyLine
from complaints.remedies.papers import Paper, by, different, reached, seen_by, together
from complaints.remedies.rules import plain

PREFIX = "TH"


class SlipState(models.TextChoices):
    """Where it stands; each state follows the one before it."""

    DRAFT = "draft", pgettext_lazy("return slip", "Waits for the deputy GM sales")
    SIGNED = "signed", pgettext_lazy("return slip", "Signed by the deputy GM sales")
    SENT = "sent", pgettext_lazy("return slip", "With the warehouse")
    RECEIVED = "received", pgettext_lazy("return slip", "Goods received")
    HANDED_ON = "handed_on", pgettext_lazy("return slip", "Copies handed on")
    POSTED = "posted", pgettext_lazy("return slip", "Posted")
    VOID = "void", pgettext_lazy("return slip", "Void")


class Copy(models.IntegerChoices):
    """The four copies: who keeps each (S2A-42)."""

    SALES = 1, pgettext_lazy("copy", "Copy 1: sales")
    WAREHOUSE = 2, pgettext_lazy("copy", "Copy 2: warehouse")
    FINANCE = 3, pgettext_lazy("copy", "Copy 3: finance")
    RETURNED = 4, pgettext_lazy("copy", "Copy 4: sales, after receipt")


class SlipQuerySet(models.QuerySet["ReturnSlip"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "SlipQuerySet":
        """Copies 1 and 4 are sales', copy 2 the warehouse's once it is sent, copy 3 finance's once it is handed on."""
        sent, handed_on = Q(sent_at__isnull=False), Q(handed_on_at__isnull=False)
        return self.filter(seen_by(user, action, warehouse=sent, finance=handed_on))

    def live(self) -> "SlipQuerySet":
        """Those that count: not void."""
        return self.exclude(state=SlipState.VOID)


class ReturnSlip(Paper):
    """Goods that come back. `received_quantity` is the sum of its deliveries, kept by the database."""

    remedy = models.ForeignKey(RemedyLine, models.PROTECT, related_name="slips", verbose_name=_("remedy"))
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3)
    received_quantity = models.DecimalField(
        _("received"), max_digits=12, decimal_places=3, default=0, editable=False
    )
    reason = models.TextField(_("why it comes back"))
    handling = models.TextField(_("what is done with it"))
    basis = models.TextField(_("on what basis"))
    state = models.CharField(_("state"), max_length=10, choices=SlipState.choices, default=SlipState.DRAFT)
    sent_by = by(_("handed on by"))
    sent_at = models.DateTimeField(_("sent to the warehouse"), null=True)
    received_by = by(_("received by"))
    received_at = models.DateTimeField(_("goods received"), null=True)
    handed_on_by = by(_("copies handed on by"))
    handed_on_at = models.DateTimeField(_("copies handed on"), null=True)

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("product return slip")
        verbose_name_plural = _("product return slips")
        ordering = ["-drawn_at", "-pk"]
        indexes = [
            models.Index(fields=["site", "-drawn_at", "-id"], name="slip_by_site"),
            models.Index(fields=["case"], name="slip_by_case"),
        ]
        constraints = [
            models.CheckConstraint(name="slip_quantity_is_positive", condition=Q(quantity__gt=0)),
            models.CheckConstraint(
                name="slip_has_reason_handling_and_basis",
                condition=~Q(reason="") & ~Q(handling="") & ~Q(basis=""),
            ),
            models.CheckConstraint(
                name="no_more_comes_back_than_the_slip_says",
                condition=Q(received_quantity__gte=0, received_quantity__lte=F("quantity")),
            ),
            models.CheckConstraint(
                name="warehouse_signs_for_what_the_slip_says",
                condition=Q(received_at=None) | Q(received_quantity=F("quantity")),
            ),
            reached(
                "slip_state_and_signatures_agree",
                ("signed", "signed_at"),
                ("sent", "sent_at"),
                ("received", "received_at"),
                ("handed_on", "handed_on_at"),
                ("posted", "posted_at"),
            ),
            together("slip_signature_names_a_person", "signed_at", "signed_by"),
            together("slip_is_sent_by_a_person", "sent_at", "sent_by"),
            together("slip_is_received_by_a_person", "received_at", "received_by"),
            together("slip_is_handed_on_by_a_person", "handed_on_at", "handed_on_by"),
            together(
                "posted_slip_has_a_voucher", "posted_at", "posted_by", "posting_on", words=("voucher_no",)
            ),
            together("void_slip_says_why", "voided_at", "voided_by", words=("void_reason",)),
            models.CheckConstraint(
                name="void_slip_was_never_posted", condition=Q(voided_at=None) | Q(posted_at=None)
            ),
            different(
                "nobody_signs_a_slip_twice",
                ("drawn_by", "signed_by"),
                ("drawn_by", "received_by"),
                ("drawn_by", "posted_by"),
                ("signed_by", "received_by"),
                ("signed_by", "posted_by"),
                ("received_by", "posted_by"),
                message=_("Nobody signs two roles of one paper."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return address("remedies:slip", self.number)

    @property
    def line(self) -> RemedyLine:
        return self.remedy

    @property
    def figures(self) -> dict[str, Any]:
        return {
            "complaint": self.case.reference,
            "state": self.state,
            "quantity": plain(self.quantity),
            "received": plain(self.received_quantity),
            "voucher": self.voucher_no,
        }


class Delivery(models.Model):
    """Goods that arrived for a slip, as the warehouse counted them; a wrong count is struck out, never changed."""

    slip = models.ForeignKey(ReturnSlip, models.PROTECT, related_name="deliveries")
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3)
    arrived_on = models.DateField(_("arrived on"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    counted_by = by(_("counted by"))
    counted_at = models.DateTimeField(_("counted"))
    struck_at = models.DateTimeField(_("struck out"), null=True)
    struck_by = by(_("struck out by"))

    class Meta:
        verbose_name = _("delivery of returned goods")
        verbose_name_plural = _("deliveries of returned goods")
        ordering = ["arrived_on", "pk"]
        constraints = [
            models.CheckConstraint(name="delivery_is_positive", condition=Q(quantity__gt=0)),
            together("struck_delivery_names_a_person", "struck_at", "struck_by"),
        ]

    def __str__(self) -> str:
        return f"{self.slip.number} {self.arrived_on} {self.quantity}"
