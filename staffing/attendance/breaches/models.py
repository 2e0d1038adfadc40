"""Breaches of attendance, from the proposal to the leader's word."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.clocks.models import Clock
from callcenter.people.models import Employee, Site, Team
from callcenter.web.addresses import address
from staffing.attendance import rules
from staffing.attendance.access import SUBJECT, decidable

DECISION = "attendance.breach_decision"  # the kind of its clock


class BreachKind(models.TextChoices):
    """What is held against somebody (S2E-29, AT-3, AT-4)."""

    LATE = rules.LATE_BREACH, _("Late, breach")
    OFF_POST = rules.OFF_POST_BREACH, _("Off post, breach")
    ABSENCE = rules.ABSENT, _("Absence")


class BreachState(models.TextChoices):
    """How far it is."""

    PROPOSED = "proposed", pgettext_lazy("breach", "Waits for the leader")
    CONFIRMED = "confirmed", pgettext_lazy("breach", "Confirmed")
    DISMISSED = "dismissed", pgettext_lazy("breach", "Dismissed")
    WITHDRAWN = "withdrawn", pgettext_lazy("breach", "Lapsed")


COLOURS = {
    BreachState.PROPOSED.value: "yellow",
    BreachState.CONFIRMED.value: "red",
    BreachState.DISMISSED.value: "green",
    BreachState.WITHDRAWN.value: "grey",
}


class BreachQuerySet(models.QuerySet["Breach"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "BreachQuerySet":
        """As the days they are about."""
        return self.filter(
            rows(
                user,
                SUBJECT,
                own="employee",
                team="team",
                department="team__department",
                site="site",
                action=action,
            )
        )

    def proposed(self) -> "BreachQuerySet":
        """Those that wait for a word."""
        return self.filter(state=BreachState.PROPOSED)

    def standing(self) -> "BreachQuerySet":
        """All whose ground is still there."""
        return self.exclude(state=BreachState.WITHDRAWN)

    def to_decide_by(self, user: Actor) -> "BreachQuerySet":
        """Those that wait for this user's word; nobody's own."""
        return self.proposed().filter(decidable(user))

    def with_due(self) -> Any:
        """Each with `due_at`, the deadline of its decision, which their type does not know."""
        kind = ContentType.objects.get_for_model(Breach)
        clocks = Clock.objects.filter(kind=DECISION, subject_type=kind, subject_id=OuterRef("pk"))
        return self.annotate(due_at=Subquery(clocks.order_by("-pk").values("due_at")[:1]))


class Breach(models.Model):
    """One breach of somebody's day. `seconds`: how late, off post or absent; `detail`: why absent, as the finding says."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="attendance_breaches", verbose_name=_("employee")
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", verbose_name=_("team"))
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=24, choices=BreachKind.choices)
    seconds = models.PositiveIntegerField(_("seconds"), default=0)
    detail = models.CharField(_("details"), max_length=24, blank=True, default="")
    state = models.CharField(
        _("state"), max_length=10, choices=BreachState.choices, default=BreachState.PROPOSED.value
    )
    proposed_at = models.DateTimeField(_("proposed at"), db_default=Now())
    statement = models.TextField(_("statement"), blank=True, default="")
    stated_at = models.DateTimeField(_("stated at"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    reason = models.TextField(_("reason"), blank=True, default="")

    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("breach of attendance")
        verbose_name_plural = _("breaches of attendance")
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["employee", "on"], name="breach_by_person_and_day"),
            models.Index(fields=["team", "state"], name="breach_by_team_and_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "on", "kind"],
                condition=~Q(state="withdrawn"),
                name="a_day_has_a_breach_of_a_kind_once",
                violation_error_message=_("This breach is proposed already."),
            ),
            models.CheckConstraint(
                name="breach_is_of_a_known_kind_and_state",
                condition=Q(kind__in=BreachKind.values, state__in=BreachState.values),
            ),
            models.CheckConstraint(
                name="decided_breach_says_by_whom_and_when",
                condition=~Q(state__in=["confirmed", "dismissed"])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="dismissed_breach_says_why", condition=~Q(state="dismissed") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="statement_on_a_breach_has_its_moment",
                condition=Q(statement="", stated_at=None) | (~Q(statement="") & Q(stated_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} · {self.on}"

    def get_absolute_url(self) -> str:
        return address("attendance:breach", str(self.pk))

    @property
    def is_open(self) -> bool:
        """Whether it waits for a word."""
        return self.state == BreachState.PROPOSED

    @property
    def badge(self) -> tuple[str, str]:
        """The state in a word, and its colour."""
        return self.get_state_display(), COLOURS[self.state]

    @property
    def finding(self) -> rules.Finding:
        """What the day says."""
        return rules.Finding(self.kind, self.seconds, self.detail)

    def facts(self) -> dict[str, Any]:
        """For the trail."""
        return {
            "on": self.on,
            "kind": self.kind,
            "seconds": self.seconds,
            "detail": self.detail,
            "state": self.state,
        }
