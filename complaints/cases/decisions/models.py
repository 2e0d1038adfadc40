"""What was found, what is proposed, what was decided (S2A-26 to S2A-28, §6.6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Department
from complaints.cases.dossier import Case
from complaints.cases.states import Fault, Outcome, Remedy


class Findings(models.Model):
    """Result of the investigation and the explicit verdict on liability and improvement (S2A-27)."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="findings")
    text = models.TextField(_("findings"), blank=True)
    fault = models.CharField(_("fault"), max_length=12, choices=Fault.choices, blank=True)
    outcome = models.CharField(_("outcome"), max_length=17, choices=Outcome.choices, blank=True)
    originating_unit = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("originating unit"),
    )
    is_own_quality_problem = models.BooleanField(_("our own quality problem"), null=True)
    is_human_negligence = models.BooleanField(_("human negligence"), null=True)
    is_improvement_tracked = models.BooleanField(_("improvement is tracked"), null=True)
    verdict_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verdict_at = models.DateTimeField(_("verdict"), null=True)

    class Meta:
        verbose_name = _("findings of a complaint")
        constraints = [
            models.CheckConstraint(
                name="negligence_is_exempt_from_improvement",
                condition=Q(is_human_negligence=None)
                | Q(is_human_negligence=False)
                | Q(is_improvement_tracked=False)
                | Q(is_improvement_tracked=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.reference}"


class RemedyLine(models.Model):
    """One remedy that is proposed, and after the decision approved: amounts in the site's currency."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="remedies")
    kind = models.CharField(_("remedy"), max_length=12, choices=Remedy.choices)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, default=0)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("remedy")
        verbose_name_plural = _("remedies")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="remedy_amount_is_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="goods_that_come_back_are_counted",
                condition=~Q(kind__in=["return", "reprocessing"]) | Q(quantity__gt=0),
            ),
            models.CheckConstraint(
                name="words_cost_nothing", condition=~Q(kind__in=["apology", "explanation"]) | Q(amount=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} {self.get_kind_display()}"


class Report(models.Model):
    """The report to the deputy GM (S2A-26), one for each time it is handed in; the last one is decided on."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports")
    round = models.PositiveSmallIntegerField(_("round"))
    text = models.TextField(_("report"))
    outcome = models.CharField(_("proposed outcome"), max_length=17, choices=Outcome.choices)
    amount = models.DecimalField(_("remedy total"), max_digits=12, decimal_places=2)
    counted_amount = models.DecimalField(
        _("total that counts for the approval"), max_digits=12, decimal_places=2
    )  # with the chain and the customer's last 30 days
    tier = models.PositiveSmallIntegerField(_("tier"))
    submitted_at = models.DateTimeField(_("submitted"))
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_approved = models.BooleanField(_("approved"), null=True)
    decision = models.TextField(_("decision"), blank=True)

    class Meta:
        verbose_name = _("report on a complaint")
        verbose_name_plural = _("reports on complaints")
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="report_once_per_round"),
            models.CheckConstraint(
                name="report_is_decided_or_not",
                condition=Q(decided_at=None, is_approved=None)
                | Q(decided_at__isnull=False, is_approved__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.round}" if self.round > 1 else str(self.case)

    def get_absolute_url(self) -> str:
        return f"{self.case.get_absolute_url()}#decision"
