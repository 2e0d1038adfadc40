"""Meetings with agenda and attendance, and the answers that everybody gives."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, position, rows
from callcenter.people.models import Employee, Site, Team
from callcenter.web import cells
from callcenter.web.addresses import address
from staffing.records.access import SUBJECT
from staffing.records.bulletins.models import Bulletin
from staffing.records.meetings.series import SERIES, MeetingKind, Series


class Presence(models.TextChoices):
    EXPECTED = "expected", pgettext_lazy("meeting", "Expected")
    PRESENT = "present", pgettext_lazy("meeting", "Present")
    ABSENT = "absent", pgettext_lazy("meeting", "Absent")
    LEAVE = "leave", pgettext_lazy("meeting", "On leave")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "MeetingQuerySet":
        """Those of the site or the own teams for who looks after others; and those that one is asked to attend."""
        kept = rows(user, SUBJECT, own=Q(pk__in=[]), team="team", site="site", action=action)
        mine = Attendance.objects.filter(employee=position(user).employee_id or 0).values("meeting")
        return self.filter(kept | Q(pk__in=mine) if action is Action.VIEW else kept)


class Meeting(models.Model):
    """One meeting. Minutes are written until it is closed; what was closed stays."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="meetings", verbose_name=_("site"))
    team = models.ForeignKey(  # null: of the whole site
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    kind = models.CharField(_("type"), max_length=16, choices=MeetingKind.choices)
    # Of a shift (pre- and post-shift): the day and code of the roster; it comes and goes with the shift.
    shift_on = models.DateField(_("day of the shift"), null=True, blank=True)
    code = models.CharField(_("shift"), max_length=8, blank=True, default="")
    is_dropped = models.BooleanField(_("the shift was taken back"), default=False)
    title = models.CharField(_("title"), max_length=160)
    on = models.DateField(_("day"))  # at the site
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    chair = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("chair"))
    minutes = models.TextField(_("minutes and decisions"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("created at"), db_default=Now())
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["site", "-starts_at"], name="meeting_by_site")]
        constraints = [
            models.CheckConstraint(
                name="meeting_ends_after_it_starts",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A meeting ends after it starts."),
            ),
            models.CheckConstraint(
                name="closed_meeting_has_minutes",
                condition=Q(closed_at=None) | (~Q(minutes="") & Q(cancelled_at=None)),
                violation_error_message=_("A closed meeting has minutes."),
            ),
            models.UniqueConstraint(
                fields=["team", "kind", "shift_on", "code"],
                condition=Q(shift_on__isnull=False, is_dropped=False),
                name="shift_has_one_meeting_of_a_kind",
                violation_error_message=_("This shift already has its meeting."),
            ),
            models.CheckConstraint(
                name="meeting_of_a_shift_has_team_and_code",
                condition=Q(shift_on=None, code="", is_dropped=False)
                | (
                    Q(shift_on__isnull=False, team__isnull=False, ends_at__isnull=False)
                    & ~Q(code="")
                    & Q(kind__in=[MeetingKind.PRE_SHIFT, MeetingKind.POST_SHIFT])
                ),
            ),
            models.CheckConstraint(
                name="meeting_that_was_dropped_is_cancelled",
                condition=Q(is_dropped=False) | Q(cancelled_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["site", "kind", "on"],
                condition=Q(
                    cancelled_at=None,
                    team=None,
                    kind__in=[MeetingKind.SHIFT_AFFAIRS, MeetingKind.ALL_AGENT, MeetingKind.WORK],
                ),
                name="meeting_of_a_series_is_planned_once_a_day",
                violation_error_message=_("This meeting is planned for that day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {cells.date(self.on)}"

    def get_absolute_url(self) -> str:
        return address("records:meeting", str(self.pk))

    @property
    def name(self) -> str:
        """Its title; of a shift's meeting type, shift and team in the reader's language."""
        if self.shift_on is None:
            return self.title
        return f"{self.get_kind_display()} {self.code} · {self.team}"

    @property
    def series(self) -> Series:
        """What its kind starts with."""
        return SERIES[MeetingKind(self.kind)]

    @property
    def is_open(self) -> bool:
        """Neither closed nor cancelled."""
        return self.closed_at is None and self.cancelled_at is None

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()


class AgendaItem(models.Model):
    """One topic, with what was said about it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    place = models.PositiveSmallIntegerField()
    topic = models.CharField(_("topic"), max_length=160)
    notes = models.TextField(_("notes"), blank=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["meeting", "place"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "place"], name="agenda_has_one_topic_at_a_place"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The topic; one of the manuals in the reader's language."""
        return gettext(self.topic) if self.topic else ""


class Attendance(models.Model):
    """Who is asked to come, and who came."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("employee"))
    presence = models.CharField(
        _("presence"), max_length=16, choices=Presence.choices, default=Presence.EXPECTED
    )

    class Meta:
        verbose_name = _("attendance of a meeting")
        verbose_name_plural = _("attendance of meetings")
        ordering = ["meeting", "employee__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "employee"],
                name="nobody_attends_a_meeting_twice",
                violation_error_message=_("This person is on the list already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} · {self.get_presence_display()}"


class AnswerQuerySet(models.QuerySet["UnifiedAnswer"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "AnswerQuerySet":
        """Every answer of the user's site: it is meant for all of them."""
        if action is Action.VIEW:
            return self.filter(site__in=position(user).site_ids)
        return self.filter(rows(user, SUBJECT, own=Q(pk__in=[]), site="site", action=action))


class UnifiedAnswer(models.Model):
    """The one answer that everybody gives to a difficult question (统一答复口径)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    question = models.CharField(_("question"), max_length=240)
    answer = models.TextField(_("answer"))
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name=_("key words"))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("meeting")
    )
    bulletin = models.ForeignKey(
        Bulletin, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bulletin")
    )
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), db_default=Now())
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("unified answer")
        verbose_name_plural = _("unified answers")
        ordering = ["-published_at", "-pk"]
        indexes = [models.Index(fields=["site", "-published_at"], name="answer_by_site")]
        constraints = [
            models.CheckConstraint(name="answer_says_something", condition=~Q(question="") & ~Q(answer="")),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return address("records:answer", str(self.pk))
