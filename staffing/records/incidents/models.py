"""Incidents and their timelines."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.people.models import Employee, Site, Team
from callcenter.telephony.models import Queue
from callcenter.web.addresses import address
from staffing.records.access import SUBJECT
from staffing.records.incidents.rules import Severity


class IncidentKind(models.TextChoices):
    SYSTEM = "system", _("System problem")
    DROPS = "drops", _("Frequent drops")
    PEAK = "peak", _("Traffic peak")
    LEAK = "leak", _("Leak of information")
    ERROR = "error", _("Major error")
    SAFETY = "safety", _("Safety of people or equipment")
    CUSTOMER = "customer", _("Difficult customer")
    OTHER = "other", _("Other")


REPORT_AT_ONCE = frozenset({IncidentKind.LEAK, IncidentKind.ERROR, IncidentKind.SAFETY})  # S2E-1, 1 to 3
DANGEROUS = frozenset({IncidentKind.LEAK, IncidentKind.SAFETY})
SEVERITIES = [
    (Severity.WATCH.value, _("To be watched")),
    (Severity.ALARM.value, _("Alarm")),
    (Severity.CRITICAL.value, _("Critical")),
]


class EntryKind(models.TextChoices):
    NOTE = "note", _("Note")
    MEASURE = "measure", _("Measure")
    NOTIFIED = "notified", _("Person notified")
    STATE = "state", _("State")


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "IncidentQuerySet":
        """Those of the site, or of the own teams and the whole floor for group leaders; else those that one reported."""
        return self.filter(rows(user, SUBJECT, own="reported_by", team="team", site="site", action=action))


class Incident(models.Model):
    """Something that went wrong on the floor."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="incidents", verbose_name=_("site"))
    team = models.ForeignKey(  # null: the whole floor
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    kind = models.CharField(_("type"), max_length=16, choices=IncidentKind.choices)
    title = models.CharField(_("what happened"), max_length=160)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=SEVERITIES)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    is_interruption = models.BooleanField(_("the service was interrupted"), default=False)
    queues = models.ManyToManyField(Queue, related_name="+", blank=True, verbose_name=_("queues"))
    calls_lost = models.PositiveIntegerField(_("calls lost"), null=True, blank=True)
    load = models.JSONField(_("what the switch showed"), default=dict)
    root_cause = models.TextField(_("root cause"), blank=True)
    reported_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("reported by")
    )
    reported_at = models.DateTimeField(_("reported at"), db_default=Now())
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["site", "-starts_at"], name="incident_by_site")]
        constraints = [
            models.CheckConstraint(
                name="incident_ends_after_it_starts",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("An incident ends after it starts."),
            ),
            models.CheckConstraint(
                name="closed_incident_has_an_end_and_a_cause",
                condition=Q(closed_at=None) | (Q(ends_at__isnull=False) & ~Q(root_cause="")),
                violation_error_message=_("A closed incident has an end and a root cause."),
            ),
            models.CheckConstraint(
                name="incident_severity_is_1_to_3", condition=Q(severity__gte=1, severity__lte=3)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return address("records:incident", str(self.pk))

    @property
    def number(self) -> str:
        """The number that people say."""
        return f"IN-{self.pk:05}"

    @property
    def is_reported_at_once(self) -> bool:
        """Whether the manual wants it reported up the line at once (S2E-1)."""
        return self.kind in REPORT_AT_ONCE


class IncidentEntry(models.Model):
    """One line of an incident's timeline: append-only. `at` is when it happened, `recorded_at` when it was written down."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="entries")
    at = models.DateTimeField(_("when"))
    kind = models.CharField(_("kind"), max_length=16, choices=EntryKind.choices)
    text = models.TextField(_("text"))
    person = models.ForeignKey(  # who was notified
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())

    class Meta:
        verbose_name = _("line of a timeline")
        verbose_name_plural = _("lines of timelines")
        ordering = ["incident", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="notified_entry_names_somebody",
                condition=~Q(kind=EntryKind.NOTIFIED.value) | Q(person__isnull=False) | ~Q(text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident} · {self.get_kind_display()}"
