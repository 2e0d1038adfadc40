"""Handovers with their problems, open items that are carried over, consoles that were released."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.people.models import Employee, Site, Team
from callcenter.web.addresses import address
from staffing.floor.access import RECORDS
from staffing.roster.models import Assignment


class Side(models.TextChoices):
    """Who answers for a problem."""

    OUTGOING = "outgoing", _("Outgoing shift")
    BOTH = "both", _("Both shifts")
    INCOMING = "incoming", _("Incoming shift")


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "HandoverQuerySet":
        """Those one signs; those of the team or site by the user's posts."""
        me = getattr(user, "pk", None)
        own = Q(outgoing__user=me) | Q(incoming__user=me) if me else Q(pk__in=[])
        return self.filter(
            rows(
                user,
                RECORDS,
                own=own,
                team="team",
                department="team__department",
                site="site",
                action=action,
            )
        )

    def open(self) -> "HandoverQuerySet":
        """Not signed by both."""
        return self.filter(incoming_signed_at=None)


class Handover(models.Model):
    """What one shift of a team hands to the next at `change_at`. `topics`: words by key; `facts`: frozen by the first signature."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    team = models.ForeignKey(Team, models.PROTECT, related_name="handovers", verbose_name=_("team"))
    on = models.DateField(_("day"))  # of the outgoing shift
    code = models.CharField(_("outgoing shift"), max_length=8)
    change_at = models.DateTimeField(_("change of shifts"))
    topics: Any = models.JSONField(_("topics"), default=dict)
    facts: Any = models.JSONField(_("facts"), default=list)
    outgoing = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("outgoing leader")
    )
    incoming = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("incoming leader")
    )
    outgoing_signed_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    incoming_signed_at = models.DateTimeField(_("taken over at"), null=True, blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField(_("begun at"), db_default=Now())
    version = models.PositiveIntegerField(default=1)  # what an editor saw

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-change_at", "team"]
        indexes = [models.Index(fields=["site", "-on"], name="handover_by_site_and_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "change_at"],
                name="change_of_shifts_has_one_handover",
                violation_error_message=_("This change of shifts already has its handover."),
            ),
            models.CheckConstraint(
                name="handover_is_signed_by_two_people",
                condition=Q(outgoing=None) | Q(incoming=None) | ~Q(outgoing=F("incoming")),
                violation_error_message=_("Two different people sign a handover."),
            ),
            models.CheckConstraint(
                name="handover_is_given_before_it_is_taken",
                condition=Q(incoming_signed_at=None)
                | Q(outgoing_signed_at__isnull=False, incoming_signed_at__gte=F("outgoing_signed_at")),
            ),
            models.CheckConstraint(
                name="handover_signature_has_a_name",
                condition=(Q(outgoing_signed_at=None) | Q(outgoing__isnull=False))
                & (Q(incoming_signed_at=None) | Q(incoming__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.on} {self.code} · {self.team}"

    def get_absolute_url(self) -> str:
        return address("floor:handover", str(self.pk))

    @property
    def number(self) -> str:
        """The public number: HO-000042."""
        return f"HO-{self.pk:06d}"

    @property
    def is_given(self) -> bool:
        return self.outgoing_signed_at is not None

    @property
    def is_taken(self) -> bool:
        return self.incoming_signed_at is not None


class HandoverProblem(models.Model):
    """A problem of a handover; who answers follows from when it was found. Append-only."""

    handover = models.ForeignKey(
        Handover, models.PROTECT, related_name="problems", verbose_name=_("handover")
    )
    text = models.TextField(_("problem"))
    found_at = models.DateTimeField(_("found at"))
    side = models.CharField(_("answers for it"), max_length=8, choices=Side.choices)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("noted by")
    )
    noted_at = models.DateTimeField(_("noted at"), db_default=Now())

    class Meta:
        verbose_name = _("problem of a handover")
        verbose_name_plural = _("problems of handovers")
        ordering = ["found_at", "pk"]
        constraints = [
            models.CheckConstraint(name="handover_problem_says_what", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class TeamRecordQuerySet(models.QuerySet[Any]):
    """Rows of a team and a site."""

    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "TeamRecordQuerySet":
        """Those of the team or site by the user's posts; nobody's own."""
        return self.filter(
            rows(
                user,
                RECORDS,
                own=Q(pk__in=[]),
                team="team",
                department="team__department",
                site="site",
                action=action,
            )
        )


class OpenItem(models.Model):
    """Work that a team has not finished or not passed on; what is left of earlier days comes first (S2A-9)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    team = models.ForeignKey(Team, models.PROTECT, related_name="open_items", verbose_name=_("team"))
    text = models.CharField(_("what is open"), max_length=300)
    raised_on = models.DateField(_("since"))
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    raised_at = models.DateTimeField(_("entered at"), db_default=Now())
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("done by")
    )
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    objects = TeamRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("open item")
        verbose_name_plural = _("open items")
        ordering = ["raised_on", "pk"]  # what was left over comes first
        indexes = [models.Index(fields=["team"], name="open_item_by_team", condition=Q(done_at=None))]
        constraints = [
            models.CheckConstraint(name="open_item_says_what", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return address("floor:handovers")


class ConsoleRelease(models.Model):
    """Somebody was free to leave the console: relieved by one who had come, nobody was due, or by the leader's word. Append-only."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name=_("team"))
    assignment = models.OneToOneField(
        Assignment, models.PROTECT, related_name="console_release", verbose_name=_("shift")
    )
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("employee"))
    relief = models.OneToOneField(
        Assignment, models.PROTECT, null=True, related_name="relieves", verbose_name=_("relief")
    )
    is_without_relief = models.BooleanField(_("no relief was due"), default=False)
    reason = models.TextField(_("reason"), blank=True, default="")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("released by")
    )
    released_at = models.DateTimeField(_("released at"), db_default=Now())

    objects = TeamRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("release of a console")
        verbose_name_plural = _("releases of consoles")
        ordering = ["-released_at"]
        constraints = [
            models.CheckConstraint(
                name="console_is_released_for_a_cause",
                condition=Q(relief__isnull=False) | Q(is_without_relief=True) | ~Q(reason=""),
                violation_error_message=_(
                    "A console is released when the relief is there, or with a reason."
                ),
            ),
            models.CheckConstraint(
                name="nobody_relieves_themselves",
                condition=Q(relief=None) | ~Q(relief=F("assignment")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}"
