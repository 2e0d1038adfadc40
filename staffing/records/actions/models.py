"""Actions with owner and due day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action as Act
from callcenter.access.permissions import Actor, position, rows
from callcenter.people.models import Employee, Site
from callcenter.web.addresses import address
from staffing.records.access import SUBJECT


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user: Actor, action: Act = Act.VIEW) -> "ActionQuerySet":
        """Those of the site for who sees its records; else one's own."""
        kept = rows(user, SUBJECT, own="owner", site="site", action=action)
        mine = Q(owner=position(user).employee_id or 0) if action is Act.VIEW else Q(pk__in=[])
        return self.filter(kept | mine)

    def still_open(self) -> "ActionQuerySet":
        """Those that are not done and not dropped."""
        return self.filter(done_at=None)


class Action(models.Model):
    """Something to do: of an incident or of a meeting, never of both. A clock runs until it is done."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    incident = models.ForeignKey(
        "records.Incident",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("incident"),
    )
    meeting = models.ForeignKey(
        "records.Meeting",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("meeting"),
    )
    text = models.CharField(_("what is to be done"), max_length=400)
    owner = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("owner"))
    due_on = models.DateField(_("due on"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("created at"), db_default=Now())
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=400, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["site", "due_on"], name="action_by_site")]
        constraints = [
            models.CheckConstraint(
                name="action_comes_from_one_record",
                condition=Q(incident__isnull=False, meeting=None) | Q(incident=None, meeting__isnull=False),
                violation_error_message=_("An action comes from an incident or from a meeting."),
            ),
            models.CheckConstraint(
                name="action_that_is_done_has_a_result",
                condition=Q(done_at=None) | ~Q(result=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return address("records:action", str(self.pk))

    @property
    def source(self) -> models.Model:
        """The record that it comes from."""
        found = self.incident or self.meeting
        assert found is not None
        return found
