"""Opening hours in versions, the days that differ, and the editions that were published of them."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.db.models import F, Func, Q, Value
from django.db.models.functions import ExtractDay, ExtractMonth, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from callcenter.db import no_overlap
from callcenter.people.models import Site
from callcenter.workcalendar.rules import DAY, DayKind, Interval

WEEK = 7 * DAY

DAY_KINDS = [
    (DayKind.HOLIDAY.value, _("Holiday")),
    (DayKind.CLOSED.value, pgettext_lazy("type of day", "Closed")),
    (DayKind.PART_DAY.value, _("Other hours")),
    (DayKind.MAKE_UP.value, _("Make-up workday")),
]


class Source(models.TextChoices):
    """Where a day comes from."""

    PUBLIC = "public", _("public calendar")
    MANUAL = "manual", _("entered by hand")
    IMPORT = "import", _("from a file")


class HoursVersion(models.Model):
    """The weekly opening hours of a site from a day on, until the next version. The first has no beginning."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="opening_hours", verbose_name=_("site"))
    period = DateRangeField(_("days"))
    reason = models.TextField(_("reason"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("set by")
    )  # null: the system itself
    set_at = models.DateTimeField(_("set at"), db_default=Now())

    class Meta:
        verbose_name = _("version of opening hours")
        verbose_name_plural = _("versions of opening hours")
        ordering = ["site", "period"]
        constraints = [
            no_overlap(
                "site_id",
                period="period",
                name="site_has_one_version_of_hours_a_day",
                message=_("The site already has a version of its opening hours for these days."),
            ),
            models.CheckConstraint(
                name="hours_version_holds_at_least_a_day",
                condition=Q(period__isempty=False),
                violation_error_message=_("A version holds for at least a day."),
            ),
            models.CheckConstraint(
                name="hours_version_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why the opening hours change."),
            ),
        ]

    def __str__(self) -> str:
        since = self.period.lower
        return f"{self.site} {since.isoformat()}" if since else str(self.site)

    @property
    def since(self) -> datetime.date | None:
        """The first day; None: always."""
        return self.period.lower

    @property
    def until(self) -> datetime.date | None:
        """The last day; None: until further notice."""
        upper = self.period.upper
        return upper - datetime.timedelta(days=1) if upper else None


class OpenInterval(models.Model):
    """One interval of a week: `span` is [start, end) in seconds of wall-clock time since Monday 00:00."""

    version = models.ForeignKey(HoursVersion, models.CASCADE, related_name="intervals")
    span = BigIntegerRangeField()

    class Meta:
        ordering = ["version", "span"]
        constraints = [
            no_overlap(
                "version_id",
                period="span",
                name="opening_hours_of_a_day_do_not_overlap",
                message=_("Opening hours of a day overlap."),
            ),
            models.CheckConstraint(
                name="opening_hours_start_in_the_week_and_last_at_most_a_day",
                condition=Q(span__isempty=False, span__startswith__gte=0, span__startswith__lt=WEEK)
                & Q(span__endswith__lte=Func(F("span"), function="lower") + Value(DAY)),
                violation_error_message=_("Opening hours start on a weekday and last at most 24 hours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.span.lower}–{self.span.upper}"

    @property
    def weekday(self) -> int:
        """0 is Monday."""
        return _ends(self.span)[0] // DAY

    @property
    def interval(self) -> Interval:
        """As seconds from midnight of its weekday."""
        lower, upper = _ends(self.span)
        start = self.weekday * DAY
        return (lower - start, upper - start)


class CalendarDay(models.Model):
    """A date on which a site does not follow its week. Switched off, it follows the week again and the row stays."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="calendar_days", verbose_name=_("site"))
    on = models.DateField(_("day"))
    kind = models.CharField(_("type"), max_length=10, choices=DAY_KINDS)
    name = models.CharField(_("name"), max_length=120)
    name_zh = models.CharField(_("Chinese name"), max_length=120, blank=True)
    as_weekday = models.PositiveSmallIntegerField(
        _("hours as on"), null=True
    )  # 0 is Monday; null: its own hours, if it has any
    is_yearly = models.BooleanField(_("every year"), default=False)
    is_active = models.BooleanField(_("in force"), default=True)
    source = models.CharField(_("source"), max_length=10, choices=Source)
    source_detail = models.CharField(max_length=200, blank=True)  # the package's version, the file's name
    reason = models.TextField(_("reason"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"), default=timezone.now)

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        ordering = ["site", "on", "is_yearly"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "on"],
                name="site_has_one_entry_for_a_date",
                condition=Q(is_yearly=False),
                violation_error_message=_("The site already has an entry for this day."),
            ),
            models.UniqueConstraint(
                F("site"),
                ExtractMonth("on"),
                ExtractDay("on"),
                name="site_has_one_yearly_entry_for_a_day_of_the_year",
                condition=Q(is_yearly=True),
                violation_error_message=_("The site already has a yearly entry for this day."),
            ),
            models.CheckConstraint(
                name="calendar_day_follows_a_weekday_from_0_to_6",
                condition=Q(as_weekday=None) | Q(as_weekday__lte=6),
                violation_error_message=_("A weekday is 0 (Monday) to 6 (Sunday)."),
            ),
            models.CheckConstraint(
                name="closed_day_and_yearly_day_follow_no_weekday",
                condition=Q(as_weekday=None) | (Q(is_yearly=False) & ~Q(kind="closed")),
                violation_error_message=_("A closed day or a yearly one cannot follow a weekday."),
            ),
            models.CheckConstraint(
                name="calendar_day_kind_is_known",
                condition=Q(kind__in=[kind.value for kind in DayKind]),
                violation_error_message=_("There is no such type of day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on.isoformat()} {self.title}"

    @property
    def title(self) -> str:
        """The name in the reader's language."""
        return self.name_zh if self.name_zh and (get_language() or "").startswith("zh") else self.name

    @property
    def intervals(self) -> tuple[Interval, ...]:
        """Its own hours, in seconds from midnight."""
        return tuple(sorted(_ends(each.span) for each in self.hours.all()))


class DayInterval(models.Model):
    """One interval of a day: `span` is [start, end) in seconds of wall-clock time since its midnight."""

    day = models.ForeignKey(CalendarDay, models.CASCADE, related_name="hours")
    span = BigIntegerRangeField()

    class Meta:
        ordering = ["day", "span"]
        constraints = [
            no_overlap(
                "day_id",
                period="span",
                name="hours_of_a_calendar_day_do_not_overlap",
                message=_("Opening hours of a day overlap."),
            ),
            models.CheckConstraint(
                name="hours_of_a_calendar_day_start_in_it_and_last_at_most_a_day",
                condition=Q(span__isempty=False, span__startswith__gte=0, span__startswith__lt=DAY)
                & Q(span__endswith__lte=Func(F("span"), function="lower") + Value(DAY)),
                violation_error_message=_("Opening hours start on their day and last at most 24 hours."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.span.lower}–{self.span.upper}"


class Edition(models.Model):
    """What a site's calendar was after one change: the content that deadlines are worked out from. Never edited."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="calendar_editions", verbose_name=_("site"))
    number = models.PositiveIntegerField(_("number"))
    fingerprint = models.CharField(max_length=64)  # of the content
    content = models.JSONField()  # as OpenHours.to_json writes it
    verb = models.CharField(max_length=100)  # what was done, as the trail has it
    what = models.CharField(_("what"), max_length=200, blank=True)  # which days or hours, in figures
    reason = models.TextField(_("reason"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published at"), db_default=Now())

    class Meta:
        verbose_name = _("edition of the calendar")
        verbose_name_plural = _("editions of the calendar")
        ordering = ["site", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "number"],
                name="calendar_edition_number_is_unique_at_its_site",
                violation_error_message=_("This edition was published already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} #{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("workcalendar:editions", args=[self.site.code])


def _ends(span: NumericRange) -> Interval:
    """Both ends of a span, in seconds; a constraint keeps it from having none."""
    assert span.lower is not None
    assert span.upper is not None
    return (int(span.lower), int(span.upper))


def week_span(weekday: int, interval: Interval) -> NumericRange:
    """The span of an interval of that weekday."""
    start, end = interval
    return NumericRange(weekday * DAY + start, weekday * DAY + end)


def day_to_json(day: CalendarDay) -> dict[str, Any]:
    """What the trail keeps of a day."""
    return {
        "on": day.on.isoformat(),
        "kind": day.kind,
        "name": day.name,
        "name_zh": day.name_zh,
        "as_weekday": day.as_weekday,
        "intervals": [list(pair) for pair in day.intervals],
        "is_yearly": day.is_yearly,
        "is_active": day.is_active,
        "source": day.source,
    }
