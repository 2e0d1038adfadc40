"""Kinds of leave, requests with their days and certificates, the ledger, and places of a team."""

import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, position, rows
from callcenter.access.posts import PostCode
from callcenter.db import no_overlap, one_value_range
from callcenter.files.attachments.models import Attachment
from callcenter.people.employees.models import EmployeeQuerySet
from callcenter.people.models import Employee, Site, Team
from callcenter.people.naming import Bilingual
from callcenter.web.addresses import address
from staffing.leave.states import ENDED, STANDING, State

SUBJECT = "staffing.leave"
PLAIN_PATHS = ("planned", "ordinary")  # nobody's consent is asked for
REQUEST_KIND = "leave.request"  # of approvals

NATURES = [
    ("personal", pgettext_lazy("leave", "Personal, ordinary")),
    ("special", pgettext_lazy("leave", "Personal, special")),
    ("sick", pgettext_lazy("leave", "Sickness")),
    ("emergency", pgettext_lazy("leave", "Sickness, emergency")),
    ("business", pgettext_lazy("leave", "Business trip or training")),
    ("annual", pgettext_lazy("leave", "Annual leave")),
    ("statutory", pgettext_lazy("leave", "By law: marriage, maternity, bereavement")),
    ("compensatory", pgettext_lazy("leave", "In exchange for overtime")),
]
UNITS = [("day", _("Whole days")), ("half_day", _("Half days")), ("hour", pgettext_lazy("leave", "Hours"))]
PARTS = [
    ("whole", _("Whole days")),
    ("first_half", _("First half of the shift")),
    ("second_half", _("Second half of the shift")),
    ("hours", _("By hours")),
]
ACCRUALS = [
    ("none", pgettext_lazy("accrual", "Granted by hand")),
    ("yearly", pgettext_lazy("accrual", "Each year, by years of service")),
    ("monthly", pgettext_lazy("accrual", "Each month, by years of service")),
    ("hours", pgettext_lazy("accrual", "With hours worked")),
]
ENTRY_KINDS = [
    ("grant", pgettext_lazy("ledger", "Granted")),
    ("carry_over", pgettext_lazy("ledger", "Carried over")),
    ("reservation", pgettext_lazy("ledger", "Reserved")),
    ("release", pgettext_lazy("ledger", "Given back")),
    ("taking", pgettext_lazy("ledger", "Taken")),
    ("expiry", pgettext_lazy("ledger", "Expired")),
    ("correction", pgettext_lazy("ledger", "Corrected")),
]
PATHS = [
    ("swapped", _("Swapped shift")),
    ("holiday", _("Holiday on duty, extreme case")),
    ("night", _("Night shift, with consent")),
    ("emergency", _("Sick, emergency")),
    ("sick", _("Sick leave")),
    ("ordinary", _("Ordinary personal leave")),
    ("special", _("Special personal leave")),
    ("late", _("Late request, counts only with consent")),
    ("business", _("Business trip or training")),
    ("planned", _("Planned leave")),
    ("statutory", _("Leave by law")),
]
CODE = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small letters, digits and hyphens."))


class LeaveKindQuerySet(models.QuerySet["LeaveKind"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "LeaveKindQuerySet":
        """Those of the sites that the user sees: everybody may read what leave there is."""
        sites = Site.objects.visible_to(user)
        return self.filter(rows(user, SUBJECT, own=Q(site__in=sites), site="site", action=action))

    def open(self) -> "LeaveKindQuerySet":
        """Those that can be asked for."""
        return self.filter(is_active=True)


class LeaveKind(Bilingual):
    """A kind of leave of a site. `nature` names the rules it follows, `unit` what it is counted in."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="leave_kinds", verbose_name=_("site"))
    code = models.CharField(_("code"), max_length=32, validators=[CODE])
    nature = models.CharField(_("rules"), max_length=16, choices=NATURES)
    unit = models.CharField(_("counted in"), max_length=8, choices=UNITS, default="half_day")
    needs_balance = models.BooleanField(_("has a balance"), default=False)
    accrual = models.CharField(_("how the balance grows"), max_length=8, choices=ACCRUALS, default="none")
    takes_certificate = models.BooleanField(_("asks for a medical certificate"), default=False)
    certificate_from_days = models.DecimalField(
        _("certificate from so many days"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        help_text=_("Empty: as the rulebook says."),
    )
    others_may_ask = models.BooleanField(_("another person may report it"), default=False)
    takes_place = models.BooleanField(_("takes a place of the team"), default=True)
    may_be_automatic = models.BooleanField(_("may be approved at once"), default=False)
    is_paid = models.BooleanField(_("paid"), default=False)
    place = models.PositiveSmallIntegerField(_("order"), default=100)
    is_active = models.BooleanField(_("active"), default=True)

    objects = LeaveKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of leave")
        verbose_name_plural = _("kinds of leave")
        ordering = ["site", "place", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "code"],
                name="leave_code_is_unique_in_its_site",
                violation_error_message=_("This site already has a kind of leave with this code."),
            ),
            models.CheckConstraint(
                name="leave_balance_grows_only_where_there_is_one",
                condition=Q(needs_balance=True) | Q(accrual="none"),
                violation_error_message=_("Only leave with a balance can grow."),
            ),
            models.CheckConstraint(
                name="personal_leave_is_asked_for_in_person",
                condition=~Q(nature__in=["personal", "special"]) | Q(others_may_ask=False),
                violation_error_message=_("Personal leave is asked for by the employee in person (S2E-24)."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return address("leave:kind", self.site.code, self.code)


class LeaveRequestQuerySet(models.QuerySet["LeaveRequest"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "LeaveRequestQuerySet":
        """One's own, and those of the team or site by the user's posts."""
        reach = rows(user, SUBJECT, own="employee", team="team", site="site", action=action)
        me = position(user).employee_id
        return self.filter(reach | Q(employee=me) if me and action is Action.VIEW else reach)

    def standing(self) -> "LeaveRequestQuerySet":
        """Those that are asked for, wait, hold or held: not refused, taken back or turned into an absence."""
        return self.filter(state__in=STANDING)

    def sharing_a_moment(self, start: datetime.datetime, end: datetime.datetime) -> "LeaveRequestQuerySet":
        """Those that share a moment with [start, end)."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class LeaveRequest(models.Model):
    """A leave from `starts_at` to `ends_at` (half-open), from being asked for to being closed.

    `amount` is what the ledger books, in the unit of its kind; `days` the length in working days that decides the chain.
    `team` is the employee's on the day of asking.
    """

    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="leave_requests", verbose_name=_("employee")
    )
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", verbose_name=_("team"))
    kind = models.ForeignKey(LeaveKind, models.PROTECT, related_name="requests", verbose_name=_("type"))
    part = models.CharField(_("what of it"), max_length=12, choices=PARTS, default="whole")
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    amount = models.DecimalField(_("amount"), max_digits=7, decimal_places=2)
    days = models.DecimalField(_("working days"), max_digits=7, decimal_places=3)
    path = models.CharField(_("rule"), max_length=12, choices=PATHS)
    state = models.CharField(_("state"), max_length=20, choices=State.choices)
    reason = models.TextField(_("reason"), blank=True)
    is_late = models.BooleanField(_("late request"), default=False)
    is_automatic = models.BooleanField(_("approved at once"), default=False)
    was_undecided = models.BooleanField(
        _("not decided in time"), default=False
    )  # what it is now, time has made it
    consent_by = models.DateTimeField(_("consent needed by"), null=True)
    certificate_due_on = models.DateField(_("certificate due"), null=True)
    decides = models.CharField(_("decides"), max_length=32, choices=PostCode.choices)
    notified_by = models.CharField(_("reported by"), max_length=120, blank=True)
    relation = models.CharField(_("relation"), max_length=60, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    waiting_since = models.DateTimeField(_("waiting since"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    reported_back_at = models.DateTimeField(_("back at work"), null=True)
    missed_at = models.DateTimeField(_("not back"), null=True)  # the alert that nobody came back was given

    objects = LeaveRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leave")
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["employee", "starts_at"], name="leave_by_employee"),
            models.Index(fields=["site", "-starts_at"], name="leave_by_site"),
            models.Index(fields=["state", "ends_at"], name="leave_by_state"),
            models.Index(fields=["team", "starts_at"], name="leave_by_team"),
        ]
        constraints = [
            ExclusionConstraint(
                name="nobody_is_on_leave_twice_at_once",
                expressions=[
                    (one_value_range("employee_id"), RangeOperators.OVERLAPS),
                    (Func(F("starts_at"), F("ends_at"), function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(state__in=ENDED),
                violation_error_message=_("There is leave at that time already."),
            ),
            models.CheckConstraint(
                name="leave_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at"), last_on__gte=F("first_on")),
                violation_error_message=_("A leave ends after it starts."),
            ),
            models.CheckConstraint(
                name="leave_takes_working_time",
                condition=Q(amount__gt=0, days__gt=0),
                violation_error_message=_("Leave takes working time."),
            ),
            models.CheckConstraint(
                name="late_leave_says_until_when_consent_counts",
                condition=Q(is_late=False, consent_by=None) | Q(is_late=True, consent_by__isnull=False),
            ),
            models.CheckConstraint(
                name="leave_on_the_waiting_list_says_since_when",
                condition=~Q(state=State.WAITING) | Q(waiting_since__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.when}"

    def get_absolute_url(self) -> str:
        return address("leave:request", str(self.pk))

    @property
    def kept_label(self) -> str:
        """Without words of a language, for rows that keep it (`audit.labels`)."""
        return f"{self.number} · {self.employee} · {self.when}"

    @property
    def number(self) -> str:
        """The public number: LV-000042."""
        return f"LV-{self.pk:06d}"

    @property
    def may_be_automatic(self) -> bool:
        """Whether its kind allows an answer at once and nothing about it asks for somebody's consent."""
        return self.kind.may_be_automatic and self.path in PLAIN_PATHS and self.certificate_due_on is None

    @property
    def when(self) -> str:
        """Its days: 2026-03-12, or 2026-03-12 – 2026-03-13."""
        if self.first_on == self.last_on:
            return f"{self.first_on}"
        return f"{self.first_on} – {self.last_on}"


class LeaveDay(models.Model):
    """What a leave takes of one day: `minutes` of the `of_minutes` that would be worked."""

    request = models.ForeignKey(LeaveRequest, models.CASCADE, related_name="leave_days")
    on = models.DateField(_("day"))
    minutes = models.PositiveIntegerField(_("minutes"))
    of_minutes = models.PositiveIntegerField(_("of working minutes"))

    class Meta:
        ordering = ["request", "on"]
        indexes = [models.Index(fields=["on"], name="leave_day_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["request", "on"], name="leave_has_a_day_once"),
            models.CheckConstraint(
                name="leave_takes_no_more_than_the_day",
                condition=Q(minutes__gt=0, minutes__lte=F("of_minutes")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.minutes}/{self.of_minutes}"


class Certificate(models.Model):
    """A medical certificate: the days [starts_on, ends_on] that it covers, and its picture or scan."""

    request = models.ForeignKey(LeaveRequest, models.PROTECT, related_name="certificates")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    attachment = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+")
    handed_in_at = models.DateTimeField(_("handed in"), db_default=Now())
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("medical certificate")
        verbose_name_plural = _("medical certificates")
        ordering = ["request", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="certificate_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The certificate ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"


class LedgerEntryQuerySet(models.QuerySet["LedgerEntry"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "LedgerEntryQuerySet":
        """One's own, and those of the people whose leave the user sees."""
        return self.filter(employee__in=people_of(user, action))


def people_of(user: Actor, action: Action = Action.VIEW) -> EmployeeQuerySet:
    """The people whose balances the user may see or change: by the matrix, in today's teams."""
    today = position(user).today or datetime.datetime.now(datetime.UTC).date()
    reach = rows(user, SUBJECT, own="pk", team="team_id", site="site_id", action=action)
    me = position(user).employee_id
    found = Employee.objects.with_place(today)
    return found.filter(reach | Q(pk=me) if me and action is Action.VIEW else reach)


class LedgerEntry(models.Model):
    """An amount of leave given or taken, in the unit of its kind. Append-only: the balance is the sum."""

    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="leave_entries", verbose_name=_("employee")
    )
    kind = models.ForeignKey(LeaveKind, models.PROTECT, related_name="entries", verbose_name=_("type"))
    entry = models.CharField(_("entry"), max_length=12, choices=ENTRY_KINDS)
    amount = models.DecimalField(_("amount"), max_digits=7, decimal_places=2)
    on = models.DateField(_("day"))
    expires_on = models.DateField(_("expires"), null=True)  # the first day it is no longer there
    request = models.ForeignKey(LeaveRequest, models.PROTECT, null=True, related_name="entries")
    of_grant = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    period = models.CharField(max_length=16, blank=True)  # "2026" or "2026-03": what an accrual is for
    note = models.CharField(_("note"), max_length=500, blank=True)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    booked_at = models.DateTimeField(_("booked"), db_default=Now())

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a leave ledger")
        verbose_name_plural = _("entries of leave ledgers")
        ordering = ["employee", "kind", "pk"]
        indexes = [models.Index(fields=["employee", "kind"], name="ledger_by_employee_and_kind")]
        constraints = [
            models.CheckConstraint(
                name="reserved_and_taken_leave_belongs_to_a_request",
                condition=Q(entry__in=["reservation", "release", "taking"], request__isnull=False)
                | (~Q(entry__in=["reservation", "release", "taking"]) & Q(request=None)),
                violation_error_message=_("Leave is reserved and taken by a request only."),
            ),
            models.CheckConstraint(
                name="leave_given_is_positive_and_leave_used_negative",
                condition=Q(entry__in=["grant", "carry_over", "release"], amount__gt=0)
                | Q(entry__in=["reservation", "taking", "expiry"], amount__lt=0)
                | (Q(entry="correction") & ~Q(amount=0)),
                violation_error_message=_("Given leave is above zero, used leave below."),
            ),
            models.CheckConstraint(
                name="expired_leave_says_what_expired",
                condition=Q(entry="expiry", of_grant__isnull=False) | (~Q(entry="expiry") & Q(of_grant=None)),
            ),
            models.UniqueConstraint(fields=["of_grant"], name="leave_expires_once"),
            models.UniqueConstraint(
                fields=["employee", "kind", "entry", "period"],
                condition=~Q(period=""),
                name="leave_is_accrued_once_for_a_period",
                violation_error_message=_("This period is booked already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} {self.kind}: {self.amount:+}"

    @property
    def kept_label(self) -> str:
        """Without words of a language, for rows that keep it (`audit.labels`)."""
        return f"{self.employee}: {self.amount:+}"

    @property
    def site_id(self) -> int:
        """For the trail: the site of its kind."""
        return self.kind.site_id


class AllotmentQuerySet(models.QuerySet["Allotment"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "AllotmentQuerySet":
        """Those of the teams whose leave the user sees."""
        return self.filter(
            rows(user, SUBJECT, own=Q(pk__in=[]), team="team", site="team__department__site", action=action)
        )


class Allotment(models.Model):
    """How many of a team may be on leave at once on each of these days, in place of the rulebook's share."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="leave_allotments", verbose_name=_("team"))
    period = DateRangeField(_("days"))
    places = models.PositiveSmallIntegerField(_("places"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField(db_default=Now())

    objects = AllotmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("places for leave")
        verbose_name_plural = _("places for leave")
        ordering = ["team", "period"]
        constraints = [
            no_overlap(
                "team_id",
                period="period",
                name="team_has_one_number_of_places_a_day",
                message=_("This team already has a number of places in these days."),
            ),
            models.CheckConstraint(
                name="places_for_leave_hold_for_real_days",
                condition=Q(
                    period__isempty=False, period__startswith__isnull=False, period__endswith__isnull=False
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team}: {self.places}"

    @property
    def first(self) -> datetime.date | None:
        """The first day."""
        found: datetime.date | None = self.period.lower
        return found

    @property
    def last(self) -> datetime.date | None:
        """The last day."""
        return self.period.upper - datetime.timedelta(days=1) if self.period.upper else None
