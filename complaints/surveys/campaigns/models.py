"""Regular and ad hoc surveys (S2A-11): whom they ask, how many are drawn, how often one customer is asked."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, scope
from callcenter.people.models import Site
from callcenter.web.addresses import address
from complaints.cases.models import CauseClass

SUBJECT = "complaints.survey"


class CampaignState(models.TextChoices):
    """Where it stands."""

    DRAFT = "draft", pgettext_lazy("campaign", "Being prepared")
    RUNNING = "running", pgettext_lazy("campaign", "Running")
    ENDED = "ended", pgettext_lazy("campaign", "Ended")


class Repeats(models.TextChoices):
    """Ad hoc, or regular."""

    ONCE = "once", pgettext_lazy("campaign", "Once (ad hoc)")
    WEEKLY = "weekly", pgettext_lazy("campaign", "Every week")
    MONTHLY = "monthly", pgettext_lazy("campaign", "Every month")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "CampaignQuerySet":
        """Those of one's site, for whoever sees more than ratings of their own."""
        reach = scope(user, action, SUBJECT)
        if reach is Scope.ALL:
            return self
        return self.filter(site__in=position(user).site_ids) if reach > Scope.OWN else self.none()


class Campaign(models.Model):
    """One round of asking: who was closed with between two days, a sample drawn with a kept seed."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=120)
    repeats = models.CharField(_("how often"), max_length=8, choices=Repeats.choices, default=Repeats.ONCE)
    sources = ArrayField(models.CharField(max_length=30), verbose_name=_("about"))
    cause = models.ForeignKey(
        CauseClass, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cause")
    )
    first = models.DateField(_("closed from"))
    last = models.DateField(_("closed until"))
    sample_size = models.PositiveIntegerField(_("sample"))
    quota_days = models.PositiveSmallIntegerField(_("days between two surveys of one customer"))
    seed = models.BigIntegerField(_("seed"))
    answers_until = models.DateField(_("answers until"))
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(
        _("state"), max_length=8, choices=CampaignState.choices, default=CampaignState.DRAFT
    )
    audience = models.PositiveIntegerField(_("found"), null=True)
    spared = models.PositiveIntegerField(_("left out by the quota"), null=True)
    earlier = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="later", verbose_name=_("round before")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"), db_default=Now())
    started_at = models.DateTimeField(_("started"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey campaign")
        verbose_name_plural = _("survey campaigns")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["site", "-made_at"], name="campaign_by_site")]
        constraints = [
            models.CheckConstraint(
                name="campaign_period_is_in_order",
                condition=Q(first__lte=F("last")),
                violation_error_message=_("The first day is not after the last."),
            ),
            models.CheckConstraint(name="campaign_asks_somebody", condition=Q(sample_size__gt=0)),
            models.CheckConstraint(
                name="started_campaign_knows_its_audience",
                condition=Q(state="draft", started_at=None)
                | Q(started_at__isnull=False, audience__isnull=False, spared__isnull=False),
            ),
            models.CheckConstraint(
                name="campaign_ends_once",
                condition=Q(state="ended", ended_at__isnull=False) | (~Q(state="ended") & Q(ended_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return address("surveys:campaign", str(self.pk))

    @property
    def number(self) -> str:
        """The public number: SV-000042."""
        return f"SV-{self.pk:06d}"

    @property
    def is_regular(self) -> bool:
        return self.repeats != Repeats.ONCE
