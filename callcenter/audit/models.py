"""The append-only trail: who did what to which object, with what before and after."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.audit import verbs


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "EventQuerySet":
        """Those of the sites that the user's posts reach; events of no site only for those who see all."""
        return self.filter(rows(user, "audit.event", own=Q(pk__in=[]), site="site_id", action=action))

    def about(self, subject: models.Model) -> "EventQuerySet":
        """What happened to the object, newest first."""
        kind = ContentType.objects.get_for_model(subject)
        return self.filter(subject_type=kind, subject_id=subject.pk).order_by("-id")


class Event(models.Model):
    """One act, written in the same transaction as the change it records. The database refuses to change or delete it."""

    at = models.DateTimeField(_("time"), db_default=Now())
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )  # null: the system itself
    verb = models.CharField(_("what"), max_length=100)  # app.noun.past_participle
    subject_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    subject_id = models.BigIntegerField(null=True)
    subject_label = models.CharField(_("on"), max_length=200, blank=True)
    site_id = models.BigIntegerField(null=True)  # the site it concerns; audit sits below people
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("reason"), blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_event_by_subject"),
            models.Index(fields=["verb", "-id"], name="audit_event_by_verb"),
            models.Index(fields=["actor", "-id"], name="audit_event_by_actor"),
            models.Index(fields=["-at"], name="audit_event_by_time"),
            models.Index(fields=["site_id", "-id"], name="audit_event_by_site"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_label}"

    def get_absolute_url(self) -> str:
        return reverse("audit:event", args=[self.pk])

    @property
    def sentence(self) -> str:
        """What was done, in the active language: hired E00012 Li Na."""
        return verbs.sentence(self.verb, self.subject_label)

    @property
    def who(self) -> str:
        """The actor's name; the system's own acts say so."""
        return self.actor.get_full_name() if self.actor else str(_("The system"))
