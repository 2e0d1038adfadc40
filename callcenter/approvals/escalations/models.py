"""Escalations: what happened, what is asked, and the instruction that came of it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from callcenter.approvals.requests.models import Request
from callcenter.people.models import Employee, Site

KIND = "approvals.escalation"


class Escalation(models.Model):
    """Reported up the line; the request of the same kind carries who has to answer."""

    author = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("from"))
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    topic = models.CharField(_("what it is about"), max_length=120)
    situation = models.TextField(_("what happened"))
    question = models.TextField(_("what I ask for"), blank=True)
    is_urgent = models.BooleanField(_("emergency"), default=False)
    reported_at = models.DateTimeField(_("reported"), db_default=Now())
    instruction = models.TextField(_("instruction"), blank=True)
    instructed_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("instruction by")
    )
    instructed_at = models.DateTimeField(_("instructed"), null=True)

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        ordering = ["-reported_at"]
        constraints = [
            models.CheckConstraint(
                name="escalation_is_answered_with_an_instruction",
                condition=Q(instructed_at=None, instructed_by=None, instruction="")
                | (Q(instructed_at__isnull=False, instructed_by__isnull=False) & ~Q(instruction="")),
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    def get_absolute_url(self) -> str:
        """The page of its latest request: the report and its answer are read there."""
        found = Request.objects.filter(kind=KIND, subject_id=self.pk).order_by("-pk").first()
        return found.get_absolute_url() if found else reverse("approvals:inbox")
