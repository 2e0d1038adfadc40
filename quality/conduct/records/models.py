"""Records of conduct."""

import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.approvals.models import Step
from callcenter.people.models import Employee, Site, Team
from callcenter.web.addresses import address
from quality.conduct.access import SUBJECT
from quality.conduct.catalogue.models import Item, ItemVersion
from quality.conduct.ledger.models import PointsEntry

APPROVAL = "conduct.approval"  # the kind of request


class RecordState(models.TextChoices):
    """Where it stands."""

    RECORDED = "recorded", pgettext_lazy("conduct", "Waits for the leader")
    APPROVAL = "approval", pgettext_lazy("conduct", "Waits for the director")
    DECIDED = "decided", pgettext_lazy("conduct", "Decided, may be contested")
    CONTESTED = "contested", pgettext_lazy("conduct", "Contested")
    FINAL = "final", pgettext_lazy("conduct", "Final")
    DISMISSED = "dismissed", pgettext_lazy("conduct", "Dismissed")
    CANCELLED = "cancelled", pgettext_lazy("conduct", "Cancelled")


COUNTS = (RecordState.DECIDED, RecordState.CONTESTED, RecordState.FINAL)  # points stand in the ledger
OPEN = (RecordState.RECORDED, RecordState.APPROVAL)
OVER = (RecordState.DISMISSED, RecordState.CANCELLED)


class Measure(models.TextChoices):
    """The step of progressive discipline that goes with the points (pattern of S2C-2)."""

    CORRECTION = "correction", pgettext_lazy("measure", "Correction")
    ORAL = "oral", pgettext_lazy("measure", "Oral warning")
    WRITTEN = "written", pgettext_lazy("measure", "Written warning")
    DEDUCTION = "deduction", pgettext_lazy("measure", "Deduction proposed to the GM office")


class Outcome(models.TextChoices):
    """What came of a contest (domain §5.7)."""

    UPHELD = "upheld", pgettext_lazy("contest", "The deduction stands")
    CHANGED = "changed", pgettext_lazy("contest", "Other points")
    CANCELLED = "cancelled", pgettext_lazy("contest", "Cancelled")


class RecordQuerySet(models.QuerySet["ConductRecord"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "RecordQuerySet":
        """One's own; those of a team or site by the user's posts; those one recorded or decides on."""
        reach = rows(
            user,
            SUBJECT,
            own="employee",
            team="team",
            department="team__department",
            site="site",
            action=action,
        )
        if action is not Action.VIEW or user is None or user.pk is None:
            return self.filter(reach)
        asked = Step.objects.filter(request__kind=APPROVAL, approver__user=user)
        mine = Q(recorded_by=user.pk) | Q(pk__in=asked.values("request__subject_id"))
        return self.filter(reach | mine)

    def counting(self) -> "RecordQuerySet":
        """Those whose points stand."""
        return self.filter(state__in=COUNTS)

    def with_people(self) -> "RecordQuerySet":
        """With what pages and lists name."""
        return self.select_related(
            "site",
            "employee__user",
            "team",
            "item",
            "version__item",
            "recorded_by__employee",
            "confirmed_by__employee",
            "entry",
        )


class ConductRecord(models.Model):
    """One thing held against one person, from what was seen to the final word. `recorded_by` null: taken over by the system.

    The points are in the ledger from the decision on (`entry`); whatever undoes them is a reversal there.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="conduct_records", verbose_name=_("employee")
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", verbose_name=_("team"))
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", verbose_name=_("item"))
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("points"))
    happened_at = models.DateTimeField(_("when"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    witness = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("witness")
    )
    words = models.TextField(_("what was seen"))
    source_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    source_id = models.PositiveBigIntegerField(null=True)
    source = GenericForeignKey("source_type", "source_id")
    state = models.CharField(_("state"), max_length=10, choices=RecordState.choices)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now())
    statement_until = models.DateTimeField(_("statement until"))
    statement = models.TextField(_("statement"), blank=True)
    stated_at = models.DateTimeField(_("stated"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    decision = models.TextField(_("words of the decision"), blank=True)
    repeat = models.PositiveSmallIntegerField(_("time within the months that count"), null=True)
    measure = models.CharField(_("measure"), max_length=10, choices=Measure.choices, blank=True)
    entry = models.OneToOneField(
        PointsEntry, models.PROTECT, null=True, related_name="+", verbose_name=_("in the ledger")
    )
    contest_until = models.DateTimeField(_("may be contested until"), null=True)
    contest = models.TextField(_("contest"), blank=True)
    contested_at = models.DateTimeField(_("contested"), null=True)
    outcome = models.CharField(
        _("outcome of the contest"), max_length=10, choices=Outcome.choices, blank=True
    )
    contest_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    contest_decided_at = models.DateTimeField(_("contest decided"), null=True)
    contest_words = models.TextField(_("words on the contest"), blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("conduct record")
        verbose_name_plural = _("conduct records")
        ordering = ["-happened_at", "-pk"]
        indexes = [
            models.Index(fields=["site", "-happened_at"], name="conduct_by_site"),
            models.Index(fields=["employee", "item", "happened_at"], name="conduct_by_person_and_item"),
            models.Index(fields=["team", "-happened_at"], name="conduct_by_team"),
            models.Index(
                fields=["contest_until"], name="conduct_window_by_end", condition=Q(state="decided")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source_type", "source_id"],
                condition=Q(recorded_by=None) & ~Q(state__in=["dismissed", "cancelled"]),
                name="source_is_taken_over_once",
            ),
            models.CheckConstraint(
                name="conduct_source_is_whole",
                condition=Q(source_type=None, source_id=None)
                | Q(source_type__isnull=False, source_id__isnull=False),
            ),
            models.CheckConstraint(
                name="conduct_record_says_what_was_seen", condition=~Q(words="") | Q(recorded_by=None)
            ),
            models.CheckConstraint(
                name="nobody_is_their_own_witness", condition=Q(witness=None) | ~Q(witness=F("employee"))
            ),
            models.CheckConstraint(
                name="statement_on_conduct_has_its_moment",
                condition=Q(statement="", stated_at=None) | (~Q(statement="") & Q(stated_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="conduct_waits_for_the_director_after_the_leader",
                condition=~Q(state="approval") | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="decided_conduct_says_when_and_until_when_it_is_contested",
                condition=~Q(state__in=["decided", "contested", "final"])
                | Q(confirmed_at__isnull=False, decided_at__isnull=False, contest_until__isnull=False),
            ),
            models.CheckConstraint(
                name="dismissed_or_cancelled_conduct_says_why",
                condition=~Q(state__in=["dismissed", "cancelled"])
                | (Q(decided_at__isnull=False) & (~Q(decision="") | ~Q(contest_words=""))),
            ),
            models.CheckConstraint(
                name="conduct_is_contested_once_with_words",
                condition=Q(contest="", contested_at=None) | (~Q(contest="") & Q(contested_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="contest_is_decided_with_words",
                condition=Q(outcome="", contest_decided_at=None)
                | (
                    ~Q(outcome="")
                    & ~Q(contest_words="")
                    & Q(contested_at__isnull=False, contest_decided_at__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.item.code} {self.employee}"

    def get_absolute_url(self) -> str:
        return address("conduct:record", str(self.pk))

    @property
    def number(self) -> str:
        """The public number: CR-000042."""
        return f"CR-{self.pk:06d}"

    @property
    def on(self) -> datetime.date:
        """The day at the site on which it happened."""
        return self.happened_at.astimezone(self.site.zone).date()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def counts(self) -> bool:
        return self.state in COUNTS
