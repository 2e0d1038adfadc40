"""Visits: who, why, with whom, approved by whom, in and out, badge."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.people.models import Employee, Site
from callcenter.web.addresses import address
from staffing.records.access import SUBJECT
from staffing.records.visitors.rules import VisitState

STATES = [
    (VisitState.ASKED.value, _("Waits for approval")),
    (VisitState.APPROVED.value, _("Approved")),
    (VisitState.REJECTED.value, _("Rejected")),
    (VisitState.INSIDE.value, _("Inside")),
    (VisitState.LEFT.value, _("Left")),
]


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "VisitQuerySet":
        """Those of the site; else those that one is the host of."""
        return self.filter(rows(user, SUBJECT, own="host", site="site", action=action))


class Visit(models.Model):
    """One visit of somebody who does not work here."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="visits", verbose_name=_("site"))
    name = models.CharField(_("visitor"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=400)
    host = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("host"))
    on = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=16, choices=STATES, default=VisitState.ASKED.value)
    asked_at = models.DateTimeField(_("asked at"), db_default=Now())
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    badge = models.CharField(_("badge"), max_length=16, blank=True)
    in_at = models.DateTimeField(_("in"), null=True, blank=True)
    out_at = models.DateTimeField(_("out"), null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["site", "-on"], name="visit_by_site")]
        constraints = [
            models.CheckConstraint(
                name="visitor_leaves_after_coming_in",
                condition=Q(out_at=None) | Q(out_at__gte=F("in_at")),
                violation_error_message=_("A visitor leaves after coming in."),
            ),
            models.CheckConstraint(
                name="visitor_inside_has_a_badge",
                condition=Q(in_at=None) | ~Q(badge=""),
                violation_error_message=_("A visitor inside has a badge."),
            ),
            models.UniqueConstraint(
                fields=["site", "badge"],
                condition=Q(in_at__isnull=False, out_at=None),
                name="badge_is_out_once",
                violation_error_message=_("This badge is out already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.on}"

    def get_absolute_url(self) -> str:
        return address("records:visit", str(self.pk))
