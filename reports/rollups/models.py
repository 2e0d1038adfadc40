"""Stored day sums, which days are stale, and what a day said before it was revised. Percentages are never stored."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Site
from callcenter.telephony.measures import BASES


class Dimension(models.IntegerChoices):
    """What one row of sums is of. Half hours, queues and call types each add up to the site; agents to what was answered."""

    SITE = 1, _("Site")
    HALF_HOUR = 2, _("Half hour")
    QUEUE = 3, _("Queue")
    CALL_TYPE = 4, _("Call type")
    TEAM = 5, _("Team")
    AGENT = 6, _("Agent")


class DaySum(models.Model):
    """The base counts of one site, half hour, queue, call type, team or agent on one day.

    `item` says which: the half hour (0…47) or the key of the queue, team or switch agent; 0 is none (no queue named, no agent
    recorded, no team that day) and, for the site, the site itself. A call type is its text, in `text`.
    One row a (site, day, dimension, item, text); all not null, so that they join by hash.
    """

    site = models.ForeignKey(
        Site, models.PROTECT, related_name="+", db_index=False
    )  # every constraint and index below begins with it
    day = models.DateField(_("day"))
    dimension = models.SmallIntegerField(choices=Dimension.choices)
    item = models.BigIntegerField(default=0)
    text = models.CharField(max_length=32, blank=True, default="")
    offered = models.IntegerField(default=0)
    answered = models.IntegerField(default=0)
    answered_in_target = models.IntegerField(default=0)
    abandoned = models.IntegerField(default=0)
    short_abandoned = models.IntegerField(default=0)
    abandoned_in_target = models.IntegerField(default=0)
    ignored = models.IntegerField(default=0)
    wait_answered_seconds = models.BigIntegerField(default=0)
    wait_abandoned_seconds = models.BigIntegerField(default=0)
    longest_wait_seconds = models.IntegerField(default=0)
    talk_seconds = models.BigIntegerField(default=0)
    hold_seconds = models.BigIntegerField(default=0)
    acw_seconds = models.BigIntegerField(default=0)
    state_talk_seconds = models.BigIntegerField(default=0)
    state_hold_seconds = models.BigIntegerField(default=0)
    state_acw_seconds = models.BigIntegerField(default=0)
    state_idle_seconds = models.BigIntegerField(default=0)
    login_seconds = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("day sum")
        verbose_name_plural = _("day sums")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "day", "dimension", "item", "text"], name="day_sum_is_stored_once"
            ),
            models.CheckConstraint(
                name="day_sum_dimension_is_a_known_one", condition=Q(dimension__in=Dimension.values)
            ),
            models.CheckConstraint(
                name="day_sum_parts_are_within_their_whole",
                condition=Q(
                    answered_in_target__lte=models.F("answered"),
                    abandoned_in_target__lte=models.F("abandoned"),
                    short_abandoned__lte=models.F("abandoned"),
                ),
            ),
            models.CheckConstraint(
                name="day_sum_is_not_negative", condition=Q(**{f"{base.name}__gte": 0 for base in BASES})
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_dimension_display()} {self.item or self.text}"


class ReportedDay(models.Model):
    """A day of a site that has sums: the seconds they were counted with, the revision, and where they come from.

    Its row is the lock of the day: whoever recomputes holds it. `revision` 0 means not computed yet; 1 the first figures.
    `sources` counts queues by origin: {"calls": 3, "intervals": 1}; where a queue has both on a day, calls win. `counts` are
    the base counts of complaints and surveys, by name; `counted_at` says when they were counted last.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    revision = models.PositiveIntegerField(_("revision"), default=0)
    sl_seconds = models.PositiveIntegerField(_("T of the service level"), null=True)
    short_abandon_seconds = models.PositiveIntegerField(_("S of a short abandon"), null=True)
    sources = models.JSONField(default=dict)
    facts_as_of = models.DateTimeField(_("facts as of"), null=True)  # when the newest load of the day came in
    computed_at = models.DateTimeField(_("computed at"), null=True)
    counts = models.JSONField(default=dict)
    counted_at = models.DateTimeField(_("complaints counted at"), null=True)

    class Meta:
        verbose_name = _("reported day")
        verbose_name_plural = _("reported days")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["site", "day"], name="day_is_reported_once_per_site"),
            models.CheckConstraint(
                name="computed_day_says_what_it_was_counted_with",
                condition=Q(revision=0)
                | Q(sl_seconds__isnull=False, short_abandon_seconds__isnull=False, computed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="counts_of_a_day_say_when_they_were_counted",
                condition=Q(counts={}) | Q(counted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.day}"


class Reason(models.TextChoices):
    """Why a day has to be summed again."""

    FACTS = "facts", _("Facts came in or were corrected")
    RULE = "rule", _("A rule that the figures are counted with changed")
    MAPPING = "mapping", _("An agent of the switch was named")
    MEMBERSHIP = "membership", _("Team history changed")
    RECORDS = "records", _("Complaints or answers of customers came in or moved")
    ASKED = "asked", _("Somebody asked for it")


class StaleDay(models.Model):
    """A day whose sums no longer fit the facts, marked in the transaction of the change.

    Deliberately not unique: a worker deletes only the marks that it saw before it began to count, so a mark made
    while it counts is left for the next round, and no change is lost.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    note = models.CharField(max_length=200, blank=True)  # which rule, agent or employee
    marked_at = models.DateTimeField(_("marked at"), db_default=Now())

    class Meta:
        verbose_name = _("stale day")
        verbose_name_plural = _("stale days")
        indexes = [models.Index(fields=["site", "day"], name="stale_day_by_site_and_day")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.day} {self.reason}"


class DayRevision(models.Model):
    """What a day said before, and what changed it. The figures as they stand are in DaySum; these are kept for ever.

    `before` and `after` are the site's base counts (those of complaints too, once they were counted) with `sl_seconds` and `short_abandon_seconds`; `changed_rows` counts the
    changed rows by dimension ({"half_hour": 3, "agent": 2}).
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    revision = models.PositiveIntegerField(_("revision"))  # the number that the day had from then on: 2, 3, …
    at = models.DateTimeField(_("revised at"), db_default=Now())
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    note = models.CharField(max_length=200, blank=True)
    job_id = models.BigIntegerField(_("import job"), null=True)
    source_name = models.CharField(_("file"), max_length=255, blank=True)
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)
    changed_rows = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("revision of a day")
        verbose_name_plural = _("revisions of days")
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "day", "revision"], name="revision_of_a_day_is_kept_once"
            ),
            models.CheckConstraint(name="first_figures_are_no_revision", condition=Q(revision__gte=2)),
        ]

    def __str__(self) -> str:
        return f"{self.day} #{self.revision}"
